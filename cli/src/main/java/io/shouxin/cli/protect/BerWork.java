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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final Work work;
    private final Settings settings;
    private final ReleaseKey key;
    private final Console console;
    private final Progress progress;
    private final Counts counts = new Counts();
    private final Map<String, Integer> columns = new HashMap<>();
    private final ByteArrayOutputStream cells = new ByteArrayOutputStream();

    BerWork(Work work, Settings settings, ReleaseKey key, Console console, Progress progress) {
        this.work = work;
        this.settings = settings;
        this.key = key;
        this.console = console;
        this.progress = progress;
    }

    Report run() throws IOException {
        List<Plan.Column> plan = work.fitting().columns();
        check(plan);
        List<String> names = plan.stream().map(Plan.Column::name).toList();
        names.forEach(name -> columns.put(name, columns.size()));
        boolean pipe = settings.output().equals(CsvSource.STANDARD_INPUT);
        PartFile part = null;
        PartFile refused = null;
        boolean written = false;
        try (CsvSource.Bytes source = CsvSource.bytes(settings.input(), console, progress);
                Protection protection = work.open(names, key)) {
            part = pipe ? null : PartFile.open(settings.output());
            refused = settings.rejects() == null ? null : PartFile.open(settings.rejects());
            OutputStream target = pipe ? new CheckedOutput(console.out())
                    : new BufferedOutputStream(part.from(0), 1 << 18);
            Rejects rejects = Rejects.into(refused == null ? null : refused.from(0), true);
            records(new BerRecords(source.stream()), protection, target, rejects);
            target.flush();
            rejects.flush();
            if (refused != null) {
                refused.finish();
            }
            if (part != null) {
                part.finish();
            }
            written = true;
            return report(plan, rejects);
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", settings.output().toString());
        } finally {
            if (!written) {
                CsvWork.abandon(part);
                CsvWork.abandon(refused);
            }
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

    private void records(BerRecords source, Protection protection, OutputStream target, Rejects rejects)
            throws IOException {
        RowBatch batch = new RowBatch(columns.size());
        List<BerRecords.Record> held = new ArrayList<>();
        try {
            for (BerRecords.Record record = source.next(); record != null; record = source.next()) {
                String unnamed = hold(record, batch);
                if (unnamed != null) {
                    write(batch, held, protection, target, rejects);
                    counts.rows++;
                    reject(new Rejects.Reject(record.number(), unnamed, "row.unnamed-field"), rejects);
                    continue;
                }
                held.add(record);
                if (batch.isFull() || cells.size() > 1 << 20) {
                    write(batch, held, protection, target, rejects);
                }
            }
        } catch (BerRecords.Malformed malformed) {
            throw BerRecords.refusal(source.number());
        }
        write(batch, held, protection, target, rejects);
    }

    /** Puts the record's values into the batch; the name of a field that the plan lacks, or null. */
    private String hold(BerRecords.Record record, RowBatch batch) {
        for (BerRecords.Field field : record.fields()) {
            String name = record.tag() + "/" + field.tag();
            if (!columns.containsKey(name)) {
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

    private void write(RowBatch batch, List<BerRecords.Record> held, Protection protection, OutputStream target,
            Rejects rejects) throws IOException {
        batch.data(cells.toByteArray());
        protection.run(batch);
        for (int row = 0; row < held.size(); row++) {
            counts.rows++;
            write(held.get(row), row, protection, target, rejects);
        }
        batch.wipe();
        batch.clear();
        held.clear();
        cells.reset();
    }

    private void write(BerRecords.Record record, int row, Protection protection, OutputStream target, Rejects rejects)
            throws IOException {
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
                reject(new Rejects.Reject(record.number(), name, refusal == null ? "token.format" : refusal), rejects);
                return;
            } else {
                // There are no stars in TBCD: hidden and emptied are both a field that is not there.
                Counts.add(counts.emptied, Counts.of(name, refusal == null ? "token.format" : refusal));
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        BerRecords.write(record.identifier(), content.toByteArray(), whole);
        whole.writeTo(target);
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
                new Report.Source(settings.input().toString(), "ber", "BER", "ber", ""), plan.stream().map(column ->
                new Report.Column(column.name(), column.technique().code())).toList(), counts, rejects.first(), 0);
    }
}
