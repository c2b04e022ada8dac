// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.List;
import java.util.Random;

/**
 * Randomness that is the same on every JDK: {@link java.util.Random} is specified to the bit, its
 * newer siblings are not. Each thing that is drawn has its own dice, so that nothing depends on the
 * order in which things are drawn.
 */
final class SampleDice {

    private final Random random;

    private SampleDice(long state) {
        random = new Random(state);
    }

    /** The dice of one thing; the path says which, such as a kind, a day and a person. */
    static SampleDice of(long seed, long... path) {
        long state = mixed(seed);
        for (long step : path) {
            state = mixed(state ^ mixed(step));
        }
        return new SampleDice(state);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), so that neighbouring seeds look unrelated. */
    static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 0 to bound - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From first to last, both included. */
    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    /** 0 to just below 1. */
    double share() {
        return random.nextDouble();
    }

    boolean percent(double chance) {
        return share() * 100 < chance;
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    /** Index of one of the weights, as often as its weight says. */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int rest = below(sum);
        int index = 0;
        while (rest >= weights[index]) {
            rest -= weights[index++];
        }
        return index;
    }

    String digits(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + below(10)));
        }
        return text.toString();
    }

    /** Whole events in a span in which {@code mean} are expected (Poisson, Knuth's way in halves). */
    int events(double mean) {
        int count = 0;
        double rest = mean;
        // exp(-mean) underflows for large means; the sum of two Poisson draws is one of their sum.
        while (rest > 0) {
            double part = Math.min(rest, 50);
            rest -= part;
            double limit = StrictMath.exp(-part);
            for (double product = share(); product > limit; product *= share()) {
                count++;
            }
        }
        return count;
    }
}
