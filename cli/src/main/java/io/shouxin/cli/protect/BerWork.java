// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.plan.StepOutput;
import io.shouxin.core.plan.Technique;
import io.shouxin.core.token.TokenFormat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Call records in BER through a plan whose columns are fields by their tags: {@code 79/3} is field 3 of record 79. A
 * field is kept, dropped, or becomes a token of the same form, so that a reader of the records still reads them. A
 * record with a field that the plan does not name is left out.
 */
final class BerWork {

    /** TON and NPI before the digits of an AddressString. */
    private static final int ADDRESS_HEAD = 1;
    private static final int TYPE_OF_NUMBER = 0x70;
    private static final int INTERNATIONAL = 0x10;
    private static final int FRAME_MAX = 0xFFFF;
    /** So much of records waits for the ciphers, however long each is. */
    private static final int HELD_MAX = 1 << 22;

    private final Work work;
    private final Settings settings;
    private final ReleaseKey key;
    private final Console console;
    private final Progress progress;
    /** Whether the file and each record have headers by TS 32.297. */
    private final boolean framed;
    private final Counts counts = new Counts();
    private final Map<String, Integer> columns = new HashMap<>();
    private final ByteArrayOutputStream cells = new ByteArrayOutputStream();
    private long bytes;
    private long resumedAt;
    private boolean startedOver;

    BerWork(Work work, Settings settings, ReleaseKey key, Console console, Progress progress, boolean framed) {
        this.work = work;
        this.settings = settings;
        this.key = key;
        this.console = console;
        this.progress = progress;
        this.framed = framed;
    }

    Report run() throws IOException {
        List<Plan.Column> plan = work.fitting().columns();
        check(plan);
        if (framed && (settings.input().equals(CsvSource.STANDARD_INPUT)
                || settings.output().equals(CsvSource.STANDARD_INPUT))) {
            throw new Failure(Exit.USAGE, "protect.cdr.pipe");
        }
        List<String> names = plan.stream().map(Plan.Column::name).toList();
        names.forEach(name -> columns.put(name, columns.size()));
        try (CsvSource.Bytes source = CsvSource.bytes(settings.input(), console, progress);
                Protection protection = work.open(names, key, null)) {
            Rejects rejects = settings.output().equals(CsvSource.STANDARD_INPUT)
                    ? pipe(source, protection) : file(source, protection);
            return report(plan, rejects);
        }
    }

    private Rejects pipe(CsvSource.Bytes source, Protection protection) throws IOException {
        OutputStream target = new CheckedOutput(console.out());
        try (PartFile refused = settings.rejects() == null ? null : PartFile.open(settings.rejects())) {
            Rejects rejects = Rejects.into(refused == null ? null : refused.from(0), true);
            records(new BerRecords(source.stream(), false), protection, new Streams(target, rejects, () -> { }));
            rejects.flush();
            if (refused != null) {
                refused.finish();
            }
            return rejects;
        }
    }

    private Rejects file(CsvSource.Bytes source, Protection protection) {
        PartFile part = null;
        PartFile refused = null;
        boolean done = false;
        try {
            part = PartFile.open(settings.output());
            refused = settings.rejects() == null ? null : PartFile.open(settings.rejects());
            Notes notes = new Notes(part, refused, settings.identity(work, key, framed ? "cdr" : "ber"));
            Properties note = source.pipe() ? null : notes.earlier(settings.startOver());
            startedOver = note == null && part.wasBegun();
            BerRecords records = new BerRecords(source.stream(), framed);
            CdrFile file = framed ? records.header(Files.size(settings.input())) : null;
            if (note != null) {
                counts.load(note);
                resumedAt = Notes.number(note, "number") + 1;
                records.resume(resumedAt - 1, Notes.number(note, "offset"));
            }
            Rejects rejects = Rejects.into(refused == null ? null
                    : refused.from(Notes.number(note, "rejects")), note == null);
            OutputStream target = new BufferedOutputStream(part.from(Notes.number(note, "bytes")), 1 << 18);
            if (framed && note == null) {
                byte[] header = file.with(0, 0);
                target.write(header);
                bytes = header.length;
            }
            Here here = new Here(records, target, rejects, note);
            records(records, protection, new Streams(target, rejects,
                    source.pipe() ? () -> { } : () -> notes.perhaps(records.offset(), here)));
            target.flush();
            rejects.flush();
            if (framed) {
                file.check(records.number());
                part.patch(file.with(Notes.number(note, "bytes") + bytes, counts.written));
            }
            part.force();
            if (refused != null) {
                refused.finish();
            }
            part.finish();
            done = true;
            return rejects;
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", settings.output().toString());
        } finally {
            if (!done) {
                CsvWork.abandon(part);
                CsvWork.abandon(refused);
            }
        }
    }

