// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The formats a second time, from the specification and the RFCs, out of nothing but AES blocks and
 * HMAC-SHA-256; for suite SM out of the standards themselves.
 */
public final class ByHand {

    private ByHand() {}

    public static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    public static byte[] hmac(Suite suite, byte[] key, byte[] input) throws GeneralSecurityException {
        return suite == Suite.SM ? SmByHand.hmac(key, input) : hmac(key, input);
    }

    /** The first block of HKDF-Expand. */
    public static byte[] derive(byte[] key, String info) throws GeneralSecurityException {
        return derive(Suite.AES, key, info);
    }

    public static byte[] block(int mode, byte[] key, byte[] block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(block);
    }

    /** The first block of HKDF-Expand, cut to the length of the suite's keys. */
    public static byte[] derive(Suite suite, byte[] key, String info) throws GeneralSecurityException {
        byte[] block = hmac(suite, key, join(info.getBytes(US_ASCII), new byte[] {1}));
        return Arrays.copyOf(block, suite == Suite.SM ? 16 : 32);
    }

    public static byte[] encipher(Suite suite, byte[] key, byte[] block) throws GeneralSecurityException {
        if (suite == Suite.SM) {
            return SmByHand.sm4(key, block);
        }
        return block(Cipher.ENCRYPT_MODE, key, block);
    }

    /** NIST SP 800-38D with a nonce of 12 bytes: ciphertext and tag. */
    public static byte[] gcm(Suite suite, byte[] key, byte[] nonce, byte[] aad, byte[] plain)
            throws GeneralSecurityException {
        byte[] out = plain.clone();
        for (int i = 0; i < plain.length; i++) {
            out[i] ^= encipher(suite, key, counter(nonce, 2 + i / 16))[i % 16];
        }
        BigInteger h = new BigInteger(1, encipher(suite, key, new byte[16]));
        BigInteger y = BigInteger.ZERO;
        byte[] lengths = ByteBuffer.allocate(16).putLong(8L * aad.length).putLong(8L * out.length).array();
        byte[] hashed = join(aad, new byte[-aad.length & 15], out, new byte[-out.length & 15], lengths);
        for (int i = 0; i < hashed.length; i += 16) {
            y = times(y.xor(new BigInteger(1, Arrays.copyOfRange(hashed, i, i + 16))), h);
        }
        y = y.xor(new BigInteger(1, encipher(suite, key, counter(nonce, 1))));
        byte[] tag = new byte[16];
        for (int i = 0; i < 16; i++) {
            tag[i] = y.shiftRight(120 - 8 * i).byteValue();
        }
        return join(out, tag);
    }

    private static byte[] counter(byte[] nonce, int count) {
        return ByteBuffer.allocate(16).put(nonce).putInt(count).array();
    }

    /** Section 6.3: bit 127 stands for 1, and x^128 is x^7 + x^2 + x + 1. */
    private static BigInteger times(BigInteger x, BigInteger y) {
        BigInteger reduction = BigInteger.valueOf(0xE1).shiftLeft(120);
        BigInteger z = BigInteger.ZERO;
        BigInteger v = y;
        for (int bit = 127; bit >= 0; bit--) {
            z = x.testBit(bit) ? z.xor(v) : z;
            v = v.testBit(0) ? v.shiftRight(1).xor(reduction) : v.shiftRight(1);
        }
        return z;
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

    /** RFC 5649 section 4.1 for more than 8 bytes; SM4's key is derived from the wrapping key. */
    static byte[] keyWrapPadded(Suite suite, byte[] kek, byte[] plain) throws GeneralSecurityException {
        byte[] key = suite == Suite.SM ? derive(suite, kek, "shouxin/1 wrap") : kek;
        byte[] padded = Arrays.copyOf(plain, (plain.length + 7) / 8 * 8);
        byte[] initial = ByteBuffer.allocate(8).putInt(0xA65959A6).putInt(plain.length).array();
        byte[] all = join(initial, padded);
        int n = padded.length / 8;
        for (int j = 0; j < 6; j++) {
            for (int i = 1; i <= n; i++) {
                byte[] half = join(Arrays.copyOf(all, 8), Arrays.copyOfRange(all, 8 * i, 8 * i + 8));
                ByteBuffer block = ByteBuffer.wrap(encipher(suite, key, half));
                ByteBuffer out = ByteBuffer.wrap(all);
                out.putLong(0, block.getLong() ^ ((long) n * j + i));
                out.putLong(8 * i, block.getLong());
            }
        }
        return all;
    }
}
