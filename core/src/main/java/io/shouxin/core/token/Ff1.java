// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.token.TokenRefused.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Format-preserving encryption: FF1 of NIST SP 800-38G, algorithms 7 and 8.
 *
 * <p><b>Guarantee.</b> A keyed permutation of the numeral strings of one length, another one for each key and
 * tweak, of which nothing can be told without the key.
 *
 * <p><b>Warning.</b> It is deterministic: equal strings under one tweak stay equal, and how often a string
 * comes is seen. It has no integrity: every string deciphers to some string. The format itself, length and
 * alphabet, is kept and so given away. Whoever has the key has the values. What comes out is pseudonymised at
 * most, and never anonymous.
 *
 * <p>Where halves fit into a long they are computed there, otherwise as big integers. Not for use by several
 * threads at once: each makes its own, which costs one key schedule.
 */
public final class Ff1 {

    private static final int ROUNDS = 10;

    private final Ff1Parameters parameters;
    private final SecretBytes key;
    private final Cipher cipher;
    private Ff1Shape lastShape;
    private Ff1Lockstep lastLockstep;
    private byte[] lastTweak;
    private Ff1Chain lastChain;

    private Ff1(Ff1Parameters parameters, SecretBytes key, Cipher cipher) {
        this.parameters = parameters;
        this.key = key;
        this.cipher = cipher;
    }

    /**
     * FF1 with a key, which stays the caller's to close, after the last use.
     *
     * @throws TokenRefused {@code token.cipher.key-length}; {@code token.cipher.no-provider} where no provider
     *     has the cipher
     */
    public static Ff1 of(Ff1Parameters parameters, SecretBytes key) {
        return new Ff1(parameters, key, parameters.cipher().open(Cipher.ENCRYPT_MODE, key));
    }

    public Ff1Parameters parameters() {
        return parameters;
    }

    /**
     * The enciphered string, as long as the given one.
     *
     * @param numerals most significant first, each 0 to radix - 1
     * @param tweak any bytes, none included; public, and part of what the result depends on
     * @throws TokenRefused {@code token.ff1.length} or {@code token.ff1.numeral}
     */
    public int[] encryptDeterministically(int[] numerals, byte[] tweak) {
        return run(numerals, tweak, false);
    }

    /** The string that was enciphered under this tweak; another key or tweak gives another string, not an error. */
    public int[] decrypt(int[] numerals, byte[] tweak) {
        return run(numerals, tweak, true);
    }

    /**
     * The same permutation for many strings of one length, as numbers.
     *
     * @param length numerals of each string
     * @throws TokenRefused {@code token.ff1.length}, or {@code token.ff1.batch-too-wide} if radix to the power
     *     of the length passes 2^63 - 1
     */
    public Ff1Batch batch(int length, byte[] tweak) {
        Ff1Shape shape = batchShape(length);
        Ff1Chain chain = Ff1Chain.of(cipher, shape, tweak);
        return new Ff1Batch(lockstep(shape), chain.high(), chain.low());
    }

    /** The same with a tweak of 8 bytes for each string, given as a number. */
    public Ff1TweakedBatch tweakedBatch(int length) {
        Ff1Shape shape = batchShape(length);
        Ff1Chain chain = Ff1Chain.of(cipher, shape, new byte[Long.BYTES]);
        return new Ff1TweakedBatch(lockstep(shape), chain.high(), chain.low());
    }

    @Override
    public String toString() {
        return parameters.toString();
    }

    private Ff1Shape batchShape(int length) {
        Ff1Shape shape = shape(length);
        if (shape.leftModulus.multiply(shape.rightModulus).bitLength() > 63) {
            throw Reason.BATCH_TOO_WIDE.refusal();
        }
        return shape;
    }

    private Ff1Lockstep lockstep(Ff1Shape shape) {
        return new Ff1Lockstep(parameters.cipher().open(Cipher.ENCRYPT_MODE, key), shape);
    }

    private Ff1Shape shape(int length) {
        parameters.checkLength(length);
        if (lastShape == null || lastShape.length != length) {
            lastShape = new Ff1Shape(parameters.radix(), length);
            lastLockstep = lastShape.isNarrow() ? new Ff1Lockstep(cipher, lastShape) : null;
            lastTweak = null;
        }
        return lastShape;
    }

    private int[] run(int[] numerals, byte[] tweak, boolean backwards) {
        Ff1Shape shape = shape(numerals.length);
        for (int numeral : numerals) {
            if (numeral < 0 || numeral >= parameters.radix()) {
                throw Reason.NUMERAL.refusal();
            }
        }
        if (!Arrays.equals(Objects.requireNonNull(tweak), lastTweak)) {
            lastChain = Ff1Chain.of(cipher, shape, tweak);
            lastTweak = tweak.clone();
        }
        return shape.isNarrow() ? narrow(numerals, shape, backwards) : wide(numerals, shape, backwards);
    }

    private int[] narrow(int[] numerals, Ff1Shape shape, boolean backwards) {
        lastLockstep.left[0] = number(numerals, 0, shape.left);
        lastLockstep.right[0] = number(numerals, shape.left, shape.length);
        lastLockstep.tweak(0, lastChain.high());
        if (backwards) {
            lastLockstep.decrypt(1, lastChain.low());
        } else {
            lastLockstep.encrypt(1, lastChain.low());
        }
        int[] result = new int[numerals.length];
        write(lastLockstep.left[0], result, 0, shape.left);
        write(lastLockstep.right[0], result, shape.left, shape.length);
        return result;
    }

    private long number(int[] numerals, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * parameters.radix() + numerals[i];
        }
        return number;
    }

    private void write(long number, int[] numerals, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            numerals[i] = (int) (rest % parameters.radix());
            rest /= parameters.radix();
        }
    }

    private int[] wide(int[] numerals, Ff1Shape shape, boolean backwards) {
        Ff1Big big = new Ff1Big(cipher, shape, lastChain);
        BigInteger[] halves = {
            Ff1Big.number(numerals, 0, shape.left, shape.radix),
            Ff1Big.number(numerals, shape.left, shape.length, shape.radix)
        };
        for (int step = 0; step < ROUNDS; step++) {
            big.round(halves, backwards ? ROUNDS - 1 - step : step, backwards);
        }
        int[] result = new int[numerals.length];
        Ff1Big.write(halves[0], result, 0, shape.left, shape.radix);
        Ff1Big.write(halves[1], result, shape.left, shape.length, shape.radix);
        return result;
    }
}
