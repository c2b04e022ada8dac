// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.plan.WholeTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One table through a plan, into a file that is there whole or not at all, or down a pipe. */
final class CsvWork {

    private static final int NAMES_MAX = 5;

    private final Work work;
    private final Settings settings;
    private final ReleaseKey key;
    private final Console console;
    private final Progress progress;
    private final Counts counts = new Counts();
    private long resumedAt;
    private boolean startedOver;
    private WholeTable whole;

    CsvWork(Work work, Settings settings, ReleaseKey key, Console console, Progress progress) {
        this.work = work;
        this.settings = settings;
        this.key = key;
        this.console = console;
        this.progress = progress;
    }

    Report run() throws IOException {
        try (CsvSource source = CsvSource.open(settings.input(), settings.encoding(), settings.separator(), console,
                progress)) {
            CsvCells cells = source.cells();
            List<String> header = cells.header();
            fits(work, header);
            whole = work.whole() ? whole(header) : null;
            try (Protection protection = work.open(header, key, whole)) {
                Rejects rejects = settings.output().equals(CsvSource.STANDARD_INPUT)
                        ? pipe(source, cells, header, protection) : file(source, cells, header, protection);
                return report(source, header, protection, rejects);
            }
        }
    }

    /** The first of two times, for a plan that has to see all rows. */
    private WholeTable whole(List<String> header) throws IOException {
        if (settings.input().equals(CsvSource.STANDARD_INPUT)) {
            throw new Failure(Exit.USAGE, "protect.whole.pipe");
        }
        try (CsvSource source = CsvSource.open(settings.input(), settings.encoding(), settings.separator(), console,
                progress); Protection first = Protection.collecting(work.fitting(), header, key)) {
            CsvCells cells = source.cells();
            cells.header();
            RowBatch batch = new RowBatch(header.size());
            try {
                while (cells.fill(batch, (line, fault) -> { })) {
                    first.run(batch);
                }
            } finally {
                cells.wipe();
            }
            return first.collected();
        }
    }

    /** @throws Failure where plan and table do not fit each other */
    static void fits(Work work, List<String> header) {
        if (header.isEmpty()) {
            throw new Failure(Exit.INPUT, "protect.no-header");
        }
        Protection.Misfit misfit = Protection.misfit(work.fitting(), header);
        if (!misfit.twice().isEmpty()) {
            throw new Failure(Exit.INPUT, "protect.twice", names(misfit.twice()));
        }
        if (!misfit.isNone()) {
            throw new Failure(Exit.INPUT, "protect.misfit", misfit.notInPlan().size(), names(misfit.notInPlan()),
                    misfit.notInTable().size(), names(misfit.notInTable()));
        }
    }

    /** Names of columns, a few of them. A file without a row of names has somebody's values there: those are hidden. */
    private static String names(Collection<String> names) {
        List<String> few = names.stream().limit(NAMES_MAX).toList();
        List<String> shown = new ArrayList<>();
        for (ColumnFinding column : new TableSample(Detector.shipped(), few).findings()) {
            String name = Console.harmless(column.header());
            shown.add(name.isEmpty() ? "******" : name);
        }
        return String.join(", ", shown) + (names.size() > NAMES_MAX ? " …" : "");
    }

    private Rejects pipe(CsvSource source, CsvCells cells, List<String> header, Protection protection)
            throws IOException {
        OutputStream target = new CheckedOutput(console.out());
        try (PartFile part = settings.rejects() == null ? null : PartFile.open(settings.rejects())) {
            Rejects rejects = Rejects.into(part == null ? null : part.from(0), true);
            CsvRun run = new CsvRun(protection, header, source.separator(), work.always(),
                    new CsvRun.Streams(target, rejects, counts));
            run.header(marked(source));
            rows(cells, run, header.size(), () -> { });
            protection.end();
            rejects.flush();
            if (part != null) {
                part.finish();
            }
            return rejects;
        }
    }

