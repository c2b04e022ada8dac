// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Json;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.scan.ScannedColumns;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.keyset.FieldName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plans: proposed and checked. */
@Command(mixinStandardHelpOptions = true)
public final class PlanCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** With its own commands. */
    public static CommandLine of(Console console, Words words) {
        return new CommandLine(new PlanCommand()).addSubcommand("init", new Init(console, words))
                .addSubcommand("check", new Check(console, words));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {

        private final Console console;
        private final Words words;

        @Parameters(paramLabel = "FILE", descriptionKey = "plan.init.file")
        private Path file;

        @Option(names = "--release", paramLabel = "NAME", required = true, descriptionKey = "plan.release")
        private String release;

        @Option(names = "--recipient", paramLabel = "NAME", required = true, descriptionKey = "plan.recipient")
        private String recipient;

        @Option(names = {"-o", "--output"}, paramLabel = "FILE", descriptionKey = "plan.output")
        private Path output;

        @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "scan.encoding")
        private String encoding;

        @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "scan.separator")
        private String separator;

        @Option(names = "--rows", paramLabel = "N", descriptionKey = "plan.rows")
        private long rows = 100_000;

        @Option(names = "--quiet", descriptionKey = "option.quiet")
        private boolean quiet;

        Init(Console console, Words words) {
            this.console = console;
            this.words = words;
        }

        @Override
        public Integer call() {
            if (!FieldName.isValid(release) || !FieldName.isValid(recipient)) {
                throw new Failure(Exit.USAGE, "plan.names");
            }
            if (output != null && Files.exists(output)) {
                throw new Failure(Exit.OUTPUT, "plan.exists", output.toString());
            }
            List<ColumnFinding> columns;
            try (Progress progress = new Progress(console, words, quiet)) {
                columns = ScannedColumns.of(file, encoding == null ? null : TextEncoding.named(encoding),
                        CsvFormat.separator(separator), rows, progress);
            }
            named(columns);
            String plan = new Proposal(words).of(release, recipient, columns);
            if (output == null) {
                console.out().print(plan);
            } else {
                OutputFile.write(output, target -> target.write(plan));
                console.err().println(words.of("plan.written", output.toString()));
            }
            return Exit.DONE;
        }

        /** A plan goes by names: each column needs one of its own that is nobody's value. */
        private void named(List<ColumnFinding> columns) {
            Set<String> seen = new HashSet<>();
            for (ColumnFinding column : columns) {
                if (column.header().isEmpty() || !seen.add(column.header())) {
                    throw new Failure(Exit.INPUT, "plan.unnamed", column.column());
                }
            }
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        private final Console console;
        private final Words words;

        @Parameters(paramLabel = "PLAN", descriptionKey = "plan.check.file")
        private Path file;

        @Option(names = "--json", descriptionKey = "option.json")
        private boolean json;

        Check(Console console, Words words) {
            this.console = console;
            this.words = words;
        }

        @Override
        public Integer call() {
            PlanFile plan = PlanFile.read(file);
            if (json) {
                console.out().println(Json.of(report(plan)));
                return plan.reading().plan().isPresent() ? Exit.DONE : Exit.INPUT;
            }
            console.out().println(words.of("plan.good", plan.required(console, words).columns().size()));
            return Exit.DONE;
        }

        private Map<String, Object> report(PlanFile plan) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("format", 1);
            all.put("good", plan.reading().plan().isPresent());
            all.put("problems", plan.reading().problems().stream().map(problem -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("line", problem.line());
                one.put("path", problem.path());
                one.put("key", problem.key());
                one.put("text", PlanFile.text(problem, words));
                return one;
            }).toList());
            return all;
        }
    }
}
