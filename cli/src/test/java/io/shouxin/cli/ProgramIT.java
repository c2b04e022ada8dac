// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar as it is delivered, in a process of its own with real pipes. */
class ProgramIT {

    private record Ended(int exit, String out) {}

    @Test
    void readsAPipeAndEndsWithItsCode() throws Exception {
        Ended ended = run("回拨 16000001234\n", "scan", "--as", "text", "-", "--fail-on", "3", "--language", "zh");
        assertThat(ended.out).contains("手机号码", "160****1234").doesNotContain("16000001234");
        assertThat(ended.exit).isEqualTo(Exit.FOUND);
    }

    @Test
    void completesCommandsAndOptions() throws Exception {
        Ended ended = run("", "completion");
        assertThat(ended.out).contains("scan", "--fail-on", "_complete_shouxin");
        assertThat(ended.exit).isEqualTo(Exit.DONE);
    }

    @Test
    void refusesAnUnknownOptionWithoutRepeatingItsValue() throws Exception {
        Ended ended = run("", "scan", "--phone=16000001234");
        assertThat(ended.out).contains("--phone").doesNotContain("16000001234");
        assertThat(ended.exit).isEqualTo(Exit.USAGE);
    }

    private static Ended run(String input, String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedAlready) {
            // It has no need of an input.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("shouxin-cli-.*\\.jar")).findFirst()
                    .orElseThrow();
        }
    }
}
