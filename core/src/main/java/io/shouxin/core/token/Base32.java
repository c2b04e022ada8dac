// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.nio.ByteBuffer;

/**
 * 128 bits as 26 characters of Crockford's base 32 in lower case: no i, l, o or u, so that nobody
 * misreads one aloud. The first character carries 3 bits. One block has one spelling.
 */
final class Base32 {

    static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    static final int LENGTH = 26;

    private Base32() {}

    static String encode(byte[] block) {
        ByteBuffer in = ByteBuffer.wrap(block);
        long high = in.getLong();
        long low = in.getLong();
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) low & 31);
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
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
