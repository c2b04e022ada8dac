// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import javax.crypto.Cipher;

/**
 * Ten rounds over many values at once. A round is one call of the cipher over the last block of each value's
 * PRF, then one pass that adds the result to one half and lays the next round's blocks; nothing is allocated.
 *
 * <p>Enciphering and deciphering are the same walk: one half is the source, whose number stands in the block,
 * the other the target, which gains or loses the round's number and is the source of the next round.
 */
final class Ff1Lockstep {

    /** So many values that blocks, results and halves stay in the processor's first cache. */
    static final int CAPACITY = 512;

    private static final int ROUNDS = 10;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final Modulus leftModulus;
    final Modulus rightModulus;
    /** NUM of the left halves, u numerals each. */
    final long[] left = new long[CAPACITY];
    /** NUM of the right halves, v numerals each. */
    final long[] right = new long[CAPACITY];

    private final Cipher cipher;
    private final int numberShift;
    private final boolean wide;
    private final byte[] in = new byte[CAPACITY * BlockCipher.BLOCK_BYTES];
    private final byte[] out = new byte[CAPACITY * BlockCipher.BLOCK_BYTES];

    /** @param cipher of this object alone from now on */
    Ff1Lockstep(Cipher cipher, Ff1Shape shape) {
        this.cipher = cipher;
        leftModulus = new Modulus(shape.leftModulus.longValueExact());
        rightModulus = new Modulus(shape.rightModulus.longValueExact());
        numberShift = 8 * shape.halfBytes;
        wide = shape.roundBytes > 8;
    }

    /** The upper half of one value's block, the same in each round: its tweak and the chain before it. */
    void tweak(int index, long high) {
        LONG.set(in, 16 * index, high);
    }

    void encrypt(int count, long low) {
        rounds(count, low, right, left, false);
    }

    void decrypt(int count, long low) {
        rounds(count, low, left, right, true);
    }

    private void rounds(int count, long low, long[] source, long[] target, boolean backwards) {
        long first = block(low, backwards ? ROUNDS - 1 : 0);
        for (int k = 0; k < count; k++) {
            LONG.set(in, 16 * k + 8, first ^ source[k]);
        }
        for (int step = 0; step < ROUNDS; step++) {
            int round = backwards ? ROUNDS - 1 - step : step;
            BlockCipher.blocks(cipher, in, 16 * count, out);
            Modulus modulus = round % 2 == 0 ? leftModulus : rightModulus;
            long next = block(low, backwards ? round - 1 : round + 1);
            long[] to = step % 2 == 0 ? target : source;
            if (wide) {
                wideRound(to, count, modulus, next, backwards);
            } else if (backwards) {
                subtract(to, count, modulus, next);
            } else {
                add(to, count, modulus, next);
            }
        }
    }

    private long block(long low, int round) {
        return low ^ (long) round << numberShift;
    }

    private void add(long[] target, int count, Modulus modulus, long next) {
        for (int k = 0; k < count; k++) {
            long y = modulus.of64((long) LONG.get(out, 16 * k));
            long sum = modulus.reduced(target[k] + y);
            target[k] = sum;
            LONG.set(in, 16 * k + 8, next ^ sum);
        }
    }

    private void subtract(long[] target, int count, Modulus modulus, long next) {
        for (int k = 0; k < count; k++) {
            long y = modulus.of64((long) LONG.get(out, 16 * k));
            long difference = modulus.reduced(target[k] + modulus.value - y);
            target[k] = difference;
            LONG.set(in, 16 * k + 8, next ^ difference);
        }
    }

    private void wideRound(long[] target, int count, Modulus modulus, long next, boolean backwards) {
        for (int k = 0; k < count; k++) {
            long high = (long) LONG.get(out, 16 * k);
            long low = (long) LONG.get(out, 16 * k + 8);
            long y = modulus.of96(high >>> 32, high << 32 | low >>> 32);
            long to = modulus.reduced(target[k] + (backwards ? modulus.value - y : y));
            target[k] = to;
            LONG.set(in, 16 * k + 8, next ^ to);
        }
    }
}
