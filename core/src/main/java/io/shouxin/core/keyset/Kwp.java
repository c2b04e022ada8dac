// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Key wrapping with padding (RFC 5649, NIST SP 800-38F section 6.3) over any block cipher of 128 bits.
 * The standards define it for AES, where the JDK has it; here it serves SM4. Texts of 8 bytes or fewer
 * have a form of their own in the RFC, which nothing here needs and which is refused.
 */
final class Kwp {

    private static final int HALF = 8;
    private static final int BLOCK = 16;
    private static final int ROUNDS = 6;
    private static final int ICV = 0xA65959A6;

    private Kwp() {}

    /** @param block the block cipher in ECB mode, ready to encipher */
    static byte[] wrap(Cipher block, byte[] plain) throws GeneralSecurityException {
        if (plain.length <= HALF) {
            throw new IllegalStateException("Texts of 8 bytes or fewer are not wrapped here.");
        }
        int n = (plain.length + HALF - 1) / HALF;
        ByteBuffer all = ByteBuffer.allocate(HALF * (n + 1)).putInt(ICV).putInt(plain.length).put(plain);
        byte[] pair = new byte[BLOCK];
        ByteBuffer halves = ByteBuffer.wrap(pair);
        long first = all.getLong(0);
        for (int step = 1; step <= ROUNDS * n; step++) {
            int at = HALF * ((step - 1) % n + 1);
            halves.putLong(0, first).putLong(HALF, all.getLong(at));
            encipher(block, pair);
            first = halves.getLong(0) ^ step;
            all.putLong(at, halves.getLong(HALF));
        }
        Arrays.fill(pair, (byte) 0);
        return all.putLong(0, first).array();
    }

    /**
     * What was wrapped; empty if it is not whole.
     *
     * @param block the block cipher in ECB mode, ready to decipher
     */
    static Optional<byte[]> unwrap(Cipher block, byte[] wrapped) throws GeneralSecurityException {
        int n = wrapped.length / HALF - 1;
        if (wrapped.length % HALF != 0 || n < 2) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(wrapped.clone());
        byte[] pair = new byte[BLOCK];
        ByteBuffer halves = ByteBuffer.wrap(pair);
        long first = all.getLong(0);
        for (int step = ROUNDS * n; step >= 1; step--) {
            int at = HALF * ((step - 1) % n + 1);
            halves.putLong(0, first ^ step).putLong(HALF, all.getLong(at));
            encipher(block, pair);
            first = halves.getLong(0);
            all.putLong(at, halves.getLong(HALF));
        }
        try {
            return padded(first, all.array());
        } finally {
            Arrays.fill(pair, (byte) 0);
            Arrays.fill(all.array(), (byte) 0);
        }
    }

    /** Looks at everything before it says no, so that the time does not tell which part was wrong. */
    private static Optional<byte[]> padded(long first, byte[] all) {
        int room = all.length - HALF;
        int length = (int) first;
        int wrong = (int) (first >>> Integer.SIZE) ^ ICV;
        int padding = room - length;
        wrong |= padding & -HALF;
        for (int i = 0; i < HALF; i++) {
            // The last 8 bytes: those past the length are zero.
            int past = HALF - 1 - i < padding ? 0xFF : 0;
            wrong |= all[all.length - HALF + i] & past;
        }
        return wrong == 0 ? Optional.of(Arrays.copyOfRange(all, HALF, HALF + length)) : Optional.empty();
    }

    private static void encipher(Cipher block, byte[] pair) throws GeneralSecurityException {
        if (block.update(pair, 0, BLOCK, pair, 0) != BLOCK) {
            throw new IllegalStateException("The provider keeps blocks back.");
        }
    }
}
