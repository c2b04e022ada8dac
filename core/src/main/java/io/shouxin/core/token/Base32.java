// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits as 26 characters of Crockford's base 32 in lower case: no i, l, o or u, so that nobody
 * misreads one aloud. The first character carries 3 bits. One block has one spelling.
 */
final class Base32 {

    static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    static final int LENGTH = 26;

    private static final byte[] DIGITS = ALPHABET.getBytes(StandardCharsets.US_ASCII);

    private Base32() {}

    static String encode(byte[] block) {
        ByteBuffer in = ByteBuffer.wrap(block);
        byte[] text = new byte[LENGTH];
        encode(in.getLong(), in.getLong(), text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Writes the 26 characters from {@code text[at]} on. */
    static void encode(long high, long low, byte[] text, int at) {
        long upper = high;
        long lower = low;
        for (int i = at + LENGTH - 2; i >= at; i -= 2) {
            int pair = (int) lower & 1023;
            text[i] = DIGITS[pair >>> 5];
            text[i + 1] = DIGITS[pair & 31];
            lower = lower >>> 10 | upper << 54;
            upper >>>= 10;
        }
    }

    /** The block of a text that was already checked to be one that {@link #encode} writes. */
    static byte[] decode(String text) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            high = high << 5 | low >>> 59;
            low = low << 5 | ALPHABET.indexOf(text.charAt(i));
        }
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }
}
