// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The formats a second time, from the specification and the RFCs, out of nothing but AES blocks and HMAC. */
public final class ByHand {

    private ByHand() {}

    public static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    /** The first block of HKDF-Expand. */
    public static byte[] derive(byte[] key, String info) throws GeneralSecurityException {
        return hmac(key, join(info.getBytes(US_ASCII), new byte[] {1}));
    }

    public static byte[] block(int mode, byte[] key, byte[] block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(block);
    }

    public static byte[] id(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    public static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    /** RFC 5649 section 4.1 for more than 8 bytes. */
    static byte[] keyWrapPadded(byte[] kek, byte[] plain) throws GeneralSecurityException {
        byte[] padded = Arrays.copyOf(plain, (plain.length + 7) / 8 * 8);
        byte[] initial = ByteBuffer.allocate(8).putInt(0xA65959A6).putInt(plain.length).array();
        byte[] all = join(initial, padded);
        int n = padded.length / 8;
        for (int j = 0; j < 6; j++) {
            for (int i = 1; i <= n; i++) {
                byte[] half = join(Arrays.copyOf(all, 8), Arrays.copyOfRange(all, 8 * i, 8 * i + 8));
                ByteBuffer block = ByteBuffer.wrap(block(Cipher.ENCRYPT_MODE, kek, half));
                ByteBuffer out = ByteBuffer.wrap(all);
                out.putLong(0, block.getLong() ^ ((long) n * j + i));
                out.putLong(8 * i, block.getLong());
            }
        }
        return all;
    }
}
