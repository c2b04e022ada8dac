// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.util.Arrays;

/**
 * t-closeness: how far the distribution of a sensitive column in a class is from that in the whole table, by the
 * earth mover's distance, 0 to 1. The t of a table is the largest distance.
 */
public final class Closeness {

    private final double[] shares;
    private final boolean ordered;

    private Closeness(double[] shares, boolean ordered) {
        this.shares = shares;
        this.ordered = ordered;
    }

    /** All values equally far apart, for categories: half the sum of the differences. */
    public static double[] categorical(EquivalenceClasses classes, CodedColumn sensitive) {
        return new Closeness(shares(sensitive), false).distances(classes, sensitive);
    }

    /**
     * Values as far apart as their ranks, for numbers.
     *
     * @param sensitive coded in the order of the values, 0 the least
     */
    public static double[] ordered(EquivalenceClasses classes, CodedColumn sensitive) {
        return new Closeness(shares(sensitive), true).distances(classes, sensitive);
    }

    /** The t of the table; 0 for an empty one. */
    public static double t(double[] distances) {
        return Arrays.stream(distances).max().orElse(0);
    }

    private double[] distances(EquivalenceClasses classes, CodedColumn sensitive) {
        return ordered ? orderedDistances(classes, sensitive) : categoricalDistances(classes, sensitive);
    }

    private double[] categoricalDistances(EquivalenceClasses classes, CodedColumn sensitive) {
        // A value that the class lacks adds its whole share, so start from all shares and correct the present ones.
        double[] distances = new double[classes.count()];
        Arrays.fill(distances, 0.5);
        Cells.of(classes, sensitive).forEach((owner, code, size) -> {
            double share = (double) size / classes.size(owner);
            distances[owner] += (Math.abs(share - shares[code]) - shares[code]) / 2;
        });
        return distances;
    }

    /**
     * Sum over the ranks of |P - Q|, P and Q the cumulated shares. Between two values of the class P stands still,
     * so that a stretch is two differences of sums of Q, divided where Q passes P.
     */
    private double[] orderedDistances(EquivalenceClasses classes, CodedColumn sensitive) {
        int ranks = shares.length;
        double[] cumulated = new double[ranks];
        double[] sums = new double[ranks + 1];
        double q = 0;
        for (int i = 0; i < ranks; i++) {
            q += shares[i];
            cumulated[i] = q;
            sums[i + 1] = sums[i] + q;
        }
        long[] cells = sorted(classes, sensitive);
        double[] distances = new double[classes.count()];
        int at = 0;
        while (at < cells.length) {
            int owner = (int) (cells[at] >>> 32);
            double p = 0;
            double distance = 0;
            int from = 0;
            while (at < cells.length && (int) (cells[at] >>> 32) == owner) {
                int code = (int) cells[at];
                distance += stretch(cumulated, sums, from, code, p);
                int count = 0;
                while (at < cells.length && cells[at] == ((long) owner << 32 | code)) {
                    count++;
                    at++;
                }
                p += (double) count / classes.size(owner);
                from = code;
            }
            distance += stretch(cumulated, sums, from, ranks, p);
            distances[owner] = ranks < 2 ? 0 : distance / (ranks - 1);
        }
        return distances;
    }

    private static long[] sorted(EquivalenceClasses classes, CodedColumn sensitive) {
        long[] cells = new long[classes.rows()];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = (long) classes.classOf(row) << 32 | sensitive.code(row);
        }
        Arrays.sort(cells);
        return cells;
    }

    /** Sum of |p - cumulated[i]| for i in [from, to). */
    private static double stretch(double[] cumulated, double[] sums, int from, int to, double p) {
        int found = Arrays.binarySearch(cumulated, from, to, p);
        int divide = found < 0 ? -found - 1 : found;
        return p * (divide - from) - (sums[divide] - sums[from]) + (sums[to] - sums[divide]) - p * (to - divide);
    }

    private static double[] shares(CodedColumn sensitive) {
        double[] shares = new double[sensitive.cardinality()];
        for (int row = 0; row < sensitive.rows(); row++) {
            shares[sensitive.code(row)] += 1.0 / sensitive.rows();
        }
        return shares;
    }
}
