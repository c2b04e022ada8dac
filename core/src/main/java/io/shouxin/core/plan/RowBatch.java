// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some rows of a table, all with the same number of cells, as slices of one array of UTF-8 bytes. Whoever reads the
 * table fills it and empties it again; nothing is allocated for a row.
 */
public final class RowBatch {

    /** At most so many rows go through the ciphers together. */
    public static final int ROWS_MAX = 1024;
    /** Cells of a batch, so that a table of very many columns does not need the memory of one of very many rows. */
    private static final int CELLS_MAX = 1 << 18;

    private final int columns;
    private final int capacity;
    private final int[] from;
    private final int[] to;
    private byte[] data = new byte[0];
    private int rows;

    public RowBatch(int columns) {
        this.columns = columns;
        this.capacity = capacity(columns);
        this.from = new int[columns * capacity];
        this.to = new int[columns * capacity];
    }

    /** For how many rows a batch of so many columns has room. */
    public static int capacity(int columns) {
        return Math.max(1, Math.min(ROWS_MAX, CELLS_MAX / Math.max(1, columns)));
    }

    /** Where the cells of all rows lie; may be another array for each filling, and is not copied. */
    public void data(byte[] bytes) {
        data = bytes;
    }

    public byte[] data() {
        return data;
    }

    /** A cell of the row that is being filled, without quotation marks. */
    public void cell(int column, int start, int end) {
        from[rows * columns + column] = start;
        to[rows * columns + column] = end;
    }

    /** The row is complete. */
    public void endRow() {
        rows++;
    }

    public boolean isFull() {
        return rows == capacity;
    }

    /** Forgets the rows; the bytes are their owner's to overwrite. */
    public void clear() {
        rows = 0;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int from(int row, int column) {
        return from[row * columns + column];
    }

    public int to(int row, int column) {
        return to[row * columns + column];
    }

    /** Whether the cell has nothing but blanks: then nothing is known and nothing is made of it. */
    boolean isBlank(int row, int column) {
        int end = to(row, column);
        for (int i = from(row, column); i < end; i++) {
            if (data[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    /** The cell without blanks around it. */
    String text(int row, int column) {
        int start = from(row, column);
        int end = to(row, column);
        while (start < end && data[start] == ' ') {
            start++;
        }
        while (end > start && data[end - 1] == ' ') {
            end--;
        }
        return new String(data, start, end - start, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "RowBatch(" + rows + " rows, " + columns + " columns)";
    }

    /** Overwrites what was read. */
    public void wipe() {
        Arrays.fill(data, (byte) 0);
    }
}
