// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/finding.md names every kind with its class. */
class FindingDocsTest {

    @Test
    void namesEveryKindWithItsClass() throws IOException {
        String page = Files.readString(Path.of("../docs/finding.md"));
        for (Kind kind : Kind.values()) {
            String line = page.lines().filter(one -> one.startsWith("|") && one.contains("`" + kind.code() + "`"))
                    .findFirst().orElse("");
            assertThat(line).as(kind.code()).isNotEmpty();
            if (kind.byValue()) {
                assertThat(line).as(kind.code()).contains("| " + kind.dataClass().code() + " |");
            }
        }
    }
}
