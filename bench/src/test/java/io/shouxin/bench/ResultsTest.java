// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ResultsTest {

    private static void write(Path folder, double rate) throws IOException {
        Results results = new Results("reveal", "Reveal", Map.of("cores", "2"));
        results.add(Map.of("rate", Results.figure(rate)));
        results.write(folder);
    }

    @Test
    void keepsTheNoteThatAPersonWrote(@TempDir Path folder) throws IOException {
        write(folder, 1234.5);
        Path markdown = folder.resolve("reveal.md");
        Files.writeString(markdown, Files.readString(markdown) + "\n## Note\n\nBound by the disk.\n");
        write(folder, 5678.9);
        write(folder, 5678.9);
        assertThat(markdown).content().contains("| 5,680 |").doesNotContain("1,230")
                .endsWith("\n\n## Note\n\nBound by the disk.\n").doesNotContain("\n\n\n");
        assertThat(folder.resolve("reveal.json")).content().contains("\"rate\" : 5680.0").contains("\"cores\" : \"2\"");
    }

    @Test
    void takesPercentilesOverAllRounds() {
        Measured both = Measured.together(List.of(new Measured(2, 1, new long[] {1000, 4000}),
                new Measured(2, 1, new long[] {2000, 3000})));
        assertThat(both.rate()).isEqualTo(2);
        assertThat(both.milliseconds(0.5)).isEqualTo(3);
        assertThat(both.milliseconds(0.99)).isEqualTo(4);
    }
}
