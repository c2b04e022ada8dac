// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.util.Arrays;

/**
 * Small-cell suppression in tables of counts: cells below a threshold are left out, and further ones so that none
 * of them can be computed from the totals, which are published. What is left out of a line adds up to the threshold at
 * least, because of two cells that add up to 2 and are not empty each is 1.
 *
 * <p>In a table of two dimensions a cell follows from the totals exactly if, seeing rows and columns as nodes and
 * the cells left out as edges, it lies on no cycle (D. Gusfield, 1988). So each small cell is given a cycle, the
 * one that leaves out the least.
 *
 * <p><b>Limit.</b> It looks at one table. Two tables of the same people, or the same table of two days, can be
 * subtracted from each other; against that only noise helps. A total that is small itself is the caller's to leave
 * out, and that a cell left out is small is known.
 */
public final class SmallCells {

    private SmallCells() {}

    /**
     * Which cells of one line to leave out, when its total is published: the small ones, and the least others until
     * there are two of them with the threshold between them.
     *
     * @param counts none negative; an empty cell is not small
     * @param threshold at least 2; a cell of 1 to threshold - 1 is small
     * @throws ReleaseRefused {@code release.small-cells.threshold}
     */
    public static boolean[] suppressed(long[] counts, int threshold) {
        check(threshold);
        boolean[] out = new boolean[counts.length];
        int left = 0;
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            out[i] = small(counts[i], threshold);
            left += out[i] ? 1 : 0;
            sum += out[i] ? counts[i] : 0;
        }
        while (left > 0 && (left == 1 || sum < threshold)) {
            int least = -1;
            for (int i = 0; i < counts.length; i++) {
                least = !out[i] && (least < 0 || cost(counts[i]) < cost(counts[least])) ? i : least;
            }
            if (least < 0) {
                break;
            }
            out[least] = true;
            left++;
            sum += counts[least];
        }
        return out;
    }

    /**
     * Which cells of a table to leave out, when the totals of its rows and columns are published.
     *
     * @param counts at least two rows of at least two cells, none negative
     * @throws ReleaseRefused {@code release.small-cells.threshold}
     */
    public static boolean[][] suppressed(long[][] counts, int threshold) {
        check(threshold);
        if (counts.length < 2 || counts[0].length < 2) {
            throw new IllegalStateException("A table has two rows and two columns; one line has its own method.");
        }
        boolean[][] out = new boolean[counts.length][counts[0].length];
        for (int row = 0; row < out.length; row++) {
            for (int column = 0; column < out[row].length; column++) {
                out[row][column] = small(counts[row][column], threshold);
            }
        }
        for (int row = 0; row < out.length; row++) {
            for (int column = 0; column < out[row].length; column++) {
                if (small(counts[row][column], threshold)) {
                    closeCycle(counts, out, row, column);
                }
            }
        }
        while (widened(counts, out, threshold)) {
            // Each time one more cell is left out, so it ends.
        }
        return out;
    }

    /** Leaves out one more cell of the first line whose cells left out are fewer together than the threshold. */
    private static boolean widened(long[][] counts, boolean[][] out, int threshold) {
        int rows = counts.length;
        int columns = counts[0].length;
        for (int line = 0; line < rows + columns; line++) {
            long sum = 0;
            int least = -1;
            for (int i = 0; i < (line < rows ? columns : rows); i++) {
                int row = line < rows ? line : i;
                int column = line < rows ? i : line - rows;
                sum += out[row][column] ? counts[row][column] : 0;
                boolean cheaper = least < 0 || cost(counts[row][column])
                        < cost(counts[line < rows ? line : least][line < rows ? least : line - rows]);
                least = !out[row][column] && cheaper ? i : least;
            }
            if (sum > 0 && sum < threshold && least >= 0) {
                int row = line < rows ? line : least;
                int column = line < rows ? least : line - rows;
                out[row][column] = true;
                closeCycle(counts, out, row, column);
                return true;
            }
        }
        return false;
    }

    /** Leaves out the cells of the cheapest way from the cell's row to its column that is not the cell itself. */
    private static void closeCycle(long[][] counts, boolean[][] out, int row, int column) {
        int rows = counts.length;
        int nodes = rows + counts[0].length;
        double[] distances = new double[nodes];
        int[] from = new int[nodes];
        boolean[] done = new boolean[nodes];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        distances[row] = 0;
        for (int round = 0; round < nodes; round++) {
            int next = -1;
            for (int i = 0; i < nodes; i++) {
                next = !done[i] && (next < 0 || distances[i] < distances[next]) ? i : next;
            }
            done[next] = true;
            boolean isRow = next < rows;
            for (int other = isRow ? rows : 0; other < (isRow ? nodes : rows); other++) {
                int r = isRow ? next : other;
                int c = (isRow ? other : next) - rows;
                boolean itself = r == row && c == column;
                double distance = distances[next] + (out[r][c] ? 0 : cost(counts[r][c]));
                if (!itself && distance < distances[other]) {
                    distances[other] = distance;
                    from[other] = next;
                }
            }
        }
        for (int node = rows + column; node != row; node = from[node]) {
            int r = Math.min(node, from[node]);
            out[r][Math.max(node, from[node]) - rows] = true;
        }
    }

    /** What is lost with a cell. An empty one is worth keeping: leaving it out protects less than it seems. */
    private static double cost(long count) {
        return count == 0 ? 1e12 : count;
    }

    private static boolean small(long count, int threshold) {
        return count > 0 && count < threshold;
    }

    private static void check(int threshold) {
        if (threshold < 2) {
            throw Reason.THRESHOLD.refusal();
        }
    }
}
