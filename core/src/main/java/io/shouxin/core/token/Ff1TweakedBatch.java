// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

/**
 * {@link Ff1Batch} with a tweak for each string: 8 bytes, given as a number, the most significant byte first.
 * For values whose kept part, a prefix or a country, is the tweak of the part that is enciphered.
 */
public final class Ff1TweakedBatch {

    private final Ff1Lockstep lockstep;
    private final long high;
    private final long low;
    private final long radixPower;

    Ff1TweakedBatch(Ff1Lockstep lockstep, long high, long low) {
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
     * Enciphers {@code values[from]} to {@code values[to - 1]} in place, each under the tweak of its index.
     *
     * @throws TokenRefused {@code token.value-out-of-range} if one is negative or not below {@link #domain};
     *     none is changed then
     */
    public void encryptDeterministically(long[] values, long[] tweaks, int from, int to) {
        Ff1Batch.check(values, from, to, radixPower);
        for (int at = from; at < to; at += Ff1Lockstep.CAPACITY) {
            int count = split(values, tweaks, at, to);
            lockstep.encrypt(count, low);
            Ff1Batch.join(lockstep, values, at, count);
        }
    }

    /** Deciphers in place, on the same conditions. */
    public void decrypt(long[] values, long[] tweaks, int from, int to) {
        Ff1Batch.check(values, from, to, radixPower);
        for (int at = from; at < to; at += Ff1Lockstep.CAPACITY) {
            int count = split(values, tweaks, at, to);
            lockstep.decrypt(count, low);
            Ff1Batch.join(lockstep, values, at, count);
        }
    }

    private int split(long[] values, long[] tweaks, int at, int to) {
        int count = Ff1Batch.split(lockstep, values, at, to);
        for (int k = 0; k < count; k++) {
            lockstep.tweak(k, high ^ tweaks[at + k]);
        }
        return count;
    }
}
