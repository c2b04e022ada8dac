// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Micro-aggregation: similar rows are put into groups of at least k, and each number becomes the mean of its group.
 * Sums and means of the whole stay; a group of equal values gives them away as they are, and the mean of a group
 * with one giant in it is still a giant's.
 */
public final class MicroAggregation {

    private MicroAggregation() {}

    /**
     * One column, in the groups with the least sum of squared errors (S. Hansen, S. Mukherjee, 2003). Time grows
     * with rows times k after sorting.
     *
     * @param k 2 to the number of values
     * @throws ReleaseRefused {@code release.micro-aggregation.group-size}
     */
    public static double[] univariate(double[] values, int k) {
        check(values.length, k);
        int[] order = IntStream.range(0, values.length).boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b])).mapToInt(Integer::intValue).toArray();
        // Around the middle, so that squares of large numbers do not swallow their differences.
        double middle = values[order[values.length / 2]];
        double[] sums = new double[values.length + 1];
        double[] squares = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            double value = values[order[i]] - middle;
            sums[i + 1] = sums[i] + value;
            squares[i + 1] = squares[i] + value * value;
        }
        int[] starts = starts(sums, squares, k);
        double[] means = new double[values.length];
        for (int end = values.length; end > 0; end = starts[end]) {
            double mean = middle + (sums[end] - sums[starts[end]]) / (end - starts[end]);
            for (int i = starts[end]; i < end; i++) {
                means[order[i]] = mean;
            }
        }
        return means;
    }

    /** For each number of sorted values where the last group of the best division begins; groups have k to 2k - 1. */
    private static int[] starts(double[] sums, double[] squares, int k) {
        int[] starts = new int[sums.length];
        double[] least = new double[sums.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        least[0] = 0;
        for (int end = k; end < sums.length; end++) {
            for (int start = Math.max(0, end - 2 * k + 1); start <= end - k; start++) {
                double sum = sums[end] - sums[start];
                double error = least[start] + squares[end] - squares[start] - sum * sum / (end - start);
                if (error < least[end]) {
                    least[end] = error;
                    starts[end] = start;
                }
            }
        }
        return starts;
    }

    /**
     * Several columns together by MDAV (J. Domingo-Ferrer, J. Mateo-Sanz, 2002): the row farthest from the middle
     * with its k - 1 nearest, then the row farthest from that one with its own, and so on. Columns are brought to
     * the same spread for the distances. Time grows with the square of the rows: for some ten thousand.
     *
     * @param columns of the same length
     * @return the columns of means
     * @throws ReleaseRefused {@code release.micro-aggregation.group-size}
     */
    public static double[][] multivariate(double[][] columns, int k) {
        int rows = columns[0].length;
        check(rows, k);
        double[][] points = standardised(columns);
        boolean[] grouped = new boolean[rows];
        double[][] means = new double[columns.length][rows];
        int left = rows;
        while (left >= 3 * k) {
            int far = farthest(points, centre(points, grouped), grouped);
            aggregate(nearest(points, points[far], grouped, k), columns, means, grouped);
            int other = farthest(points, points[far], grouped);
            aggregate(nearest(points, points[other], grouped, k), columns, means, grouped);
            left -= 2 * k;
        }
        if (left >= 2 * k) {
            int far = farthest(points, centre(points, grouped), grouped);
            aggregate(nearest(points, points[far], grouped, k), columns, means, grouped);
            left -= k;
        }
        aggregate(nearest(points, points[0], grouped, left), columns, means, grouped);
        return means;
    }

    private static void check(int rows, int k) {
        if (k < 2 || k > rows) {
            throw Reason.GROUP_SIZE.refusal();
        }
    }

    private static double[][] standardised(double[][] columns) {
        double[][] points = new double[columns[0].length][columns.length];
        for (int column = 0; column < columns.length; column++) {
            double mean = Arrays.stream(columns[column]).average().orElse(0);
            double spread = Math.sqrt(Arrays.stream(columns[column]).map(x -> (x - mean) * (x - mean)).average()
                    .orElse(0));
            for (int row = 0; row < points.length; row++) {
                points[row][column] = spread == 0 ? 0 : (columns[column][row] - mean) / spread;
            }
        }
        return points;
    }

    private static double[] centre(double[][] points, boolean[] grouped) {
        double[] centre = new double[points[0].length];
        int count = 0;
        for (int row = 0; row < points.length; row++) {
            if (!grouped[row]) {
                count++;
                for (int i = 0; i < centre.length; i++) {
                    centre[i] += points[row][i];
                }
            }
        }
        for (int i = 0; i < centre.length; i++) {
            centre[i] /= count;
        }
        return centre;
    }

    private static int farthest(double[][] points, double[] from, boolean[] grouped) {
        int farthest = -1;
        double most = -1;
        for (int row = 0; row < points.length; row++) {
            double distance = grouped[row] ? -1 : distance(points[row], from);
            if (distance > most) {
                most = distance;
                farthest = row;
            }
        }
        return farthest;
    }

    private static int[] nearest(double[][] points, double[] to, boolean[] grouped, int count) {
        return IntStream.range(0, points.length).filter(row -> !grouped[row]).boxed()
                .sorted((a, b) -> Double.compare(distance(points[a], to), distance(points[b], to)))
                .limit(count).mapToInt(Integer::intValue).toArray();
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private static void aggregate(int[] group, double[][] columns, double[][] means, boolean[] grouped) {
        for (int column = 0; column < columns.length; column++) {
            double[] values = columns[column];
            double mean = Arrays.stream(group).mapToDouble(row -> values[row]).average().orElse(0);
            for (int row : group) {
                means[column][row] = mean;
            }
        }
        for (int row : group) {
            grouped[row] = true;
        }
    }
}
