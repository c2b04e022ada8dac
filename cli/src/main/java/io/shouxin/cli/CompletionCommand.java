// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script with which bash and zsh complete commands and options. */
@Command(mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {

    private final Console console;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out().print(AutoComplete.bash("shouxin", spec.root().commandLine()));
    }
}
