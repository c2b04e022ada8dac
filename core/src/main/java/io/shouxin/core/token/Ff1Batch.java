// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.token.TokenRefused.Reason;

/**
 * {@link Ff1} for many strings of one length under one tweak. A string is the number that its numerals spell,
 * so "00123456789" is 123456789 of length 11. All values go through a round together: one call of the cipher
 * for each round and 512 values. Not for use by several threads at once.
 */
public final class Ff1Batch {

    private final Ff1Lockstep lockstep;
    private final long high;
    private final long low;
    private final long radixPower;

    Ff1Batch(Ff1Lockstep lockstep, long high, long low) {
        this.lockstep = lockstep;
        this.high = high;
        this.low = low;
        this.radixPower = lockstep.leftModulus.value * lockstep.rightModulus.value;
    }

    /** How many strings there are: radix to the power of the length. */
    public long domain() {
        return radixPower;
    }

    /**
     * Enciphers {@code values[from]} to {@code values[to - 1]} in place.
     *
     * @throws TokenRefused {@code token.value-out-of-range} if one is negative or not below {@link #domain};
     *     none is changed then
     */
    public void encryptDeterministically(long[] values, int from, int to) {
        check(values, from, to, radixPower);
        for (int at = from; at < to; at += Ff1Lockstep.CAPACITY) {
            int count = split(values, at, to);
            lockstep.encrypt(count, low);
            join(lockstep, values, at, count);
        }
    }

    /** Deciphers in place, on the same conditions. */
    public void decrypt(long[] values, int from, int to) {
        check(values, from, to, radixPower);
        for (int at = from; at < to; at += Ff1Lockstep.CAPACITY) {
            int count = split(values, at, to);
            lockstep.decrypt(count, low);
            join(lockstep, values, at, count);
        }
    }

    private int split(long[] values, int at, int to) {
        int count = split(lockstep, values, at, to);
        for (int k = 0; k < count; k++) {
            lockstep.tweak(k, high);
        }
        return count;
    }

    static void check(long[] values, int from, int to, long domain) {
        for (int i = from; i < to; i++) {
            if (values[i] < 0 || values[i] >= domain) {
                throw Reason.RANGE.refusal();
            }
        }
    }

    static int split(Ff1Lockstep lockstep, long[] values, int at, int to) {
        int count = Math.min(Ff1Lockstep.CAPACITY, to - at);
        Modulus modulus = lockstep.rightModulus;
        for (int k = 0; k < count; k++) {
            long quotient = modulus.quotient(values[at + k]);
            lockstep.left[k] = quotient;
            lockstep.right[k] = values[at + k] - quotient * modulus.value;
        }
        return count;
    }

    static void join(Ff1Lockstep lockstep, long[] values, int at, int count) {
        long modulus = lockstep.rightModulus.value;
        for (int k = 0; k < count; k++) {
            values[at + k] = lockstep.left[k] * modulus + lockstep.right[k];
        }
    }
}
