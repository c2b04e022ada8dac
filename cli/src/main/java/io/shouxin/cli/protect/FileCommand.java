// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.keys.KeyOptions;
import io.shouxin.cli.plan.PlanFile;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.ReleaseKeys;
import io.shouxin.core.plan.ReleaseKeysRefused;
import io.shouxin.core.release.ReleaseRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What taking a file through a plan and turning it back have in common. */
abstract class FileCommand implements Callable<Integer> {

    /** What the input is, and the output. */
    enum Format { CSV, PARQUET, BER, CDR }

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "FILE", descriptionKey = "protect.input")
    private Path input;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true, descriptionKey = "protect.output")
    private Path output;

    @Option(names = "--plan", paramLabel = "FILE", required = true, descriptionKey = "protect.plan")
    private Path plan;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--format", paramLabel = "csv|parquet|ber|cdr", descriptionKey = "protect.format")
    private Format format;

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "protect.encoding")
    private String encoding;

    @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "scan.separator")
    private String separator;

    @Option(names = "--rejects", paramLabel = "FILE", descriptionKey = "protect.rejects")
    private Path rejects;

    @Option(names = "--overwrite", descriptionKey = "protect.overwrite")
    private boolean overwrite;

    @Option(names = "--start-over", descriptionKey = "protect.start-over")
    private boolean startOver;

    @Option(names = "--json", descriptionKey = "option.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "option.quiet")
    private boolean quiet;

    FileCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    abstract Work work(Plan read, PlanFile file);

    @Override
    public Integer call() throws IOException {
        PlanFile file = PlanFile.read(plan);
        checkOutputs(file);
        Plan read = file.required(console, words);
        Work work = work(read, file);
        Settings settings = new Settings(input, output, rejects, file.hash(),
                encoding == null ? null : TextEncoding.named(encoding), CsvFormat.separator(separator), startOver);
        try (ReleaseKeys opened = work.keyed() ? keys.open(words) : new ReleaseKeys()) {
            Report report;
            try (Progress progress = new Progress(console, words, quiet)) {
                ReleaseKey key = work.keyed() ? opened.of(read.release()) : null;
                report = switch (format()) {
                    case CSV -> new CsvWork(work, settings, key, console, progress).run();
                    case BER -> new BerWork(work, settings, key, console, progress, false).run();
                    case CDR -> new BerWork(work, settings, key, console, progress, true).run();
                    case PARQUET -> new ParquetWork(work, settings, key, progress).run();
                };
            }
            new ReportWriter(words).write(report, json, output.equals(CsvSource.STANDARD_INPUT)
                    ? console.err() : console.out());
            return report.counts().partly() ? Exit.PARTLY : Exit.DONE;
        } catch (ReleaseKeysRefused refused) {
            throw new Failure(Exit.INPUT, refused.key());
        } catch (ReleaseRefused refused) {
            throw new Failure(Exit.INPUT, "protect.refused", words.of(refused.key()));
        }
    }

    /** What was said, otherwise what the input calls itself. */
    private Format format() {
        return format != null ? format
                : input.toString().toLowerCase(Locale.ROOT).endsWith(".parquet") ? Format.PARQUET : Format.CSV;
    }

    private void checkOutputs(PlanFile file) {
        List<Path> inputs = Stream.concat(Stream.of(input, keys.file()), file.files().stream()).filter(Objects::nonNull)
                .filter(path -> !path.equals(CsvSource.STANDARD_INPUT)).toList();
        List<Path> outputs = Stream.of(output, rejects).filter(Objects::nonNull)
                .filter(path -> !path.equals(CsvSource.STANDARD_INPUT)).toList();
        for (Path one : outputs) {
            OutputFile.notAnInput(one, inputs);
            Path folder = one.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(one)) {
                throw new Failure(Exit.OUTPUT, "output.failed", one.toString());
            }
            if (!overwrite && Files.exists(one)) {
                throw new Failure(Exit.OUTPUT, "protect.exists", one.toString());
            }
        }
    }
}
