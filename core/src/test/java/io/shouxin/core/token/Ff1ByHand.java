// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Algorithms 7 and 8 of SP 800-38G a second time, step by step, out of nothing but single AES blocks. */
record Ff1ByHand(byte[] key, int radix, byte[] tweak) {

    int[] encrypt(int[] x) throws GeneralSecurityException {
        int u = x.length / 2;
        int[] a = Arrays.copyOf(x, u);
        int[] b = Arrays.copyOfRange(x, u, x.length);
        for (int i = 0; i < 10; i++) {
            int m = i % 2 == 0 ? u : x.length - u;
            BigInteger y = y(x.length, i, number(b, radix));
            int[] c = string(number(a, radix).add(y).mod(BigInteger.valueOf(radix).pow(m)), m, radix);
            a = b;
            b = c;
        }
        return joined(a, b);
    }

    int[] decrypt(int[] x) throws GeneralSecurityException {
        int u = x.length / 2;
        int[] a = Arrays.copyOf(x, u);
        int[] b = Arrays.copyOfRange(x, u, x.length);
        for (int i = 9; i >= 0; i--) {
            int m = i % 2 == 0 ? u : x.length - u;
            BigInteger y = y(x.length, i, number(a, radix));
            int[] c = string(number(b, radix).subtract(y).mod(BigInteger.valueOf(radix).pow(m)), m, radix);
            b = a;
            a = c;
        }
        return joined(a, b);
    }

    private BigInteger y(int n, int round, BigInteger half) throws GeneralSecurityException {
        int v = n - n / 2;
        int bits = 0;
        while (BigInteger.ONE.shiftLeft(bits).compareTo(BigInteger.valueOf(radix).pow(v)) < 0) {
            bits++;
        }
        int b = (bits + 7) / 8;
        int d = 4 * ((b + 3) / 4) + 4;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(new byte[] {1, 2, 1});
        text.writeBytes(bytes(BigInteger.valueOf(radix), 3));
        text.write(10);
        text.write(n / 2 % 256);
        text.writeBytes(bytes(BigInteger.valueOf(n), 4));
        text.writeBytes(bytes(BigInteger.valueOf(tweak.length), 4));
        text.writeBytes(tweak);
        text.writeBytes(new byte[Math.floorMod(-tweak.length - b - 1, 16)]);
        text.write(round);
        text.writeBytes(bytes(half, b));
        byte[] r = new byte[16];
        for (int at = 0; at < text.size(); at += 16) {
            r = block(key, new BigInteger(1, r).xor(new BigInteger(1,
                    Arrays.copyOfRange(text.toByteArray(), at, at + 16))));
        }
        ByteArrayOutputStream s = new ByteArrayOutputStream();
        s.writeBytes(r);
        for (int j = 1; s.size() < d; j++) {
            s.writeBytes(block(key, new BigInteger(1, r).xor(BigInteger.valueOf(j))));
        }
        return new BigInteger(1, Arrays.copyOf(s.toByteArray(), d));
    }

    private static byte[] block(byte[] key, BigInteger block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(bytes(block, 16));
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] all = new byte[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            all[i] = rest.byteValue();
            rest = rest.shiftRight(8);
        }
        return all;
    }

    private static BigInteger number(int[] numerals, int radix) {
        BigInteger number = BigInteger.ZERO;
        for (int numeral : numerals) {
            number = number.multiply(BigInteger.valueOf(radix)).add(BigInteger.valueOf(numeral));
        }
        return number;
    }

    private static int[] string(BigInteger number, int length, int radix) {
        int[] numerals = new int[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            numerals[i] = rest.mod(BigInteger.valueOf(radix)).intValue();
            rest = rest.divide(BigInteger.valueOf(radix));
        }
        return numerals;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
