// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/** All combinations of levels, numbered by mixed radix, and what is known of each. */
final class Lattice {

    private static final byte UNKNOWN = 0;
    private static final byte MEETS = 1;
    private static final byte FAILS = 2;

    private final int[] heights;
    private final int[] steps;
    private final byte[] known;

    Lattice(int[] heights) {
        this.heights = heights;
        steps = new int[heights.length];
        int nodes = 1;
        for (int i = 0; i < heights.length; i++) {
            steps[i] = nodes;
            nodes *= heights[i];
        }
        known = new byte[nodes];
    }

    int nodes() {
        return known.length;
    }

    boolean fails(int node) {
        return known[node] == FAILS;
    }

    int[] levels(int node) {
        int[] levels = new int[heights.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(node, i);
        }
        return levels;
    }

    /**
     * Decides every node, asking for as few as it can.
     *
     * @param meets monotone: true for a node means true for every coarser one
     * @param cost of the levels; a path goes on where it is least
     */
    void decide(IntPredicate meets, ToDoubleFunction<int[]> cost) {
        int top = Arrays.stream(heights).map(height -> height - 1).sum();
        int[] sums = new int[known.length];
        Arrays.setAll(sums, node -> Arrays.stream(levels(node)).sum());
        for (int sum = 0; sum <= top; sum++) {
            for (int node = 0; node < known.length; node++) {
                if (known[node] == UNKNOWN && sums[node] == sum) {
                    halve(path(node, top - sum + 1, cost), meets);
                }
            }
        }
    }

    private int[] path(int start, int lengthMax, ToDoubleFunction<int[]> cost) {
        int[] path = new int[lengthMax];
        int length = 0;
        int node = start;
        while (node >= 0) {
            path[length++] = node;
            int next = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < heights.length; i++) {
                int above = node + steps[i];
                if (level(node, i) + 1 < heights[i] && known[above] == UNKNOWN
                        && cost.applyAsDouble(levels(above)) < least) {
                    least = cost.applyAsDouble(levels(above));
                    next = above;
                }
            }
            node = next;
        }
        return Arrays.copyOf(path, length);
    }

    private void halve(int[] path, IntPredicate meets) {
        int low = 0;
        int high = path.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (meets.test(path[middle])) {
                spread(path[middle], MEETS, 1);
                high = middle - 1;
            } else {
                spread(path[middle], FAILS, -1);
                low = middle + 1;
            }
        }
    }

    /** What is known of a node holds for all above it, or below it. */
    private void spread(int node, byte what, int direction) {
        if (known[node] == what) {
            return;
        }
        known[node] = what;
        for (int i = 0; i < heights.length; i++) {
            int level = level(node, i) + direction;
            if (level >= 0 && level < heights[i]) {
                spread(node + direction * steps[i], what, direction);
            }
        }
    }

    private int level(int node, int column) {
        return node / steps[column] % heights[column];
    }
}
