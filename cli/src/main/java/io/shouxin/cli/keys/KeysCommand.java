// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.keys;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Json;
import io.shouxin.cli.Words;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.ReleaseKeys;
import io.shouxin.core.plan.ReleaseKeysRefused;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The file of release keys. */
@Command(mixinStandardHelpOptions = true)
public final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** With its own commands. */
    public static CommandLine of(Console console, Words words) {
        return new CommandLine(new KeysCommand())
                .addSubcommand("create", new Create(console, words))
                .addSubcommand("add", new Add(console, words))
                .addSubcommand("list", new Listing(console, words))
                .addSubcommand("destroy", new Destroy(console, words))
                .addSubcommand("passphrase", new NewPassphrase(console, words));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What all of them have. */
    abstract static class Step implements Callable<Integer> {

        final Console console;
        final Words words;

        @Mixin
        final KeyOptions options = new KeyOptions();

        Step(Console console, Words words) {
            this.console = console;
            this.words = words;
        }

        @Override
        public Integer call() {
            if (!options.given()) {
                throw new Failure(Exit.USAGE, "keys.missing");
            }
            try {
                run();
                return Exit.DONE;
            } catch (ReleaseKeysRefused refused) {
                throw new Failure(Exit.INPUT, refused.key());
            }
        }

        abstract void run();

        static String name(String release) {
            if (!FieldName.isValid(release)) {
                throw new Failure(Exit.USAGE, "keys.release-name");
            }
            return release;
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Create extends Step {

        @Parameters(paramLabel = "RELEASE", descriptionKey = "keys.release")
        private String release;

        Create(Console console, Words words) {
            super(console, words);
        }

        @Override
        void run() {
            name(release);
            if (Files.exists(options.file())) {
                throw new Failure(Exit.OUTPUT, "keys.exists", options.file().toString());
            }
            try (Passphrase passphrase = options.passphrase(true, words); ReleaseKeys keys = new ReleaseKeys()) {
                keys.add(ReleaseKey.random(release, LocalDate.now()));
                options.write(keys, passphrase);
            }
            console.err().println(words.of("keys.created", options.file().toString(), release));
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Add extends Step {

        @Parameters(paramLabel = "RELEASE", descriptionKey = "keys.release")
        private String release;

        Add(Console console, Words words) {
            super(console, words);
        }

        @Override
        void run() {
            name(release);
            try (Passphrase passphrase = options.passphrase(false, words);
                    ReleaseKeys keys = options.open(passphrase)) {
                keys.add(ReleaseKey.random(release, LocalDate.now()));
                options.write(keys, passphrase);
            }
            console.err().println(words.of("keys.added", release));
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Listing extends Step {

        @Option(names = "--json", descriptionKey = "option.json")
        private boolean json;

        Listing(Console console, Words words) {
            super(console, words);
        }

        @Override
        void run() {
            try (ReleaseKeys keys = options.open(words)) {
                if (json) {
                    List<Map<String, String>> all = keys.all().stream().map(key ->
                            Map.of("release", key.release(), "day", key.day().toString())).toList();
                    console.out().println(Json.of(Map.of("releases", all)));
                    return;
                }
                keys.all().forEach(key -> console.out().println(key.day() + "  " + key.release()));
            }
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Destroy extends Step {

        @Parameters(paramLabel = "RELEASE", descriptionKey = "keys.release")
        private String release;

        @Option(names = "--yes", descriptionKey = "keys.yes")
        private boolean yes;

        Destroy(Console console, Words words) {
            super(console, words);
        }

        @Override
        void run() {
            name(release);
            if (!yes) {
                throw new Failure(Exit.USAGE, "keys.destroy-needs-yes");
            }
            try (Passphrase passphrase = options.passphrase(false, words);
                    ReleaseKeys keys = options.open(passphrase)) {
                keys.destroy(release);
                options.write(keys, passphrase);
            }
            console.err().println(words.of("keys.destroyed", release));
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class NewPassphrase extends Step {

        @Option(names = "--new-passphrase-file", paramLabel = "FILE", descriptionKey = "keys.new-passphrase-file")
        private java.nio.file.Path newFile;

        NewPassphrase(Console console, Words words) {
            super(console, words);
        }

        @Override
        void run() {
            try (Passphrase old = options.passphrase(false, words); ReleaseKeys keys = options.open(old)) {
                console.err().println(words.of("keys.new-passphrase"));
                if (newFile == null && System.console() == null) {
                    throw new Failure(Exit.USAGE, "keys.no-new-passphrase");
                }
                try (Passphrase fresh = newFile == null
                        ? Passphrase.typedTwice(words) : Passphrase.ask(newFile, true, words)) {
                    options.write(keys, fresh);
                }
            }
            console.err().println(words.of("keys.passphrase-changed"));
        }
    }
}
