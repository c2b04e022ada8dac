// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import io.shouxin.cli.assess.AssessCommand;
import io.shouxin.cli.keys.KeysCommand;
import io.shouxin.cli.ledger.ExportCommand;
import io.shouxin.cli.ledger.LedgerCommand;
import io.shouxin.cli.ledger.VerifyCommand;
import io.shouxin.cli.plan.PlanCommand;
import io.shouxin.cli.protect.ProtectCommand;
import io.shouxin.cli.protect.RevealCommand;
import io.shouxin.cli.scan.ScanCommand;
import io.shouxin.cli.tabulate.TabulateCommand;
import io.shouxin.cli.trace.TraceCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Puts the commands together and turns what they end with into an exit code. */
public final class Main {

    private static final int FRAMES_MAX = 5;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Console.system(), Locale.getDefault()));
    }

    /** The whole program but its end. */
    static int run(List<String> arguments, Console console, Locale preferred) {
        Words words = Words.in(language(arguments, preferred));
        CommandLine line = commands(console, words);
        int exit;
        try {
            exit = line.execute(arguments.toArray(String[]::new));
        } catch (OutOfMemoryError full) {
            // What had been begun was taken away on the way here.
            console.err().println(words.of("memory.full"));
            exit = Exit.INPUT;
        }
        console.out().flush();
        boolean lost = console.out().checkError();
        return lost && (exit == Exit.DONE || exit == Exit.FOUND || exit == Exit.PARTLY) ? Exit.OUTPUT : exit;
    }

    /** One line a command. */
    static CommandLine commands(Console console, Words words) {
        CommandLine line = new CommandLine(new ShouxinCommand())
                .addSubcommand("scan", new ScanCommand(console, words))
                .addSubcommand("keys", KeysCommand.of(console, words))
                .addSubcommand("plan", PlanCommand.of(console, words))
                .addSubcommand("protect", new ProtectCommand(console, words))
                .addSubcommand("reveal", new RevealCommand(console, words))
                .addSubcommand("assess", new AssessCommand(console, words))
                .addSubcommand("tabulate", new TabulateCommand(console, words))
                .addSubcommand("trace", new TraceCommand(console, words))
                .addSubcommand("verify", new VerifyCommand(console, words))
                .addSubcommand("ledger", new CommandLine(new LedgerCommand())
                        .addSubcommand("export", new ExportCommand(console, words)))
                .addSubcommand("completion", new CompletionCommand(console));
        line.setOut(new PrintWriter(console.out(), true));
        line.setErr(new PrintWriter(console.err(), true));
        line.setResourceBundle(words.bundle());
        line.setUsageHelpWidth(100);
        line.setAdjustLineBreaksForWideCJKCharacters(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(new UsageRefusal(words));
        line.setExecutionExceptionHandler((failed, command, parsed) -> failed(failed, console, words));
        manual(line, words);
        return line;
    }

    /** Sections in the order of a manual page, each with its heading in the reader's language. */
    private static void manual(CommandLine line, Words words) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.headerHeading(words.of("help.name") + "%n  " + line.getCommandSpec().qualifiedName() + " - ");
        usage.synopsisHeading("%n" + words.of("help.synopsis") + "%n  ");
        usage.descriptionHeading("%n" + words.of("help.description") + "%n");
        usage.parameterListHeading("%n" + words.of("help.arguments") + "%n");
        usage.optionListHeading("%n" + words.of("help.options") + "%n");
        usage.commandListHeading("%n" + words.of("help.commands") + "%n");
        if (!usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%n" + words.of("help.exit") + "%n");
        }
        if (usage.footer().length > 0) {
            usage.footerHeading("%n" + words.of("help.examples") + "%n");
        }
        line.getSubcommands().values().forEach(sub -> manual(sub, words));
    }

    /** {@code --language} wins, then the machine. */
    static Locale language(List<String> arguments, Locale preferred) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("--language=")) {
                return Locale.forLanguageTag(argument.substring("--language=".length()));
            }
            if (argument.equals("--language") && i + 1 < arguments.size()) {
                return Locale.forLanguageTag(arguments.get(i + 1));
            }
        }
        return preferred;
    }

    private static int failed(Exception failed, Console console, Words words) {
        if (failed instanceof Failure failure) {
            console.err().println(failure.text(words));
            return failure.exit();
        }
        // Its message may quote what was read: only its type and where it happened are told.
        console.err().println(words.of("bug", failed.getClass().getName()));
        StackTraceElement[] frames = failed.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES_MAX, frames.length); i++) {
            console.err().println("  " + frames[i]);
        }
        return Exit.BUG;
    }
}
