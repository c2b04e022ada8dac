// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.util.Arrays;

/** Digits two a byte, the first in the lower half, filled with F (3GPP TS 29.002, TBCD-STRING). */
final class Tbcd {

    private static final String DIGITS = "0123456789*#abc";
    private static final int FILLER = 0xF;

    private Tbcd() {}

    static String text(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < bytes.length; i++) {
            append(bytes[i] & 0xF, text);
            append(bytes[i] >> 4 & 0xF, text);
        }
        return text.toString();
    }

    private static void append(int half, StringBuilder text) {
        if (half != FILLER) {
            text.append(DIGITS.charAt(half));
        }
    }

    /** The digits behind what is kept of the old bytes. */
    static byte[] bytes(byte[] old, int kept, String digits) {
        byte[] bytes = Arrays.copyOf(old, kept + (digits.length() + 1) / 2);
        for (int i = kept; i < bytes.length; i++) {
            int first = 2 * (i - kept);
            int second = first + 1 < digits.length() ? digits.charAt(first + 1) - '0' : FILLER;
            bytes[i] = (byte) (second << 4 | digits.charAt(first) - '0');
        }
        return bytes;
    }
}
