// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/**
 * A permutation of 0 to size - 1, so that the i-th customer gets a number that looks drawn by lot and
 * that nobody else in the set has, without a list of numbers already given.
 *
 * <p>Four Feistel rounds over the next even number of bits, walked until the result is below the size
 * (Black and Rogaway 2002, cycle walking). Not a cipher: the round function is a mixer.
 */
final class SampleScatter {

    private static final int ROUNDS = 4;

    private final long size;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    /** @param size from 2 to 2^60 */
    SampleScatter(long seed, long size) {
        if (size < 2 || size > 1L << 60) {
            throw new IllegalStateException("a scatter has 2 to 2^60 places, not " + size);
        }
        this.size = size;
        int bits = 64 - Long.numberOfLeadingZeros(size - 1);
        halfBits = (bits + 1) / 2;
        halfMask = (1L << halfBits) - 1;
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = SampleDice.mixed(seed ^ SampleDice.mixed(size + i));
        }
    }

    long at(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalStateException("no place " + index + " among " + size);
        }
        long place = index;
        do {
            place = round(place);
        } while (place >= size);
        return place;
    }

    private long round(long place) {
        long left = place >>> halfBits;
        long right = place & halfMask;
        for (long key : keys) {
            long next = left ^ (SampleDice.mixed(right ^ key) & halfMask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
