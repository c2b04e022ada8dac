// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command, option and argument explains itself, and completion and launcher know every command. */
class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyCommandOptionAndArgumentIsExplained(String language) {
        for (CommandLine command : all(line(language), new ArrayList<>())) {
            String name = command.getCommandSpec().qualifiedName();
            if (name.endsWith(" help")) {
                continue;
            }
            assertThat(command.getCommandSpec().usageMessage().header()).as(name).isNotEmpty();
            command.getCommandSpec().args().forEach(argument ->
                    assertThat(String.join("", argument.description())).as(name + " " + argument.paramLabel())
                            .isNotBlank());
        }
    }

    @Test
    void completionKnowsEveryCommandAndLongOption() {
        String script = CommandLineFixture.run("completion").out();
        for (CommandLine command : all(line("en"), new ArrayList<>())) {
            assertThat(script).contains(command.getCommandName());
            command.getCommandSpec().options().forEach(option -> assertThat(script).contains(option.longestName()));
        }
    }

    @Test
    void theLauncherPassesEveryCommandOn() throws Exception {
        String launcher = Files.readString(Path.of("../shouxin"));
        String passed = launcher.lines().filter(line -> line.contains(") cli ")).findFirst().orElseThrow();
        line("en").getSubcommands().keySet().stream().filter(name -> !name.equals("help"))
                .forEach(name -> assertThat(passed).contains(name));
    }

    @Test
    void endsTheSameWayWhateverTheCommand() {
        for (String command : List.of("scan", "protect", "reveal", "assess", "trace", "plan", "keys", "completion")) {
            assertThat(CommandLineFixture.run(command, "--no-such-option").exit()).as(command).isEqualTo(Exit.USAGE);
            assertThat(CommandLineFixture.run(command, "--help").exit()).as(command).isEqualTo(Exit.DONE);
        }
    }

    private static CommandLine line(String language) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return Main.commands(new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false),
                Words.in(Locale.forLanguageTag(language)));
    }

    private static List<CommandLine> all(CommandLine line, List<CommandLine> found) {
        found.add(line);
        line.getSubcommands().values().forEach(command -> all(command, found));
        return found;
    }
}