    private Rejects file(CsvSource source, CsvCells fromBeginning, List<String> header, Protection protection)
            throws IOException {
        PartFile part = null;
        PartFile refused = null;
        boolean written = false;
        try {
            part = PartFile.open(settings.output());
            refused = settings.rejects() == null ? null : PartFile.open(settings.rejects());
            Notes notes = new Notes(part, refused, settings.identity(work, key,
                    source.encoding().name() + " " + (int) source.separator()));
            Properties note = source.isFile() ? notes.earlier(settings.startOver()) : null;
            startedOver = note == null && part.wasBegun();
            CsvCells cells = note == null ? fromBeginning : resumed(source, header, protection, note);
            Rejects rejects = Rejects.into(refused == null ? null
                    : refused.from(Notes.number(note, "rejects")), note == null);
            CsvRun run = new CsvRun(protection, header, source.separator(), work.always(),
                    new CsvRun.Streams(part.from(Notes.number(note, "bytes")), rejects, counts));
            if (note == null) {
                run.header(marked(source));
            }
            Here here = new Here(cells, run, rejects, protection, note);
            rows(cells, run, header.size(),
                    source.isFile() ? () -> notes.perhaps(cells.offset(), here) : () -> { });
            protection.end();
            rejects.flush();
            part.force();
            if (refused != null) {
                refused.finish();
            }
            part.finish();
            written = true;
            return rejects;
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", settings.output().toString());
        } finally {
            if (!written) {
                abandon(part);
                abandon(refused);
            }
        }
    }

    private CsvCells resumed(CsvSource source, List<String> header, Protection protection, Properties note)
            throws IOException {
        counts.load(note);
        resumedAt = Notes.number(note, "line");
        if (!note.getProperty("position").isEmpty()) {
            protection.resume(Stream.of(note.getProperty("position").split(",")).map(Integer::valueOf).toList());
        }
        CsvCells cells = source.cells(Notes.number(note, "offset"));
        cells.resume(header.size(), Notes.number(note, "offset"), resumedAt);
        return cells;
    }

    private void rows(CsvCells cells, CsvRun run, int width, Between between) throws IOException {
        RowBatch batch = new RowBatch(width);
        long blank = counts.blankLines;
        try {
            while (cells.fill(batch, run::bad)) {
                run.rows(batch, cells);
                counts.blankLines = blank + cells.blankLines();
                between.take();
            }
            counts.blankLines = blank + cells.blankLines();
            run.flush();
        } finally {
            cells.wipe();
        }
    }

    /** What is done between two batches. */
    @FunctionalInterface
    interface Between {
        void take() throws IOException;
    }

    /** Where a run is between two batches. */
    private final class Here implements Notes.Position {

        private final CsvCells cells;
        private final CsvRun run;
        private final Rejects rejects;
        private final Protection protection;
        private final Properties earlier;

        Here(CsvCells cells, CsvRun run, Rejects rejects, Protection protection, Properties earlier) {
            this.cells = cells;
            this.run = run;
            this.rejects = rejects;
            this.protection = protection;
            this.earlier = earlier;
        }

        @Override
        public void flush() throws IOException {
            run.flush();
            rejects.flush();
        }

        @Override
        public void save(Properties note) {
            note.setProperty("line", Long.toString(cells.nextLine()));
            note.setProperty("bytes", Long.toString(Notes.number(earlier, "bytes") + run.bytes()));
            note.setProperty("rejects", Long.toString(Notes.number(earlier, "rejects") + rejects.bytes()));
            note.setProperty("position", protection.position().stream().map(String::valueOf)
                    .collect(Collectors.joining(",")));
            counts.save(note);
        }
    }

    /** A byte order mark of the input is kept: some programs read UTF-8 as UTF-8 only behind one. */
    private static boolean marked(CsvSource source) {
        return source.encoding().markBytes() > 0;
    }

    private Report report(CsvSource source, List<String> header, Protection protection, Rejects rejects) {
        List<Report.Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            columns.add(new Report.Column(header.get(i), protection.ruling(i).technique().code()));
        }
        String how = source.encoding().how().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String separator = source.separator() == '\t' ? "\\t" : String.valueOf(source.separator());
        return new Report(work.name(), settings.planHash(), work.fitting().release(), work.fitting().recipient(),
                new Report.Source(settings.input().toString(), "csv", source.encoding().name(), how, separator),
                columns, counts, rejects.first(),
                new Report.Course(resumedAt, startedOver, whole));
    }

    static void abandon(PartFile part) {
        if (part != null) {
            part.abandon();
        }
    }
}
