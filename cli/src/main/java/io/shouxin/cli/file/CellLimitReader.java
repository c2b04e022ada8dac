// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a cell and a row within bounds before a parser sees them, so that a file with a cell of two gigabytes, or with
 * one quotation mark that never closes, is read in constant memory. It follows the quotation marks as the parser will;
 * of a cell that is too long the beginning passes and the rest is left out, and the row is remembered.
 */
final class CellLimitReader extends Reader {

    private final Reader source;
    private final char separator;
    private final char quote;
    private final int cellMax;
    private final int rowMax;
    private final Deque<Cut> cuts = new ArrayDeque<>();
    private final char[] in = new char[1 << 13];
    private int inAt;
    private int inEnd;
    /** A character that found no room in the caller's buffer; -1 for none. */
    private int pending = -1;

    private State state = State.OUTSIDE;
    /** The parser believes itself within marks. */
    private boolean parserQuoted;
    private boolean atCellStart = true;
    private boolean afterReturn;
    private boolean cutInRow;
    private int cell;
    private long row;
    private long line = 1;
    private long rowLine = 1;
    private long hiddenLines;
    private char[] target = new char[0];
    private int out;

    private enum State {
        OUTSIDE, QUOTED,
        /** Behind a mark within marks: the first of a pair, or the closing one. */
        MARK,
        /** Behind a closing mark where text goes on, which a parser would refuse: it is taken into the cell. */
        TAIL
    }

    /**
     * A row that lost something, or that never ended.
     *
     * @param line at which it begins, in the lines that the parser sees
     * @param hiddenLines line ends that the parser has not seen up to the end of the row
     * @param open nothing is cut off, but a mark was never closed and the rest of the file became this row
     */
    record Cut(long line, long hiddenLines, boolean open) {}

    CellLimitReader(Reader source, char separator, char quote, int cellMax, int rowMax) {
        this.source = source;
        this.separator = separator;
        this.quote = quote;
        this.cellMax = cellMax;
        this.rowMax = rowMax;
    }

    /** In the order of the rows; the reader of rows takes them out. */
    Deque<Cut> cuts() {
        return cuts;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        target = buffer;
        out = from;
        int end = from + length;
        if (pending >= 0 && length > 0) {
            target[out++] = (char) pending;
            pending = -1;
        }
        // A closing mark may come out together with the character behind it: two for one.
        while (out + 1 < end || out < end && out == from) {
            if (inAt == inEnd) {
                if (out > from) {
                    break;
                }
                inEnd = source.read(in, 0, in.length);
                inAt = 0;
                if (inEnd < 0) {
                    inEnd = 0;
                    if (parserQuoted && (state == State.MARK || state == State.TAIL)) {
                        // It waited for what follows; without it a pair of marks before it would be taken for it.
                        emit(quote, end);
                        parserQuoted = false;
                        state = State.OUTSIDE;
                        continue;
                    }
                    endRow();
                    state = State.OUTSIDE;
                    return -1;
                }
            }
            take(in[inAt++], end);
        }
        return out - from;
    }

    private void emit(char c, int end) {
        if (out < end) {
            target[out++] = c;
        } else {
            pending = c;
        }
    }

    private void take(char c, int end) {
        boolean lineEnd = c == '\r' || c == '\n' && !afterReturn;
        afterReturn = c == '\r';
        if (state == State.MARK && c != quote) {
            state = State.TAIL;
        }
        if (state == State.TAIL && (c == separator || c == '\r' || c == '\n')) {
            if (parserQuoted) {
                emit(quote, end);
            }
            parserQuoted = false;
            state = State.OUTSIDE;
        }
        switch (state) {
            case OUTSIDE -> outside(c, lineEnd, end);
            case QUOTED -> {
                if (c == quote) {
                    row++;
                    state = State.MARK;
                } else {
                    inside(c, lineEnd, end);
                }
            }
            // The second mark of a pair, or text behind the closing mark, where a mark is text as well.
            case MARK, TAIL -> {
                state = state == State.MARK ? State.QUOTED : State.TAIL;
                inside(c, lineEnd, end);
            }
        }
    }

    /** A character of a cell that the parser reads within marks, where a mark has to come twice. */
    private void inside(char c, boolean lineEnd, int end) {
        boolean dropped = cell >= cellMax || row >= rowMax || !parserQuoted;
        row++;
        cell++;
        if (c == quote && !dropped) {
            emit(c, end);
        }
        pass(c, dropped, lineEnd, end);
    }

    private void outside(char c, boolean lineEnd, int end) {
        if (c == '\r' || c == '\n') {
            emit(c, end);
            atCellStart = true;
            cell = 0;
            if (lineEnd) {
                line++;
                endRow();
            }
            return;
        }
        boolean full = row >= rowMax;
        row++;
        if (c == separator) {
            cell = 0;
            atCellStart = true;
            pass(c, full, false, end);
        } else if (c == quote && atCellStart) {
            state = State.QUOTED;
            parserQuoted = !full;
            atCellStart = false;
            pass(c, full, false, end);
        } else {
            atCellStart = false;
            pass(c, full || cell >= cellMax, false, end);
            cell++;
        }
    }

    private void pass(char c, boolean dropped, boolean lineEnd, int end) {
        if (dropped) {
            cutInRow = true;
            hiddenLines += lineEnd ? 1 : 0;
            return;
        }
        line += lineEnd ? 1 : 0;
        emit(c, end);
    }

    private void endRow() {
        boolean open = state == State.QUOTED;
        if (cutInRow || open) {
            cuts.add(new Cut(rowLine, hiddenLines, open));
        }
        cutInRow = false;
        row = 0;
        rowLine = line;
    }

    @Override
    public void close() throws IOException {
        java.util.Arrays.fill(in, (char) 0);
        source.close();
    }
}
