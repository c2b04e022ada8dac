// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The service key that a server wants; never an argument, which other users of the machine could see. */
public final class ServiceKeyOption {

    private static final String VARIABLE = "SHOUXIN_SERVICE_KEY";

    @Option(names = "--service-key-file", paramLabel = "FILE", descriptionKey = "verify.service-key")
    private Path file;

    /**
     * The key, from the file or the environment; empty where neither names one.
     *
     * @throws Failure if the file cannot be read or holds no key
     */
    public Optional<String> read() {
        if (file == null) {
            return Optional.ofNullable(System.getenv(VARIABLE)).map(ServiceKeyOption::checked);
        }
        try {
            return Optional.of(checked(Files.readString(file).strip()));
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        }
    }

    private static String checked(String key) {
        if (!key.matches("[\\x21-\\x7e]{1,512}")) {
            throw new Failure(Exit.INPUT, "verify.service-key-form");
        }
        return key;
    }
}
