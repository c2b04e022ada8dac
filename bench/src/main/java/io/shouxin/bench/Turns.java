// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Steps that take turns, each measured by the processor time of this thread, so that whatever else the machine does
 * meets all of them and is not counted.
 */
final class Turns {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 3;
    private static final double TURN_SECONDS = 0.3;

    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** Some work; the answer only keeps it from being left out as useless. */
    @FunctionalInterface
    interface Step {
        long run();
    }

    void add(String name, Step step) {
        steps.put(name, step);
    }

    /** Median nanoseconds of each step for one of so many values, in the order they were added. */
    Map<String, Double> nanoseconds(int rounds, long values) {
        Map<String, double[]> all = new LinkedHashMap<>();
        steps.keySet().forEach(name -> all.put(name, new double[rounds]));
        long sink = 0;
        for (int round = -WARM_UPS; round < rounds; round++) {
            for (Map.Entry<String, Step> step : steps.entrySet()) {
                long begin = THREADS.getCurrentThreadCpuTime();
                long runs = 0;
                do {
                    sink += step.getValue().run();
                    runs++;
                } while (THREADS.getCurrentThreadCpuTime() - begin < TURN_SECONDS * 1e9);
                if (round >= 0) {
                    all.get(step.getKey())[round] =
                            (THREADS.getCurrentThreadCpuTime() - begin) / (double) runs / values;
                }
            }
        }
        if (sink == System.nanoTime()) {
            System.out.println();
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        all.forEach((name, times) -> {
            Arrays.sort(times);
            medians.put(name, times[times.length / 2]);
        });
        return medians;
    }
}
