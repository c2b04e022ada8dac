// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.math.BigInteger;

/**
 * Remainders by one fixed divisor m, by multiplication with a reciprocal instead of division and without
 * branches, since every other one would be guessed wrongly.
 *
 * <p>{@link #of64} is Barrett's reduction: with r = floor((2^64 - 1) / m), floor(y * r / 2^64) is the quotient
 * of y or one less. {@link #of96} is the division of two words by one of N. Möller and T. Granlund, "Improved
 * division by invariant integers" (2011), algorithm 4, over a dividend shifted as far as the divisor's top bit.
 */
final class Modulus {

    final long value;
    private final long reciprocal;
    private final int shift;
    private final long shifted;
    private final long shiftedReciprocal;

    /** @param value 2 to 2^56 */
    Modulus(long value) {
        this.value = value;
        this.reciprocal = Long.divideUnsigned(-1L, value);
        this.shift = Long.numberOfLeadingZeros(value);
        this.shifted = value << shift;
        // floor((2^128 - 1) / d) - 2^64 for the shifted divisor d.
        this.shiftedReciprocal = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE)
                .divide(BigInteger.valueOf(value).shiftLeft(shift)).longValue();
    }

    /** An unsigned 64-bit number modulo the value. */
    long of64(long y) {
        // The reciprocal is positive, so only y can make the signed product differ from the unsigned one.
        long quotient = Math.multiplyHigh(y, reciprocal) + (y >> 63 & reciprocal);
        return reduced(y - quotient * value);
    }

    /** How often the value goes into a number that is not negative. */
    long quotient(long number) {
        long quotient = Math.multiplyHigh(number, reciprocal);
        return quotient + (number - quotient * value >= value ? 1 : 0);
    }

    /** high * 2^64 + low modulo the value, where high is below 2^32. */
    long of96(long high, long low) {
        long first = step(high >>> 64 - shift, high << shift | low >>> 64 - shift);
        return step(first, low << shift) >>> shift;
    }

    /** A number below twice the value modulo the value. */
    long reduced(long number) {
        long rest = number - value;
        return rest + (rest >> 63 & value);
    }

    private long step(long u1, long u0) {
        long low = shiftedReciprocal * u1 + u0;
        long carry = Long.compareUnsigned(low, u0) < 0 ? 1 : 0;
        long rest = u0 - (unsignedHigh(shiftedReciprocal, u1) + u1 + carry + 1) * shifted;
        if (Long.compareUnsigned(rest, low) > 0) {
            rest += shifted;
        }
        return Long.compareUnsigned(rest, shifted) >= 0 ? rest - shifted : rest;
    }

    /** The upper 64 bits of an unsigned product; the JDK has it from 18 on. */
    private static long unsignedHigh(long x, long y) {
        return Math.multiplyHigh(x, y) + (x >> 63 & y) + (y >> 63 & x);
    }
}
