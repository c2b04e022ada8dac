// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: it tells what there is. */
@Command(name = "shouxin", mixinStandardHelpOptions = true, versionProvider = ShouxinCommand.Version.class,
        subcommands = CommandLine.HelpCommand.class)
final class ShouxinCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Read before everything else, because the help is in that language, too; see {@link Main}. */
    @Option(names = "--language", paramLabel = "zh|en", descriptionKey = "option.language", scope = ScopeType.INHERIT)
    private String language;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ShouxinCommand.class.getPackage().getImplementationVersion();
            return new String[] {"shouxin " + (version == null ? "0" : version)};
        }
    }
}
