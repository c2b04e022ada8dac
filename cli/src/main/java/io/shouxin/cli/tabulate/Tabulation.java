// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.tabulate;

import io.shouxin.cli.protect.CsvLine;
import io.shouxin.core.release.Noise;
import io.shouxin.core.release.NumberBands;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.release.SmallCells;
import io.shouxin.core.risk.CodedColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts, and sums where they are asked for, of the rows of a table by one or two of its columns. */
final class Tabulation {

    private final List<Domain> sides;
    private final long[] counts;
    private final BigDecimal[] sums;
    private long leftOut;

    /**
     * What is added up.
     *
     * @param low and {@code high} numbers that a value is brought between; what is no number counts as the low one
     */
    record Summed(CodedColumn column, BigDecimal low, BigDecimal high) {

        BigDecimal value(int code) {
            try {
                return NumberBands.number(column.value(code)).max(low).min(high);
            } catch (ReleaseRefused noNumber) {
                return low;
            }
        }
    }

    /**
     * How many rows of a person count.
     *
     * @param column null where each row is another person's
     */
    record People(CodedColumn column, int rowsEach) {}

    /** @param columns one for each side */
    Tabulation(List<Domain> sides, List<CodedColumn> columns, People people, Summed summed) {
        this.sides = sides;
        counts = new long[sides.stream().mapToInt(Domain::size).reduce(1, Math::multiplyExact)];
        sums = new BigDecimal[summed == null ? 0 : counts.length];
        Arrays.fill(sums, BigDecimal.ZERO);
        int[] seen = new int[people.column() == null ? 0 : people.column().cardinality()];
        for (int row = 0; row < columns.get(0).rows(); row++) {
            if (seen.length > 0 && seen[people.column().code(row)]++ >= people.rowsEach()) {
                leftOut++;
                continue;
            }
            int cell = 0;
            for (int i = 0; i < sides.size(); i++) {
                cell = cell * sides.get(i).size() + sides.get(i).places()[columns.get(i).code(row)];
            }
            counts[cell]++;
            if (summed != null) {
                sums[cell] = sums[cell].add(summed.value(summed.column().code(row)));
            }
        }
    }

    /** Rows that did not count because their person had so many already. */
    long leftOut() {
        return leftOut;
    }

    /** How many lines or columns have fewer rows in all than the threshold, though some: no cell of them could stay. */
    long smallTotals(int threshold) {
        return IntStream.range(0, sides.size() == 1 ? 0 : 2).mapToLong(side -> Arrays.stream(totals(side))
                .filter(total -> total > 0 && total < threshold).count()).sum()
                + (Arrays.stream(counts).sum() < threshold ? 1 : 0);
    }

    private long[] totals(int side) {
        long[] totals = new long[sides.get(side).size()];
        int across = sides.get(1).size();
        for (int cell = 0; cell < counts.length; cell++) {
            totals[side == 0 ? cell / across : cell % across] += counts[cell];
        }
        return totals;
    }

    /** Lines of a CSV, with totals; small cells, and those by which they could be computed, are empty. */
    List<String> suppressed(List<String> names, int threshold) {
        boolean[] out = sides.size() == 1 || sides.get(0).size() < 2 || sides.get(1).size() < 2
                ? SmallCells.suppressed(counts, threshold) : flat(threshold);
        List<String> lines = new ArrayList<>(List.of(heading(names, "count")));
        for (int cell = 0; cell < counts.length; cell++) {
            lines.add(line(places(cell), out[cell] ? "" : Long.toString(counts[cell])));
        }
        for (int side = 0; side < (sides.size() == 1 ? 0 : 2); side++) {
            long[] totals = totals(side);
            for (int i = 0; i < totals.length; i++) {
                lines.add(line(side == 0 ? List.of(sides.get(0).values().get(i), Domain.OTHER)
                        : List.of(Domain.OTHER, sides.get(1).values().get(i)), Long.toString(totals[i])));
            }
        }
        lines.add(line(sides.stream().map(side -> Domain.OTHER).toList(),
                Long.toString(Arrays.stream(counts).sum())));
        return lines;
    }

    private boolean[] flat(int threshold) {
        int across = sides.get(1).size();
        long[][] table = new long[sides.get(0).size()][];
        for (int i = 0; i < table.length; i++) {
            table[i] = Arrays.copyOfRange(counts, i * across, (i + 1) * across);
        }
        boolean[][] out = SmallCells.suppressed(table, threshold);
        boolean[] flat = new boolean[counts.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = out[i / across][i % across];
        }
        return flat;
    }

    /**
     * Lines of a CSV with noise. Counts get half of epsilon where there are sums besides, and sums the other half.
     *
     * @param summed null for counts alone
     */
    List<String> noisy(List<String> names, Noise noise, BigDecimal epsilon, int rowsEach, Summed summed) {
        BigDecimal share = summed == null ? epsilon : epsilon.divide(BigDecimal.valueOf(2));
        long[] made = noise.geometric(counts, rowsEach, share);
        double[] madeSums = summed == null ? new double[0] : noise.laplace(
                Arrays.stream(sums).mapToDouble(BigDecimal::doubleValue).toArray(),
                summed.low().abs().max(summed.high().abs()).doubleValue() * rowsEach, rowsEach, share);
        List<String> lines = new ArrayList<>(List.of(summed == null ? heading(names, "count")
                : heading(names, "count", "sum")));
        for (int cell = 0; cell < counts.length; cell++) {
            // What is done to a noisy number afterwards costs nothing, and nobody is there less than not at all.
            String count = Long.toString(Math.max(0, made[cell]));
            lines.add(summed == null ? line(places(cell), count) : line(places(cell), count,
                    BigDecimal.valueOf(madeSums[cell]).setScale(2, RoundingMode.HALF_EVEN).toPlainString()));
        }
        return lines;
    }

    private List<String> places(int cell) {
        if (sides.size() == 1) {
            return List.of(sides.get(0).values().get(cell));
        }
        int across = sides.get(1).size();
        return List.of(sides.get(0).values().get(cell / across), sides.get(1).values().get(cell % across));
    }

    private static String heading(List<String> names, String... more) {
        return line(names, more);
    }

    private static String line(List<String> places, String... figures) {
        List<String> cells = new ArrayList<>(places);
        cells.addAll(List.of(figures));
        return CsvLine.of(cells);
    }
}
