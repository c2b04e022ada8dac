// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.protect.TableColumns;
import io.shouxin.core.release.Hierarchy;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.risk.ReidentificationRisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well people in a table can be told apart. */
@Command(mixinStandardHelpOptions = true)
public final class AssessCommand implements Callable<Integer> {

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "FILE", descriptionKey = "protect.input")
    private Path file;

    @Option(names = "--quasi", paramLabel = "COLUMN", required = true, split = ",", descriptionKey = "assess.quasi")
    private List<String> quasi;

    @Option(names = "--sensitive", paramLabel = "COLUMN", split = ",", descriptionKey = "assess.sensitive")
    private List<String> sensitive = List.of();

    @Option(names = "--population", paramLabel = "FILE", descriptionKey = "assess.population")
    private Path population;

    @Option(names = "--person", paramLabel = "COLUMN", descriptionKey = "assess.person")
    private String person;

    @Option(names = "--place", paramLabel = "COLUMN", descriptionKey = "assess.place")
    private String place;

    @Option(names = "--time", paramLabel = "COLUMN", descriptionKey = "assess.time")
    private String time;

    @Option(names = "--threshold", paramLabel = "RISK", descriptionKey = "assess.threshold")
    private double threshold = 0.2;

    @Option(names = "--k", paramLabel = "N", descriptionKey = "assess.k.option")
    private int k;

    @Option(names = "--l", paramLabel = "N", descriptionKey = "assess.l")
    private int l;

    @Option(names = "--t", paramLabel = "DISTANCE", descriptionKey = "assess.t")
    private double t;

    @Option(names = "--suppress", paramLabel = "SHARE", descriptionKey = "assess.suppress")
    private double suppress;

    @Option(names = "--hierarchy", paramLabel = "COLUMN=FILE", descriptionKey = "assess.hierarchy")
    private Map<String, Path> hierarchies = Map.of();

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "protect.encoding")
    private String encoding;

    @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "scan.separator")
    private String separator;

    @Option(names = "--html", paramLabel = "FILE", descriptionKey = "scan.html")
    private Path html;

    @Option(names = "--json", descriptionKey = "option.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "option.quiet")
    private boolean quiet;

    public AssessCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() throws IOException {
        check();
        Assessment assessment;
        try {
            assessment = assessment();
        } catch (ReleaseRefused refused) {
            throw new Failure(Exit.INPUT, "assess.refused", words.of(refused.key()));
        }
        if (html != null) {
            OutputFile.write(html, target -> target.write(new AssessmentPage(words).of(assessment)));
        }
        if (json) {
            console.out().println(AssessmentJson.of(assessment));
        } else {
            new AssessmentText(words).of(assessment).forEach(console.out()::println);
        }
        return k > 0 && assessment.measured().k() < k ? Exit.FOUND
                : assessment.badRows() > 0 ? Exit.PARTLY : Exit.DONE;
    }

    private void check() {
        boolean places = person == null && place == null && time == null
                || person != null && place != null && time != null;
        if (!places) {
            throw new Failure(Exit.USAGE, "assess.three-together");
        }
        boolean numbers = threshold > 0 && threshold <= 1 && k >= 0 && k != 1 && l >= 0 && l != 1 && t >= 0 && t < 1
                && suppress >= 0 && suppress <= 1;
        if (!numbers || k == 0 && (l > 0 || t > 0 || suppress > 0 || !hierarchies.isEmpty())
                || sensitive.isEmpty() && (l > 0 || t > 0)) {
            throw new Failure(Exit.USAGE, "assess.numbers");
        }
        if (!Set.copyOf(quasi).containsAll(hierarchies.keySet()) || new LinkedHashSet<>(quasi).size() < quasi.size()
                || sensitive.stream().anyMatch(quasi::contains)) {
            throw new Failure(Exit.USAGE, "assess.columns");
        }
        if (html != null) {
            OutputFile.notAnInput(html, population == null ? List.of(file) : List.of(file, population));
        }
    }

    private Assessment assessment() throws IOException {
        Set<String> wanted = new LinkedHashSet<>(quasi);
        wanted.addAll(sensitive);
        if (person != null) {
            wanted.addAll(List.of(person, place, time));
        }
        TableColumns.Told told = new TableColumns.Told(encoding == null ? null : TextEncoding.named(encoding),
                CsvFormat.separator(separator));
        try (Progress progress = new Progress(console, words, quiet)) {
            TableColumns table = TableColumns.read(file, told, new ArrayList<>(wanted), console, progress);
            if (table.rows() == 0) {
                throw new Failure(Exit.INPUT, "assess.no-rows");
            }
            TableColumns people = population == null ? null
                    : TableColumns.read(population, told, quasi, console, progress);
            Measuring measuring = new Measuring(table, quasi, threshold);
            return new Assessment(file.toString(), table.encoding(), table.rows(), table.badRows(), threshold,
                    measuring.measured(), measuring.columns(), measuring.sensitive(sensitive),
                    journalist(measuring, people), measuring.unicity(person, place, time),
                    k == 0 ? Optional.empty() : Optional.of(measuring.goal(
                            new Measuring.Wanted(k, l, t, suppress), sensitive, read())));
        }
    }

    private static Optional<ReidentificationRisk> journalist(Measuring measuring,
            TableColumns people) {
        try {
            return measuring.journalist(people);
        } catch (IllegalStateException smallerThanTheSample) {
            throw new Failure(Exit.INPUT, "assess.population-lacks");
        }
    }

    private Map<String, Hierarchy> read() {
        Map<String, Hierarchy> all = new LinkedHashMap<>();
        hierarchies.forEach((column, path) -> {
            try {
                all.put(column, Hierarchy.ofCsv(Files.readString(path), ';'));
            } catch (IOException unreadable) {
                throw new Failure(Exit.INPUT, "input.unreadable", path.toString());
            }
        });
        return all;
    }
}