    /** Where a run writes, and what it does when everything read so far is written. */
    private record Streams(OutputStream target, Rejects rejects, CsvWork.Between between) {}

    /** Where a run is when nothing is held. */
    private final class Here implements Notes.Position {

        private final BerRecords records;
        private final OutputStream target;
        private final Rejects rejects;
        private final Properties earlier;

        Here(BerRecords records, OutputStream target, Rejects rejects, Properties earlier) {
            this.records = records;
            this.target = target;
            this.rejects = rejects;
            this.earlier = earlier;
        }

        @Override
        public void flush() throws IOException {
            target.flush();
            rejects.flush();
        }

        @Override
        public void save(Properties note) {
            note.setProperty("number", Long.toString(records.number()));
            note.setProperty("bytes", Long.toString(Notes.number(earlier, "bytes") + bytes));
            note.setProperty("rejects", Long.toString(Notes.number(earlier, "rejects") + rejects.bytes()));
            counts.save(note);
        }
    }

    private static void check(List<Plan.Column> plan) {
        for (Plan.Column column : plan) {
            Technique technique = column.technique();
            boolean possible = technique instanceof Technique.Keep || technique instanceof Technique.Drop
                    || technique instanceof Technique.Token token && (isPhone(token) || token.format()
                    .equals(TokenFormat.IMSI) || token.format().equals(TokenFormat.IMEI));
            if (!column.name().matches("[0-9]{1,5}/[0-9]{1,5}") || !possible) {
                throw new Failure(Exit.INPUT, "protect.ber.plan", column.line(), Console.harmless(column.name()));
            }
        }
    }

    private static boolean isPhone(Technique.Token token) {
        return token.format().equals(TokenFormat.PHONE);
    }

    private void records(BerRecords source, Protection protection, Streams streams) throws IOException {
        RowBatch batch = new RowBatch(columns.size());
        List<BerRecords.Record> held = new ArrayList<>();
        int heldBytes = 0;
        try {
            for (BerRecords.Record record = source.next(); record != null; record = source.next()) {
                String unnamed = hold(record, batch);
                if (unnamed == null) {
                    held.add(record);
                    heldBytes += record.fields().stream().mapToInt(field -> field.content().length).sum();
                }
                if (unnamed != null || batch.isFull() || heldBytes > HELD_MAX) {
                    write(batch, held, protection, streams);
                    heldBytes = 0;
                    if (unnamed != null) {
                        counts.rows++;
                        reject(new Rejects.Reject(record.number(), unnamed, "row.unnamed-field"), streams.rejects);
                    }
                    streams.between.take();
                }
            }
        } catch (BerRecords.Malformed malformed) {
            throw BerRecords.refusal(source.number());
        }
        write(batch, held, protection, streams);
    }

