// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.plan.RowBatch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in UTF-8 as slices of its own bytes: a batch of rows lies in one array, no text is made of a cell that
 * nobody looks at, and no row is longer than {@link #ROW_MAX}. A quotation mark opens only at the beginning of a cell,
 * twice within marks it stands for itself (RFC 4180); LF, CR and CRLF end a row. A row that cannot be taken as it
 * stands is handed over with what is wrong and never ends the reading.
 */
final class CsvCells {

    static final int ROW_MAX = 1 << 24;
    private static final int BUFFER = 1 << 18;
    private static final int COLUMNS_MAX = 20_000;

    private static final byte PLAIN = 0;
    private static final byte SEPARATOR = 1;
    private static final byte LINE_FEED = 2;
    private static final byte RETURN = 3;
    private static final byte QUOTE = 4;

    private static final byte QUOTED = 1;
    private static final byte ESCAPED = 2;

    /** What is wrong with a row. */
    enum Fault { RAGGED, UNREADABLE, QUOTES, CUT, OPEN }

    /** Hears of the rows that are no good, in the order of the file. */
    @FunctionalInterface
    interface BadRows {
        void bad(long line, Fault fault);
    }

    private final InputStream source;
    private final boolean transcoded;
    private final int rowMax;
    private final byte[] kinds = new byte[256];
    private byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean ended;
    /** Bytes of the source before the buffer. */
    private long before;
    private long line;
    private long blankLines;
    private int badRows;

    private int columns;
    private byte[] specials;
    private final boolean[] plainRows = new boolean[RowBatch.ROWS_MAX];
    private final long[] lines = new long[RowBatch.ROWS_MAX];

    // The row that was read last.
    private int cells;
    private Fault fault;
    private boolean rowPlain;
    private boolean rowEscaped;
    private int rowBits;
    private long rowLines;

    /**
     * A table from its beginning.
     *
     * @param transcoded U+FFFD stands for bytes that were none of the file's encoding
     */
    CsvCells(InputStream source, char separator, boolean transcoded) {
        this(source, separator, transcoded, ROW_MAX);
    }

    CsvCells(InputStream source, char separator, boolean transcoded, int rowMax) {
        this.source = source;
        this.transcoded = transcoded;
        this.rowMax = rowMax;
        this.line = 1;
        kinds[separator] = SEPARATOR;
        kinds['\n'] = LINE_FEED;
        kinds['\r'] = RETURN;
        kinds['"'] = QUOTE;
    }

    /** Takes for granted what an earlier run has read: the source begins at this offset and line. */
    void resume(int width, long offset, long atLine) {
        columns(width);
        before = offset;
        line = atLine;
    }

    /** The first row as texts; empty where there is none or it cannot be taken. */
    List<String> header() throws IOException {
        RowBatch one = new RowBatch(COLUMNS_MAX);
        columns(COLUMNS_MAX);
        int end = -1;
        int start = position;
        while (end < 0) {
            start = position;
            end = row(one);
            // No row of names is as long as a row may be: then the buffer is full, and reading on would never end.
            if (end < 0 && (limit - position >= rowMax || !more())) {
                return List.of();
            }
            if (end >= 0 && cells == 0) {
                position = end;
                line += rowLines;
                end = -1;
            }
        }
        line += rowLines;
        position = end;
        if (fault != null || cells > COLUMNS_MAX || !readable(start, end)) {
            return List.of();
        }
        unescape(one);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            names.add(new String(buffer, one.from(0, i), one.to(0, i) - one.from(0, i), UTF_8));
        }
        columns(cells);
        return names;
    }

    private void columns(int width) {
        columns = width;
        specials = new byte[width * RowBatch.capacity(width)];
    }

    /** The next rows, of which there may be none between bad ones; false at the end of the table. */
    boolean fill(RowBatch batch, BadRows bad) throws IOException {
        batch.clear();
        badRows = 0;
        while (!batch.isFull() && badRows < RowBatch.ROWS_MAX) {
            int start = position;
            int end = row(batch);
            if (end >= 0) {
                take(batch, start, end, bad);
                position = end;
            } else if (batch.rows() + badRows > 0) {
                break;
            } else if (limit - position >= rowMax) {
                long at = line;
                badRows++;
                bad.bad(at, skip() ? Fault.CUT : Fault.OPEN);
            } else if (!more()) {
                return false;
            }
        }
        batch.data(buffer);
        return true;
    }

    private void take(RowBatch batch, int start, int end, BadRows bad) {
        long at = line;
        line += rowLines;
        if (cells == 0) {
            blankLines++;
            return;
        }
        Fault wrong = fault != null ? fault : cells != columns ? Fault.RAGGED
                : readable(start, end) ? null : Fault.UNREADABLE;
        if (wrong != null) {
            badRows++;
            bad.bad(at, wrong);
            return;
        }
        if (rowEscaped) {
            unescape(batch);
        }
        plainRows[batch.rows()] = rowPlain;
        lines[batch.rows()] = at;
        batch.endRow();
    }

    /** Where the row of a batch begins. */
    long line(int row) {
        return lines[row];
    }

    /** Whether the row can be copied as it stands: no quotation marks, and nothing that a spreadsheet would run. */
    boolean isPlain(int row) {
        return plainRows[row];
    }

    /** Whether the cell stood within quotation marks or has one inside. */
    boolean isSpecial(int row, int column) {
        return specials[row * columns + column] != 0;
    }

    /** Bytes of the source up to the rows that {@link #fill} has not given yet. */
    long offset() {
        return before + position;
    }

    /** The line at which they begin. */
    long nextLine() {
        return line;
    }

    long blankLines() {
        return blankLines;
    }

    /** What was read may be somebody's. */
    void wipe() {
        Arrays.fill(buffer, (byte) 0);
    }

    /** Reads more behind what is not used up; false if there is nothing more and nothing left. */
    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            before += position;
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, Math.max(BUFFER, rowMax)));
        }
        int got = source.read(buffer, limit, buffer.length - limit);
        if (got < 0) {
            ended = true;
            return limit > position;
        }
        limit += got;
        return true;
    }

    /** Reads one row from the position on; its end, or -1 if more bytes are needed or there are none. */
    private int row(RowBatch batch) {
        cells = 0;
        fault = null;
        rowPlain = true;
        rowEscaped = false;
        rowBits = 0;
        rowLines = 1;
        int p = position;
        if (p == limit) {
            return -1;
        }
        while (true) {
            int end = p < limit && kinds[buffer[p] & 0xFF] == QUOTE ? quoted(batch, p) : unquoted(batch, p);
            if (end < 0 || end == limit && !ended) {
                return -1;
            }
            if (end == limit) {
                return end;
            }
            byte kind = kinds[buffer[end] & 0xFF];
            if (kind == LINE_FEED) {
                return end + 1;
            }
            if (kind == RETURN) {
                if (end + 1 == limit && !ended) {
                    return -1;
                }
                return end + 1 < limit && buffer[end + 1] == '\n' ? end + 2 : end + 1;
            }
            p = end + 1;
            if (p == limit && !ended) {
                return -1;
            }
        }
    }

    private int unquoted(RowBatch batch, int from) {
        byte[] bytes = buffer;
        int end = limit;
        int bits = 0;
        byte special = 0;
        int p = from;
        while (true) {
            byte kind = PLAIN;
            while (p < end && (kind = kinds[bytes[p] & 0xFF]) == PLAIN) {
                bits |= bytes[p++];
            }
            if (p == end || kind != QUOTE) {
                break;
            }
            special = QUOTED;
            p++;
        }
        rowBits |= bits;
        boolean blankLine = cells == 0 && p == from && (p == end || kinds[bytes[p] & 0xFF] != SEPARATOR);
        if (!blankLine) {
            cell(batch, from, p, special);
        }
        return p;
    }

    /** From the mark on to what is behind the closing one, or -1. */
    private int quoted(RowBatch batch, int mark) {
        byte[] bytes = buffer;
        byte special = QUOTED;
        int p = mark + 1;
        while (p < limit) {
            byte b = bytes[p];
            if (b == '"') {
                if (p + 1 == limit && !ended) {
                    return -1;
                }
                if (p + 1 < limit && bytes[p + 1] == '"') {
                    special = ESCAPED;
                    p += 2;
                    continue;
                }
                cell(batch, mark + 1, p, special);
                return tail(p + 1);
            }
            rowBits |= b;
            rowLines += b == '\n' || b == '\r' && (p + 1 == limit || bytes[p + 1] != '\n') ? 1 : 0;
            p++;
        }
        if (ended) {
            fault = Fault.OPEN;
            cell(batch, mark + 1, p, special);
            return p;
        }
        return -1;
    }

    /** Text behind a closing mark belongs to nothing: the row is told as wrong, and goes on at the next separator. */
    private int tail(int from) {
        int p = from;
        while (p < limit && (kinds[buffer[p] & 0xFF] == PLAIN || kinds[buffer[p] & 0xFF] == QUOTE)) {
            p++;
        }
        if (p > from) {
            fault = Fault.QUOTES;
        }
        return p;
    }

    private void cell(RowBatch batch, int from, int to, byte special) {
        if (cells < columns) {
            batch.cell(cells, from, to);
            specials[batch.rows() * columns + cells] = special;
        }
        rowPlain &= special == 0 && (from == to || !Spreadsheet.mayRun(buffer[from]));
        rowEscaped |= special == ESCAPED;
        cells++;
    }

    /** Takes the doubled marks out of the row's cells, within their own bytes. */
    private void unescape(RowBatch batch) {
        int row = batch.rows();
        for (int i = 0; i < Math.min(cells, columns); i++) {
            if (specials[row * columns + i] == ESCAPED) {
                int to = batch.from(row, i);
                for (int p = batch.from(row, i); p < batch.to(row, i); p++) {
                    buffer[to++] = buffer[p];
                    p += buffer[p] == '"' ? 1 : 0;
                }
                batch.cell(i, batch.from(row, i), to);
            }
        }
    }

    private boolean readable(int from, int to) {
        return rowBits >= 0 || (transcoded ? !Utf8.hasReplacement(buffer, from, to) : Utf8.isValid(buffer, from, to));
    }

    /** Lets the rest of a row that is too long pass; false if it never ends. */
    private boolean skip() throws IOException {
        boolean quoted = false;
        boolean cellStart = true;
        long ends = 0;
        while (true) {
            while (position < limit) {
                byte kind = kinds[buffer[position] & 0xFF];
                boolean returned = kind == RETURN;
                if (returned && position + 1 == limit && !ended) {
                    break;
                }
                boolean lineEnd = kind == LINE_FEED
                        || returned && (position + 1 == limit || buffer[position + 1] != '\n');
                position++;
                ends += lineEnd ? 1 : 0;
                if (lineEnd && !quoted) {
                    line += ends;
                    return true;
                }
                // A doubled mark closes and opens again at once.
                quoted = kind == QUOTE && (quoted || cellStart) ? !quoted : quoted;
                cellStart = kind == SEPARATOR || kind == QUOTE && !quoted;
            }
            if (!more()) {
                line += ends;
                position = limit;
                return !quoted;
            }
        }
    }
}
