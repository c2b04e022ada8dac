// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions at a terminal, as text files in testdata/cli: {@code -- name [encoding] --} begins a file, {@code $ } a
 * command, {@code < file |} before it gives it an input, and {@code ? } is what it ended with. A run with
 * {@code -Dshouxin.golden=write} writes down what it saw; the difference is then read, not believed.
 */
class SessionsTest {

    private static final Path SESSIONS = Path.of("../testdata/cli");
    private static final boolean WRITE = "write".equals(System.getProperty("shouxin.golden"));

    static Stream<String> sessions() throws IOException {
        try (Stream<Path> files = Files.list(SESSIONS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".txt")).sorted()
                    .toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void goesAsWrittenDown(String name, @TempDir Path folder) throws IOException {
        String written = Files.readString(SESSIONS.resolve(name));
        StringBuilder seen = new StringBuilder();
        Path file = null;
        Charset encoding = StandardCharsets.UTF_8;
        StringBuilder content = new StringBuilder();
        for (String line : written.split("\n", -1)) {
            boolean heading = line.matches("-- \\S+( \\S+)? --");
            if (file != null && (heading || line.startsWith("$ "))) {
                Files.createDirectories(file.getParent());
                Files.write(file, content.toString().getBytes(encoding));
                file = null;
            }
            if (heading) {
                String[] words = line.split(" ");
                file = folder.resolve(words[1]);
                encoding = words.length > 3 ? Charset.forName(words[2]) : StandardCharsets.UTF_8;
                content.setLength(0);
                seen.append(line).append('\n');
            } else if (line.startsWith("$ ")) {
                seen.append(line).append('\n').append(run(line.substring(2), folder));
            } else if (file != null) {
                content.append(line).append('\n');
                seen.append(line).append('\n');
            } else if (line.startsWith("# ")) {
                seen.append(line).append('\n');
            }
        }
        if (WRITE) {
            Files.writeString(SESSIONS.resolve(name), seen);
        }
        assertThat(seen.toString()).isEqualTo(written);
    }

    private static String run(String command, Path folder) throws IOException {
        List<String> words = Arrays.asList(command.split(" "));
        InputStream in = new ByteArrayInputStream(new byte[0]);
        if (words.get(0).equals("<")) {
            in = Files.newInputStream(folder.resolve(words.get(1)));
            words = words.subList(3, words.size());
        }
        List<String> arguments = words.subList(1, words.size()).stream().map(word ->
                Files.exists(folder.resolve(word)) || word.contains("/") || word.matches(".*\\.(html|yaml|csv)")
                        ? folder.resolve(word).toString() : word).toList();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        int exit = Main.run(arguments, new Console(in, terminal, terminal, false), Locale.ENGLISH);
        String text = shown.toString(StandardCharsets.UTF_8).replace(folder + "/", "").replaceAll(
                "\"time\": \"[^\"]*\"", "\"time\": \"…\"");
        return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + "? " + exit + "\n";
    }
}
