// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Public tables of numbers really given, which lie beside the project's checkout or not at all. */
final class SharedTables {

    private SharedTables() {
    }

    /** The lines of a table; the test that asks is skipped where there is none. */
    static List<String> lines(String path) {
        Path table = Path.of(System.getProperty("shouxin.shared", "../../shared")).resolve("data/telecom")
                .resolve(path);
        assumeThat(table).as("public table, see -Dshouxin.shared").exists();
        try {
            return Files.readAllLines(table, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
