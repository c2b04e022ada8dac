// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** One table through a plan, into a file that is there whole or not at all, or down a pipe. */
final class CsvWork {

    /** A note every so many bytes of input: some seconds of work to repeat at most. */
    private static final long NOTE_BYTES = 1L << 24;
    private static final int NAMES_MAX = 5;

    private final Work work;
    private final Settings settings;
    private final ReleaseKey key;
    private final Console console;
    private final Progress progress;
    private final Counts counts = new Counts();
    private long resumedAt;

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
            try (Protection protection = work.open(header, key)) {
                Rejects rejects = settings.output().equals(CsvSource.STANDARD_INPUT)
                        ? pipe(source, cells, header, protection) : file(source, cells, header, protection);
                return report(source, header, protection, rejects);
            }
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
            String identity = identity(source);
            Properties note = source.isSeekable() && !settings.startOver() ? part.note(identity, refused) : null;
            CsvCells cells = note == null ? fromBeginning : source.cells(Long.parseLong(note.getProperty("offset")));
            if (note != null) {
                counts.load(note);
                resumedAt = Long.parseLong(note.getProperty("line"));
                cells.resume(header.size(), Long.parseLong(note.getProperty("offset")), resumedAt);
            }
            long kept = note == null ? 0 : Long.parseLong(note.getProperty("bytes"));
            long keptRejects = note == null ? 0 : Long.parseLong(note.getProperty("rejects"));
            Rejects rejects = Rejects.into(refused == null ? null : refused.from(keptRejects), note == null);
            CsvRun run = new CsvRun(protection, header, source.separator(), work.always(),
                    new CsvRun.Streams(part.from(kept), rejects, counts));
            if (note == null) {
                run.header(marked(source));
            }
            Noting noting = new Noting(part, refused, identity, kept, keptRejects);
            Between between = source.isSeekable() ? () -> noting.perhaps(cells, run, rejects) : () -> { };
            rows(cells, run, header.size(), between);
            rejects.flush();
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
    private interface Between {
        void take() throws IOException;
    }

    /** Notes from time to time how far the run is, once what it wrote so far is on the disk. */
    private final class Noting {

        private final PartFile part;
        private final PartFile refused;
        private final String identity;
        private final long kept;
        private final long keptRejects;
        private long noted;

        Noting(PartFile part, PartFile refused, String identity, long kept, long keptRejects) {
            this.part = part;
            this.refused = refused;
            this.identity = identity;
            this.kept = kept;
            this.keptRejects = keptRejects;
        }

        void perhaps(CsvCells cells, CsvRun run, Rejects rejects) throws IOException {
            if (noted == 0) {
                noted = Math.max(1, cells.offset());
            }
            if (cells.offset() - noted < NOTE_BYTES) {
                return;
            }
            noted = cells.offset();
            run.flush();
            rejects.flush();
            part.force();
            if (refused != null) {
                refused.force();
            }
            Properties note = new Properties();
            note.setProperty("work", identity);
            note.setProperty("offset", Long.toString(noted));
            note.setProperty("line", Long.toString(cells.nextLine()));
            note.setProperty("bytes", Long.toString(kept + run.bytes()));
            note.setProperty("rejects", Long.toString(keptRejects + rejects.bytes()));
            counts.save(note);
            part.note(note);
        }
    }

    /** The very same work: another plan, key, input or way of reading it starts over. */
    private String identity(CsvSource source) throws IOException {
        BasicFileAttributes input = source.isSeekable()
                ? Files.readAttributes(settings.input(), BasicFileAttributes.class) : null;
        return String.join("|", work.name(), settings.planHash(), fingerprint(),
                settings.input().toAbsolutePath().toString(), input == null ? "" : input.size() + " "
                + input.lastModifiedTime().toMillis() + " " + input.fileKey(), source.encoding().name(),
                String.valueOf((int) source.separator()), String.valueOf(settings.rejects()));
    }

    private String fingerprint() {
        if (key == null) {
            return "";
        }
        try (SecretBytes derived = Hkdf.expand(key.key(), "shouxin/1 run", 16)) {
            return HexFormat.of().formatHex(derived.plain(PlainAccess.granted()));
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
                columns, counts, rejects.first(), resumedAt);
    }

    static void abandon(PartFile part) {
        if (part != null) {
            part.abandon();
        }
    }
}
