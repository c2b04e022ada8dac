// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a step makes of one column of a batch: bytes for each row, or the key of the reason why there are none. */
public final class StepOutput {

    private final int[] ends = new int[RowBatch.ROWS_MAX];
    private final String[] refusals = new String[RowBatch.ROWS_MAX];
    private byte[] bytes = new byte[32 * RowBatch.ROWS_MAX];
    private int rows;
    private int length;
    private int refused;

    StepOutput() {}

    void clear() {
        rows = 0;
        length = 0;
        if (refused > 0) {
            Arrays.fill(refusals, null);
            refused = 0;
        }
    }

    /** Room for so many bytes of the next row, which begin at {@link #length}. */
    byte[] room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        return bytes;
    }

    int length() {
        return length;
    }

    /** Ends a row of which so many bytes were written into the room. */
    void end(int count) {
        length += count;
        ends[rows++] = length;
    }

    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, room(utf8.length), length, utf8.length);
        end(utf8.length);
    }

    void empty() {
        ends[rows++] = length;
    }

    void refuse(String key) {
        refusals[rows] = key;
        refused++;
        ends[rows++] = length;
    }

    /** Whether any row was refused. */
    public boolean anyRefused() {
        return refused > 0;
    }

    /** Why the row has no value; null where it has one. */
    public String refusal(int row) {
        return refusals[row];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    public int to(int row) {
        return ends[row];
    }

    String text(int row) {
        return new String(bytes, from(row), to(row) - from(row), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "StepOutput(" + rows + " rows)";
    }
}
