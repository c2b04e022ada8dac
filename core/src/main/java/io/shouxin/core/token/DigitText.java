// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * ASCII digits to a number, eight at a time in one word: subtract the zeros, then add neighbours into pairs,
 * pairs into fours and fours into eight, each by one multiplication.
 */
final class DigitText {

    /** What {@link #number} answers for a text that is not digits only. */
    static final long NOT_DIGITS = -1;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long UPPER_HALVES = 0xF0F0F0F0F0F0F0F0L;
    private static final long SIXES = 0x0606060606060606L;

    private DigitText() {}

    /** The number that 1 to 18 digits spell, or {@link #NOT_DIGITS}. */
    static long number(byte[] text, int from, int to) {
        int length = to - from;
        if (length > 16 || length < 8) {
            return slowly(text, from, to);
        }
        long last = (long) LONG.get(text, to - 8);
        // The digits before the last eight, moved to the end of a word of zeros.
        int moved = 8 * (16 - length);
        long first = length == 8 ? ZEROS : (long) LONG.get(text, from) << moved | ~(-1L << moved) & ZEROS;
        if (!digits(last) || !digits(first)) {
            return NOT_DIGITS;
        }
        return eight(first) * 100_000_000 + eight(last);
    }

    private static boolean digits(long word) {
        return (word & UPPER_HALVES) == ZEROS && (word + SIXES & UPPER_HALVES) == ZEROS;
    }

    private static long eight(long word) {
        long pairs = (word & 0x0F0F0F0F0F0F0F0FL) * (10 * 256 + 1) >>> 8;
        long fours = (pairs & 0x00FF00FF00FF00FFL) * (100 * 65_536 + 1) >>> 16;
        return (fours & 0x0000FFFF0000FFFFL) * ((10_000L << 32) + 1) >>> 32;
    }

    private static long slowly(byte[] text, int from, int to) {
        if (to <= from || to - from > 18) {
            return NOT_DIGITS;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_DIGITS;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
