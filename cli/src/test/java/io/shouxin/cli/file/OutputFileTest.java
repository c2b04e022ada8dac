// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("report.html");
        Files.writeString(target, "before");
        assertThatThrownBy(() -> OutputFile.write(target, writer -> {
            writer.write("half");
            throw new IOException("No space left on device");
        })).isInstanceOfSatisfying(Failure.class, failed -> assertThat(failed.exit()).isEqualTo(Exit.OUTPUT));
        assertThat(Files.readString(target)).isEqualTo("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void replacesWhole(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("report.html");
        Files.writeString(target, "before");
        OutputFile.write(target, writer -> writer.write("after"));
        assertThat(Files.readString(target)).isEqualTo("after");
    }

    @Test
    void anInputIsNeverAnOutput(@TempDir Path folder) throws IOException {
        Path input = Files.writeString(folder.resolve("a.csv"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("b.csv"), input);
        assertThatThrownBy(() -> OutputFile.notAnInput(link, List.of(input))).isInstanceOf(Failure.class)
                .hasMessage("output.is-input");
    }
}