    /** Puts the record's values into the batch; the name of a field that the plan lacks, or null. */
    private String hold(BerRecords.Record record, RowBatch batch) {
        for (BerRecords.Field field : record.fields()) {
            String name = record.tag() + "/" + field.tag();
            if (!columns.containsKey(name) || !field.isContextSpecific()) {
                return name;
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            batch.cell(i, 0, 0);
        }
        for (BerRecords.Field field : record.fields()) {
            int column = columns.get(record.tag() + "/" + field.tag());
            Technique technique = work.fitting().columns().get(column).technique();
            if (technique instanceof Technique.Token token) {
                int from = cells.size();
                cells.writeBytes(text(token, field.content()).getBytes(US_ASCII));
                batch.cell(column, from, cells.size());
            }
        }
        batch.endRow();
        return null;
    }

    private static String text(Technique.Token token, byte[] content) {
        if (!isPhone(token)) {
            return Tbcd.text(content, 0);
        }
        boolean international = content.length > 0 && (content[0] & TYPE_OF_NUMBER) == INTERNATIONAL;
        return (international ? "+" : "") + Tbcd.text(content, ADDRESS_HEAD);
    }

    private void write(RowBatch batch, List<BerRecords.Record> held, Protection protection, Streams streams)
            throws IOException {
        batch.data(cells.toByteArray());
        protection.run(batch);
        for (int row = 0; row < held.size(); row++) {
            counts.rows++;
            write(held.get(row), row, protection, streams);
        }
        batch.wipe();
        batch.clear();
        held.clear();
        cells.reset();
    }

    private void write(BerRecords.Record record, int row, Protection protection, Streams streams) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (BerRecords.Field field : record.fields()) {
            String name = record.tag() + "/" + field.tag();
            int column = columns.get(name);
            StepOutput output = protection.output(column);
            if (output == null) {
                if (!protection.isDropped(column)) {
                    BerRecords.write(field.identifier(), field.content(), content);
                }
                continue;
            }
            String refusal = output.refusal(row);
            byte[] replaced = refusal == null ? replaced(protection, column, row, field.content()) : null;
            if (replaced != null) {
                BerRecords.write(field.identifier(), replaced, content);
            } else if (policy(protection, column) == OnInvalid.REJECT) {
                reject(new Rejects.Reject(record.number(), name, refusal == null ? "token.format" : refusal),
                        streams.rejects);
                return;
            } else {
                // There are no stars in TBCD: hidden and emptied are both a field that is not there.
                Counts.add(counts.emptied, Counts.of(name, refusal == null ? "token.format" : refusal));
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        BerRecords.write(record.identifier(), content.toByteArray(), whole);
        if (framed && whole.size() > FRAME_MAX) {
            // An IMEI of 14 digits comes back with 15.
            reject(new Rejects.Reject(record.number(), "", "value.too-long"), streams.rejects);
            return;
        }
        if (framed) {
            byte[] frame = record.frame().clone();
            frame[0] = (byte) (whole.size() >> 8);
            frame[1] = (byte) whole.size();
            streams.target.write(frame);
            bytes += frame.length;
        }
        whole.writeTo(streams.target);
        bytes += whole.size();
        counts.written++;
    }

    private OnInvalid policy(Protection protection, int column) {
        return work.always() != null ? work.always() : protection.ruling(column).onInvalid();
    }

    /** The field with the token's digits; null if they do not fit its form. */
    private static byte[] replaced(Protection protection, int column, int row, byte[] old) {
        StepOutput output = protection.output(column);
        String made = new String(output.bytes(), output.from(row), output.to(row) - output.from(row), US_ASCII);
        Technique.Token token = (Technique.Token) protection.ruling(column).technique();
        if (!isPhone(token)) {
            // A network's spare 0 comes back as a check digit, and 14 digits as 15.
            return made.isEmpty() ? old : Tbcd.bytes(old, 0, made);
        }
        String digits = made.startsWith("+") ? made.substring(1) : made;
        int surplus = digits.length() - Tbcd.text(old, ADDRESS_HEAD).length();
        if (made.isEmpty()) {
            return old;
        }
        boolean national = surplus == 2 && digits.startsWith("86");
        return surplus == 0 ? Tbcd.bytes(old, ADDRESS_HEAD, digits)
                : national ? Tbcd.bytes(old, ADDRESS_HEAD, digits.substring(2)) : null;
    }

    private void reject(Rejects.Reject one, Rejects rejects) throws IOException {
        Counts.add(counts.rejected, Counts.of(one.column(), one.key()));
        rejects.add(one);
    }

    private Report report(List<Plan.Column> plan, Rejects rejects) {
        return new Report(work.name(), settings.planHash(), work.fitting().release(), work.fitting().recipient(),
                new Report.Source(settings.input().toString(), framed ? "cdr" : "ber", "BER", "ber", ""),
                plan.stream().map(column -> new Report.Column(column.name(), column.technique().code())).toList(),
                counts, rejects.first(), new Report.Course(resumedAt, startedOver, null));
    }
}
