// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Names for entries: 48 bits of time and 80 random bits as 26 characters of Crockford's base 32 in lower
 * case. Names sort by time; nobody can guess one, provided the random source is a secure one.
 */
public final class EntryId {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_DIGITS = 10;
    private static final int HALF_DIGITS = 8;
    private static final int DIGIT_BITS = 5;

    private EntryId() {
    }

    /**
     * @param at from 1970 on; the milliseconds show in the name
     * @param random a {@code SecureRandom}, except where the names must repeat (the sample operator)
     */
    public static String next(Instant at, RandomGenerator random) {
        long millis = at.toEpochMilli();
        if (millis < 0 || millis >>> 48 != 0) {
            throw new LedgerRefused("ledger.entry.at");
        }
        StringBuilder name = new StringBuilder(TIME_DIGITS + 2 * HALF_DIGITS);
        digits(name, millis, TIME_DIGITS);
        digits(name, random.nextLong(), HALF_DIGITS);
        digits(name, random.nextLong(), HALF_DIGITS);
        return name.toString();
    }

    private static void digits(StringBuilder out, long bits, int count) {
        for (int digit = count - 1; digit >= 0; digit--) {
            out.append(DIGITS.charAt((int) (bits >>> digit * DIGIT_BITS) & 31));
        }
    }
}
