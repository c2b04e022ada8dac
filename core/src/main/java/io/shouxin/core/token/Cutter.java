// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.token.TokenRefused.Reason;
import java.time.LocalDate;

/** Takes a value apart into what a token keeps and the number that is enciphered, and puts one together again. */
interface Cutter {

    /** 10^6 values are the least that FF1 may be used for. */
    int FREE_DIGITS_MIN = 6;

    /**
     * Cuts a value in any writing that its type understands.
     *
     * @param lastDay the last day of birth
     * @throws io.shouxin.core.data.InvalidValue if the type refuses the value
     * @throws TokenRefused {@code token.ff1.small-domain} if too little would be left to encipher
     */
    Cut cut(String raw, LocalDate lastDay);

    /** The value whose enciphered part is this number; null if it would not have the form, so that one walks on. */
    String join(Cut cut, long number, LocalDate lastDay);

    /** Whether a text is ASCII digits only: then a type has nothing to bring to a normal form. */
    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * A value in two parts.
     *
     * @param before what is kept in front
     * @param after what is kept behind, without a check digit
     * @param kept the digits of both, for the tweak
     * @param radix and {@code numerals} of the FF1 that enciphers the number
     */
    record Cut(String before, String after, String kept, int radix, int numerals, long number) {

        /** Decimal digits between two that are kept. */
        static Cut decimal(String before, String free, String after) {
            if (free.length() < FREE_DIGITS_MIN) {
                throw Reason.SMALL_DOMAIN.refusal();
            }
            String kept = after.isEmpty() ? before : before + after;
            return new Cut(before, after, kept, 10, free.length(), Long.parseLong(free));
        }

        /** The free digits of this number. */
        String digits(long other) {
            String digits = Long.toString(other);
            return "0".repeat(numerals - digits.length()) + digits;
        }

        /** Format, number of kept digits and those digits, in 1, 1 and 6 bytes. */
        long tweak(int format) {
            long digits = kept.isEmpty() ? 0 : Long.parseLong(kept);
            return (long) format << 56 | (long) kept.length() << 48 | digits;
        }
    }
}
