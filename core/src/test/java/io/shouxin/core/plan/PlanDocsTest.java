// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.release.TimeLevel;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.TokenFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/de-identifying.md names every word that a plan knows. */
class PlanDocsTest {

    @Test
    void everyWordOfAPlanIsExplained() throws IOException {
        String page = Files.readString(Path.of("../docs/de-identifying.md"));
        for (String word : TechniqueReader.WORDS) {
            assertThat(page).contains("| `" + word + "` |");
        }
        assertThat(line(page, "`pseudonym`")).contains(words(PseudonymType.values()));
        assertThat(line(page, "`time`")).contains(words(TimeLevel.values()));
        assertThat(line(page, "`token`")).contains(TokenFormat.all().stream().map(TokenFormat::name).toList());
        for (OnInvalid one : OnInvalid.values()) {
            assertThat(page.lines().filter(line -> line.startsWith("on-invalid:")).findFirst().orElseThrow())
                    .contains(one.code());
        }
    }

    private static String line(String page, String word) {
        return page.lines().filter(line -> line.startsWith("|") && line.contains("| " + word)).findFirst()
                .orElseThrow();
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    }
}
