// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.core.detect.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds customer information and reports it. */
@Command(mixinStandardHelpOptions = true)
public final class ScanCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    private final Console console;
    private final Words words;
    private final Clock clock;

    @Parameters(arity = "0..*", paramLabel = "PATH", descriptionKey = "scan.path")
    private List<Path> paths = List.of();

    @Option(names = "--as", paramLabel = "auto|table|text", descriptionKey = "scan.as")
    private FileScan.As as = FileScan.As.AUTO;

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "scan.encoding")
    private String encoding;

    @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "scan.separator")
    private String separator;

    @Option(names = "--header", paramLabel = "yes|no", descriptionKey = "scan.header")
    private String header;

    @Option(names = "--rows", paramLabel = "N", descriptionKey = "scan.rows")
    private Long rows;

    @Option(names = "--json", descriptionKey = "scan.json")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", descriptionKey = "scan.html")
    private Path html;

    @Option(names = "--register", paramLabel = "FILE", descriptionKey = "scan.register")
    private Path register;

    @Option(names = "--fail-on", paramLabel = "1..4", descriptionKey = "scan.fail-on")
    private Integer failOn;

    @Option(names = "--quiet", descriptionKey = "scan.quiet")
    private boolean quiet;

    @ArgGroup(exclusive = false)
    private JdbcOptions jdbc;

    public ScanCommand(Console console, Words words) {
        this(console, words, Clock.systemDefaultZone());
    }

    ScanCommand(Console console, Words words, Clock clock) {
        this.console = console;
        this.words = words;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (paths.isEmpty() && jdbc == null) {
            throw new Failure(Exit.USAGE, "scan.nothing");
        }
        if (failOn != null && (failOn < 1 || failOn > 4)) {
            throw new Failure(Exit.USAGE, "scan.fail-on-range");
        }
        List<Path> files = FileScan.files(paths.stream().filter(path -> !path.equals(STANDARD_INPUT)).toList());
        Stream.of(html, register).filter(Objects::nonNull).forEach(target -> OutputFile.notAnInput(target, files));
        ScanReport report = new ScanReport(ZonedDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS), scan(files));
        if (html != null) {
            OutputFile.write(html, target -> new HtmlReport(words).write(report, target));
        }
        if (register != null) {
            OutputFile.write(register, target -> RegisterReport.write(report, target));
        }
        if (json) {
            JsonReport.write(report, console.out());
        } else {
            new TerminalReport(words).write(report, console.out());
        }
        if (failOn != null && report.level() >= failOn) {
            return Exit.FOUND;
        }
        return report.partly() ? Exit.PARTLY : Exit.DONE;
    }

    private List<SourceReport> scan(List<Path> files) throws IOException {
        Detector detector = Detector.shipped().with(new PhonePlans());
        List<SourceReport> sources = new ArrayList<>();
        try (Progress progress = new Progress(console, words, quiet || json && !console.interactive())) {
            FileScan scan = new FileScan(detector, told(), progress);
            for (Path file : files) {
                progress.expect(Files.size(file));
            }
            if (paths.contains(STANDARD_INPUT)) {
                sources.add(scan.stream("-", console.in()));
            }
            for (Path file : files) {
                sources.add(scan.file(file));
            }
            if (jdbc != null) {
                sources.addAll(new JdbcScan(detector, jdbc, rows, progress).run());
            }
        }
        return sources;
    }

    private FileScan.Told told() {
        if (header != null && !header.equals("yes") && !header.equals("no")) {
            throw new Failure(Exit.USAGE, "scan.header-word");
        }
        if (rows != null && rows < 1) {
            throw new Failure(Exit.USAGE, "scan.rows-range");
        }
        return new FileScan.Told(as, encoding == null ? null : TextEncoding.named(encoding),
                CsvFormat.separator(separator),
                header == null ? null : header.equals("yes"), rows == null ? Long.MAX_VALUE : rows);
    }
}
