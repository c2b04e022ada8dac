// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.plan.StepOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Decides over each row of a table and writes those that pass. A cell is written from its step's output, or as it
 * stands where the plan says keep; there is no other way from the input to the output.
 */
final class CsvRun {

    private static final byte[] HIDDEN = "******".getBytes(UTF_8);
    private static final byte[] EMPTY = new byte[0];
    private static final int FLUSH = 1 << 18;

    private final Protection protection;
    private final List<String> header;
    private final byte separator;
    /** null for what the plan says of each column */
    private final OnInvalid always;
    private final OutputStream target;
    private final Rejects rejects;
    private final Counts counts;
    private final Deque<Rejects.Reject> bad = new ArrayDeque<>();
    private final boolean[] kept;
    private final boolean[] dropped;
    private final boolean[] plainOutput;
    private final byte[] out = new byte[2 * FLUSH];
    private int length;
    private long rowStart;
    private long flushed;

    CsvRun(Protection protection, List<String> header, char separator, OnInvalid always, Streams streams) {
        this.protection = protection;
        this.header = header;
        this.separator = (byte) separator;
        this.always = always;
        this.target = streams.target;
        this.rejects = streams.rejects;
        this.counts = streams.counts;
        kept = new boolean[header.size()];
        dropped = new boolean[header.size()];
        plainOutput = new boolean[header.size()];
        for (int i = 0; i < kept.length; i++) {
            dropped[i] = protection.isDropped(i);
            kept[i] = !dropped[i] && protection.output(i) == null;
            plainOutput[i] = protection.isPlainOutput(i);
        }
    }

    /** Where a run writes and counts. */
    record Streams(OutputStream target, Rejects rejects, Counts counts) {}

    void header(boolean mark) throws IOException {
        if (mark) {
            append(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, 3);
        }
        boolean any = false;
        for (int i = 0; i < kept.length; i++) {
            if (!dropped[i]) {
                any = divide(any);
                byte[] name = header.get(i).getBytes(UTF_8);
                checked(name, 0, name.length, false);
            }
        }
        append('\n');
    }

    /** A row that was no good before any cell of it was looked at; told in its turn, among the rows of the batch. */
    void bad(long line, CsvCells.Fault fault) {
        bad.add(new Rejects.Reject(line, "", "row." + fault.name().toLowerCase(Locale.ROOT)));
    }

    void rows(RowBatch batch, CsvCells cells) throws IOException {
        protection.run(batch);
        for (int row = 0; row < batch.rows(); row++) {
            tellBadBefore(cells.line(row));
            counts.rows++;
            int refusing = refusing(row);
            if (refusing >= 0) {
                reject(new Rejects.Reject(cells.line(row), header.get(refusing),
                        protection.output(refusing).refusal(row)));
            } else if (protection.isSuppressed(row)) {
                reject(new Rejects.Reject(cells.line(row), "", Counts.SUPPRESSED));
            } else {
                write(batch, cells, row);
                counts.written++;
            }
        }
        tellBadBefore(Long.MAX_VALUE);
        if (length >= FLUSH) {
            flush();
        }
    }

    private void tellBadBefore(long line) throws IOException {
        while (!bad.isEmpty() && bad.peek().line() < line) {
            counts.rows++;
            reject(bad.remove());
        }
    }

    /** How many bytes are written, those not yet handed to the target included. */
    long bytes() {
        return flushed + length;
    }

    void flush() throws IOException {
        target.write(out, 0, length);
        flushed += length;
        length = 0;
    }

    private void reject(Rejects.Reject one) throws IOException {
        Counts.add(counts.rejected, Counts.of(one.column(), one.key()));
        rejects.add(one);
    }

    /** The first column that refuses the row, or -1. */
    private int refusing(int row) {
        for (int i = 0; i < kept.length; i++) {
            StepOutput output = protection.output(i);
            if (output != null && output.anyRefused() && output.refusal(row) != null
                    && policy(i) == OnInvalid.REJECT) {
                return i;
            }
        }
        return -1;
    }

    private OnInvalid policy(int column) {
        return always != null ? always : protection.ruling(column).onInvalid();
    }

    private void write(RowBatch batch, CsvCells cells, int row) throws IOException {
        rowStart = bytes();
        boolean plain = cells.isPlain(row);
        byte[] data = batch.data();
        boolean any = false;
        int i = 0;
        while (i < kept.length) {
            if (dropped[i]) {
                i++;
                continue;
            }
            any = divide(any);
            if (!kept[i]) {
                output(i, row);
                i++;
            } else if (plain) {
                // Neighbours that are kept lie side by side with their separators between them.
                int last = i;
                while (last + 1 < kept.length && kept[last + 1]) {
                    last++;
                }
                append(data, batch.from(row, i), batch.to(row, last) - batch.from(row, i));
                i = last + 1;
            } else {
                checked(data, batch.from(row, i), batch.to(row, i), cells.isSpecial(row, i));
                i++;
            }
        }
        end();
    }

    /** An empty line would be no row at all. */
    private void end() throws IOException {
        if (bytes() == rowStart) {
            append('"');
            append('"');
        }
        append('\n');
    }

    private void output(int column, int row) throws IOException {
        StepOutput output = protection.output(column);
        if (output.anyRefused() && output.refusal(row) != null) {
            boolean hide = policy(column) == OnInvalid.HIDE;
            Counts.add(hide ? counts.hidden : counts.emptied, Counts.of(header.get(column), output.refusal(row)));
            byte[] instead = hide ? HIDDEN : EMPTY;
            append(instead, 0, instead.length);
        } else if (plainOutput[column]) {
            append(output.bytes(), output.from(row), output.to(row) - output.from(row));
        } else {
            checked(output.bytes(), output.from(row), output.to(row), false);
        }
    }

    /** A cell in marks where it needs them, and with a mark before what a spreadsheet would run. */
    private void checked(byte[] cell, int from, int to, boolean quoted) throws IOException {
        boolean runs = Spreadsheet.runs(cell, from, to);
        counts.neutralised += runs ? 1 : 0;
        if (!quoted && !needsQuotes(cell, from, to)) {
            if (runs) {
                append('\'');
            }
            append(cell, from, to - from);
            return;
        }
        append('"');
        if (runs) {
            append('\'');
        }
        for (int p = from; p < to; p++) {
            if (cell[p] == '"') {
                append('"');
            }
            append((char) (cell[p] & 0xFF));
        }
        append('"');
    }

    private boolean needsQuotes(byte[] cell, int from, int to) {
        for (int p = from; p < to; p++) {
            byte b = cell[p];
            if (b == separator || b == '"' || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    private boolean divide(boolean any) throws IOException {
        if (any) {
            append((char) (separator & 0xFF));
        }
        return true;
    }

    private void append(char b) throws IOException {
        if (length == out.length) {
            flush();
        }
        out[length++] = (byte) b;
    }

    /** A cell of any size passes through a buffer of one size. */
    private void append(byte[] bytes, int from, int count) throws IOException {
        if (count > out.length - length) {
            flush();
        }
        if (count > out.length) {
            target.write(bytes, from, count);
            flushed += count;
            return;
        }
        System.arraycopy(bytes, from, out, length, count);
        length += count;
    }
}
