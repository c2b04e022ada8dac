// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.tabulate;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.protect.TableColumns;
import io.shouxin.core.release.Noise;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.risk.CodedColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes how many rows there are of each kind, in one of two ways in which nobody can be picked out of them. */
@Command(mixinStandardHelpOptions = true)
public final class TabulateCommand implements Callable<Integer> {

    private static final int CELLS_MAX = 10_000;
    private static final int ROWS_EACH_MAX = 1_000_000;

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "FILE", descriptionKey = "protect.input")
    private Path file;

    @Option(names = "--by", paramLabel = "COLUMN", required = true, split = ",", descriptionKey = "tabulate.by")
    private List<String> by;

    @Option(names = "--small", paramLabel = "N", descriptionKey = "tabulate.small")
    private int small;

    @Option(names = "--epsilon", paramLabel = "EPSILON", descriptionKey = "tabulate.epsilon")
    private BigDecimal epsilon;

    @Option(names = "--budget", paramLabel = "FILE", descriptionKey = "tabulate.budget")
    private Path budget;

    @Option(names = "--budget-total", paramLabel = "EPSILON", descriptionKey = "tabulate.budget-total")
    private BigDecimal budgetTotal;

    @Option(names = "--values", paramLabel = "COLUMN=FILE", descriptionKey = "tabulate.values")
    private Map<String, Path> values = Map.of();

    @Option(names = "--person", paramLabel = "COLUMN", descriptionKey = "tabulate.person")
    private String person;

    @Option(names = "--rows-each", paramLabel = "N", descriptionKey = "tabulate.rows-each")
    private int rowsEach = 1;

    @Option(names = "--sum", paramLabel = "COLUMN", descriptionKey = "tabulate.sum")
    private String sum;

    @Option(names = "--low", paramLabel = "NUMBER", descriptionKey = "tabulate.low")
    private BigDecimal low;

    @Option(names = "--high", paramLabel = "NUMBER", descriptionKey = "tabulate.high")
    private BigDecimal high;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", descriptionKey = "tabulate.output")
    private Path output;

    @Option(names = "--overwrite", descriptionKey = "protect.overwrite")
    private boolean overwrite;

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "protect.encoding")
    private String encoding;

    @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "scan.separator")
    private String separator;

    @Option(names = "--quiet", descriptionKey = "option.quiet")
    private boolean quiet;

    public TabulateCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() throws IOException {
        check();
        try {
            TableColumns table = table();
            List<String> lines = small > 0 ? suppressed(table) : noisy(table);
            write(lines);
            if (table.badRows() > 0) {
                console.err().println(words.of("assess.bad-rows", table.badRows()));
            }
            return table.badRows() > 0 ? Exit.PARTLY : Exit.DONE;
        } catch (ReleaseRefused refused) {
            throw new Failure(Exit.INPUT, "protect.refused", words.of(refused.key()));
        }
    }

    private void check() {
        if (by.size() > 2 || new LinkedHashSet<>(by).size() < by.size() || !by.containsAll(values.keySet())) {
            throw new Failure(Exit.USAGE, "tabulate.columns");
        }
        if ((small > 0) == (epsilon != null) || small < 0 || small == 1) {
            throw new Failure(Exit.USAGE, "tabulate.which");
        }
        boolean noiseOnly = budget != null || budgetTotal != null || !values.isEmpty() || person != null || sum != null;
        if (small > 0 && (noiseOnly || rowsEach != 1) || epsilon != null && budget == null) {
            throw new Failure(Exit.USAGE, "tabulate.together");
        }
        if (epsilon != null && !values.keySet().containsAll(by)) {
            throw new Failure(Exit.USAGE, "tabulate.values-missing");
        }
        boolean range = sum == null ? low == null && high == null : low != null && high != null
                && low.compareTo(high) < 0;
        if (!range || rowsEach < 1 || rowsEach > ROWS_EACH_MAX || rowsEach > 1 && person == null) {
            throw new Failure(Exit.USAGE, "tabulate.numbers");
        }
        if (output != null) {
            OutputFile.notAnInput(output, Stream.concat(Stream.of(file), values.values().stream()).toList());
            if (!overwrite && Files.exists(output)) {
                throw new Failure(Exit.OUTPUT, "protect.exists", output.toString());
            }
        }
    }

    private TableColumns table() throws IOException {
        Set<String> wanted = new LinkedHashSet<>(by);
        Stream.of(person, sum).filter(name -> name != null).forEach(wanted::add);
        TableColumns.Told told = new TableColumns.Told(encoding == null ? null : TextEncoding.named(encoding),
                CsvFormat.separator(separator));
        try (Progress progress = new Progress(console, words, quiet)) {
            return TableColumns.read(file, told, new ArrayList<>(wanted), console, progress);
        }
    }

    private List<String> suppressed(TableColumns table) {
        List<CodedColumn> columns = by.stream().map(table::column).toList();
        Tabulation counted = tabulation(columns.stream().map(Domain::ofTable).toList(), columns,
                new Tabulation.People(null, 1), null);
        long totals = counted.smallTotals(small);
        if (totals > 0) {
            throw new Failure(Exit.INPUT, "tabulate.small-totals", totals, small);
        }
        return counted.suppressed(by, small);
    }

    /** The budget is spent, and that is on the disk, before anything of the answer is out. */
    private List<String> noisy(TableColumns table) {
        List<CodedColumn> columns = by.stream().map(table::column).toList();
        Tabulation.Summed summed = sum == null ? null : new Tabulation.Summed(table.column(sum), low, high);
        Tabulation counted = tabulation(by.stream().map(name -> Domain.told(table.column(name), values.get(name)))
                .toList(), columns, new Tabulation.People(person == null ? null : table.column(person), rowsEach),
                summed);
        try (BudgetFile kept = BudgetFile.open(budget, budgetTotal)) {
            List<String> lines = counted.noisy(by, Noise.of(kept.budget(), new SecureRandom()), epsilon, rowsEach,
                    summed);
            kept.keep("tabulate " + Console.harmless(String.join(",", by)) + (sum == null ? ""
                    : " sum " + Console.harmless(sum)));
            console.err().println(words.of("tabulate.spent", epsilon.toPlainString(),
                    kept.budget().left().stripTrailingZeros().toPlainString()));
            if (person == null) {
                console.err().println(words.of("tabulate.one-row-each"));
            } else if (counted.leftOut() > 0) {
                console.err().println(words.of("tabulate.left-out", counted.leftOut()));
            }
            return lines;
        }
    }

    private static Tabulation tabulation(List<Domain> sides, List<CodedColumn> columns, Tabulation.People people,
            Tabulation.Summed summed) {
        if (columns.get(0).rows() == 0) {
            throw new Failure(Exit.INPUT, "assess.no-rows");
        }
        if (sides.stream().mapToLong(Domain::size).reduce(1, Math::multiplyExact) > CELLS_MAX) {
            throw new Failure(Exit.INPUT, "tabulate.too-many", CELLS_MAX);
        }
        return new Tabulation(sides, columns, people, summed);
    }

    private void write(List<String> lines) {
        if (output == null) {
            lines.forEach(line -> console.out().print(line + "\n"));
        } else {
            OutputFile.write(output, target -> target.write(String.join("\n", lines) + "\n"));
        }
    }
}
