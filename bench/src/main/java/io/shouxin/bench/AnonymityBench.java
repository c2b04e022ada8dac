// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.EquivalenceClasses;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;

/** The k of tables with four columns, beside grouping by a list of the four values. */
final class AnonymityBench {

    private static final int[] CARDINALITIES = {90, 2, 2_900, 60};
    private static final List<String> NAMES = List.of("age", "sex", "district", "plan");

    private final int rows;
    private final String[][] texts = new String[CARDINALITIES.length][];
    private List<CodedColumn> coded;

    private AnonymityBench(int rows) {
        this.rows = rows;
        Random random = new Random(rows);
        for (int column = 0; column < texts.length; column++) {
            int cardinality = CARDINALITIES[column];
            String name = NAMES.get(column);
            String[] values = new String[cardinality];
            Arrays.setAll(values, i -> name + " " + i);
            // Towards the low end, as ages and plans are.
            texts[column] = new String[rows];
            for (int row = 0; row < rows; row++) {
                texts[column][row] = values[(int) (cardinality * random.nextDouble() * random.nextDouble())];
            }
        }
    }

    /** Writes {@code anonymity} into the folder of the first argument. */
    public static void main(String[] args) throws IOException {
        int most = Integer.getInteger("bench.rows", 10_000_000);
        int rounds = Integer.getInteger("bench.rounds", 5);
        Results results = new Results("anonymity", "k-anonymity of four columns, one thread",
                Machine.facts("age, sex, district, plan with 90, 2, 2,900 and 60 values, skewed, in memory; median"
                        + " of " + rounds + " turns; elapsed time"));
        for (int rows = 100_000; rows <= most; rows *= 10) {
            results.add(new AnonymityBench(rows).row(rounds));
        }
        results.write(Path.of(args[0]));
    }

    private Map<String, Object> row(int rounds) {
        double[] coding = new double[rounds];
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        long[] allocated = new long[3];
        int k = 0;
        for (int round = -1; round < rounds; round++) {
            // A round before the first warms up and is overwritten.
            int at = Math.max(0, round);
            coding[at] = timed(this::code, allocated, 0);
            ours[at] = timed(() -> EquivalenceClasses.of(coded).k(), allocated, 1);
            k = EquivalenceClasses.of(coded).k();
            int[] grouped = new int[1];
            theirs[at] = timed(() -> grouped[0] = groupBy(), allocated, 2);
            if (k != grouped[0]) {
                throw new IllegalStateException("Not measured: the two do not agree.");
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rows", (long) rows);
        row.put("classes", (long) EquivalenceClasses.of(coded).count());
        row.put("classes ms", Results.figure(median(ours)));
        row.put("coding texts ms", Results.figure(median(coding)));
        row.put("group-by ms", Results.figure(median(theirs)));
        row.put("x group-by", Results.figure(median(theirs) / median(ours)));
        row.put("x group-by with coding", Results.figure(median(theirs) / (median(ours) + median(coding))));
        row.put("classes allocate MiB", Results.figure(allocated[1] / 1048576.0));
        row.put("codes MiB", Results.figure(4.0 * rows * texts.length / 1048576));
        row.put("group-by allocates MiB", Results.figure(allocated[2] / 1048576.0));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private int code() {
        coded = Arrays.stream(texts).map(CodedColumn::of).toList();
        return coded.size();
    }

    private int groupBy() {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            counts.merge(List.of(texts[0][row], texts[1][row], texts[2][row], texts[3][row]), 1, Integer::sum);
        }
        return Collections.min(counts.values());
    }

    private static double timed(IntSupplier step, long[] allocated, int at) {
        System.gc();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long begin = System.nanoTime();
        step.getAsInt();
        double milliseconds = (System.nanoTime() - begin) / 1e6;
        allocated[at] = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        return milliseconds;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
