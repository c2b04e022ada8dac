// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.util.Arrays;
import java.util.List;

/**
 * The equivalence classes of a table: rows with the same values in the quasi-identifying columns. Everything
 * else is counted from them.
 *
 * <p>The codes of a row are packed into one long by mixed radix, as many columns as fit. Where few combinations
 * are possible the long is an index, otherwise a key of a hash table of primitive arrays; further columns are
 * packed onto the class so far. Memory: 4 bytes a row, 4 a class, and while it is computed 24 to 48 a class, or 4
 * a possible combination.
 */
public final class EquivalenceClasses {

    /** So many possible combinations a row make an index cheaper than a hash table. */
    private static final int COMBINATIONS_PER_ROW = 4;

    private final int[] classOfRow;
    private final int[] weights;
    private final int[] sizes;
    private final long total;

    private EquivalenceClasses(int[] classOfRow, int[] weights, int count) {
        this.classOfRow = classOfRow;
        this.weights = weights;
        this.sizes = new int[count];
        for (int row = 0; row < classOfRow.length; row++) {
            sizes[classOfRow[row]] += weights == null ? 1 : weights[row];
        }
        this.total = Arrays.stream(sizes).asLongStream().sum();
    }

    /**
     * The classes of these columns, numbered in the order in which they first come. No columns make one class.
     *
     * @throws IllegalStateException if the columns differ in length or there is none
     */
    public static EquivalenceClasses of(List<CodedColumn> columns) {
        return ofWeighted(columns, null);
    }

    /**
     * The same where each row stands for several equal ones, whose numbers are added up in the sizes.
     *
     * @param weights one for each row, not copied; null counts each row once
     */
    public static EquivalenceClasses ofWeighted(List<CodedColumn> columns, int[] weights) {
        if (columns.isEmpty()) {
            throw new IllegalStateException("Classes need a column.");
        }
        int rows = columns.get(0).rows();
        if (columns.stream().anyMatch(column -> column.rows() != rows)) {
            throw new IllegalStateException("Columns of one table have the same number of rows.");
        }
        int[] classes = new int[rows];
        long count = 1;
        int next = 0;
        while (next < columns.size()) {
            int end = next;
            long radix = count;
            while (end < columns.size() && fits(radix, columns.get(end).cardinality())) {
                radix *= Math.max(1, columns.get(end++).cardinality());
            }
            count = number(classes, columns.subList(next, end), radix);
            next = end;
        }
        return new EquivalenceClasses(classes, weights, (int) count);
    }

    /** These classes divided further by a column. */
    EquivalenceClasses dividedBy(CodedColumn column) {
        int[] classes = classOfRow.clone();
        int count = number(classes, List.of(column), (long) sizes.length * Math.max(1, column.cardinality()));
        return new EquivalenceClasses(classes, weights, count);
    }

    public int rows() {
        return classOfRow.length;
    }

    /** How many classes there are. */
    public int count() {
        return sizes.length;
    }

    /** The class of a row, 0 to {@link #count} - 1. */
    public int classOf(int row) {
        return classOfRow[row];
    }

    /** How many rows a class has, or what they weigh. */
    public int size(int equivalenceClass) {
        return sizes[equivalenceClass];
    }

    /** The least class size, the k of k-anonymity; 0 for an empty table. */
    public int k() {
        return Arrays.stream(sizes).min().orElse(0);
    }

    /** Rows in classes of fewer than so many rows. */
    public long rowsInClassesBelow(int k) {
        long rows = 0;
        for (int size : sizes) {
            rows += size < k ? size : 0;
        }
        return rows;
    }

    /** Share of rows that are alone in their class, 0 to 1. */
    public double uniqueness() {
        return total == 0 ? 0 : (double) rowsInClassesBelow(2) / total;
    }

    @Override
    public String toString() {
        return "EquivalenceClasses(" + rows() + " rows, " + count() + " classes)";
    }

    private static boolean fits(long radix, int cardinality) {
        return radix <= Long.MAX_VALUE / Math.max(1, cardinality);
    }

    /** Packs these columns onto the classes so far and numbers what comes. */
    private static int number(int[] classes, List<CodedColumn> columns, long combinations) {
        int[][] codes = columns.stream().map(CodedColumn::codes).toArray(int[][]::new);
        int[] radices = columns.stream().mapToInt(column -> Math.max(1, column.cardinality())).toArray();
        boolean index = combinations <= Math.max(1 << 16, (long) COMBINATIONS_PER_ROW * classes.length)
                && combinations < Integer.MAX_VALUE - 8;
        return index ? indexed(classes, codes, radices, (int) combinations) : hashed(classes, codes, radices);
    }

    private static int indexed(int[] classes, int[][] codes, int[] radices, int combinations) {
        int[] ids = new int[combinations];
        int count = 0;
        long[] keys = new long[Block.ROWS];
        for (int from = 0; from < classes.length; from += Block.ROWS) {
            int rows = Block.pack(keys, classes, from, codes, radices);
            for (int i = 0; i < rows; i++) {
                int id = ids[(int) keys[i]];
                if (id == 0) {
                    id = ++count;
                    ids[(int) keys[i]] = id;
                }
                classes[from + i] = id - 1;
            }
        }
        return count;
    }

    private static int hashed(int[] classes, int[][] codes, int[] radices) {
        LongIds ids = new LongIds(Math.min(classes.length, 1 << 16));
        long[] keys = new long[Block.ROWS];
        for (int from = 0; from < classes.length; from += Block.ROWS) {
            int rows = Block.pack(keys, classes, from, codes, radices);
            for (int i = 0; i < rows; i++) {
                classes[from + i] = ids.id(keys[i]);
            }
        }
        return ids.size();
    }

    /** Packing goes column by column over a block of rows that stays in the first cache. */
    private static final class Block {

        private static final int ROWS = 1024;

        static int pack(long[] keys, int[] classes, int from, int[][] codes, int[] radices) {
            int rows = Math.min(ROWS, classes.length - from);
            for (int i = 0; i < rows; i++) {
                keys[i] = classes[from + i];
            }
            for (int column = 0; column < codes.length; column++) {
                int[] of = codes[column];
                long radix = radices[column];
                for (int i = 0; i < rows; i++) {
                    keys[i] = keys[i] * radix + of[from + i];
                }
            }
            return rows;
        }
    }
}
