// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in the reader's language what is wrong with the command line. Of an argument only an option's name is told. */
final class UsageRefusal implements IParameterExceptionHandler {

    private final Words words;

    UsageRefusal(Words words) {
        this.words = words;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(text(wrong));
        command.getErr().println(words.of("usage.see", command.getCommandSpec().qualifiedName()));
        return Exit.USAGE;
    }

    private String text(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-") ? words.of("usage.unknown-option", Console.harmless(first.split("=", 2)[0]))
                    : words.of("usage.unknown-argument");
        }
        if (wrong instanceof MissingParameterException missing) {
            return missing.getMissing().stream().map(CommandLine.Model.ArgSpec::paramLabel).findFirst()
                    .map(label -> words.of("usage.missing", label)).orElseGet(() -> words.of("usage.wrong"));
        }
        if (wrong.getArgSpec() instanceof CommandLine.Model.OptionSpec option) {
            return words.of("usage.option", option.longestName(), option.paramLabel());
        }
        return words.of("usage.wrong");
    }
}
