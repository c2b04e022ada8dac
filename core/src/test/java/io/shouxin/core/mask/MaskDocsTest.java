// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.secret.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/masks.md names every mask, in order, and its examples are what the masks do. */
class MaskDocsTest {

    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `([a-z0-9-]+)` \\| [^|]+ \\| [^|]+ \\| `([^`]+)` \\| `([^`]+)` \\|$");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("../docs/masks.md"))).results().toList();
    }

    @Test
    void namesEveryMask() throws IOException {
        assertThat(rows()).extracting(row -> row.group(1)).filteredOn(name -> !name.startsWith("keep-"))
                .containsExactlyElementsOf(Mask.all().stream().map(Mask::name).toList());
    }

    @Test
    void showsWhatTheMasksDo() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> {
            Mask mask = Mask.named(row.group(1)).orElseThrow();
            assertThat(mask.apply(SecretText.of(row.group(2)))).isEqualTo(row.group(3));
        });
    }
}
