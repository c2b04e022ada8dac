// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** SM3 (GB/T 32905) and SM4 (GB/T 32907) from their standards, slow and plain, so that vectors have a second judge. */
final class SmByHand {

    private static final int[] SBOX = sbox();

    private SmByHand() {}

    static byte[] hmac(byte[] key, byte[] input) {
        byte[] padded = Arrays.copyOf(key.length > 64 ? sm3(key) : key, 64);
        byte[] inner = padded.clone();
        byte[] outer = padded.clone();
        for (int i = 0; i < 64; i++) {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5C;
        }
        return sm3(ByHand.join(outer, sm3(ByHand.join(inner, input))));
    }

    static byte[] sm3(byte[] text) {
        int[] state = {0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E};
        ByteBuffer padded = ByteBuffer.allocate((text.length + 9 + 63) / 64 * 64).put(text).put((byte) 0x80);
        padded.putLong(padded.capacity() - 8, 8L * text.length).rewind();
        while (padded.hasRemaining()) {
            compress(state, padded);
        }
        ByteBuffer hash = ByteBuffer.allocate(32);
        Arrays.stream(state).forEach(hash::putInt);
        return hash.array();
    }

    private static void compress(int[] state, ByteBuffer block) {
        int[] w = new int[68];
        for (int j = 0; j < 68; j++) {
            w[j] = j < 16 ? block.getInt()
                    : p1(w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)) ^ rol(w[j - 13], 7) ^ w[j - 6];
        }
        int[] v = state.clone();
        for (int j = 0; j < 64; j++) {
            int t = rol(j < 16 ? 0x79CC4519 : 0x7A879D8A, j % 32);
            int ss1 = rol(rol(v[0], 12) + v[4] + t, 7);
            int ff = j < 16 ? v[0] ^ v[1] ^ v[2] : v[0] & v[1] | v[0] & v[2] | v[1] & v[2];
            int gg = j < 16 ? v[4] ^ v[5] ^ v[6] : v[4] & v[5] | ~v[4] & v[6];
            int tt1 = ff + v[3] + (ss1 ^ rol(v[0], 12)) + (w[j] ^ w[j + 4]);
            int tt2 = gg + v[7] + ss1 + w[j];
            v = new int[] {tt1, v[0], rol(v[1], 9), v[2], tt2 ^ rol(tt2, 9) ^ rol(tt2, 17), v[4], rol(v[5], 19), v[6]};
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i];
        }
    }

    private static int p1(int x) {
        return x ^ rol(x, 15) ^ rol(x, 23);
    }

    /** One block enciphered. */
    static byte[] sm4(byte[] key, byte[] block) {
        int[] k = words(key);
        int[] fk = {0xA3B1BAC6, 0x56AA3350, 0x677D9197, 0xB27022DC};
        int[] x = words(block);
        for (int i = 0; i < 4; i++) {
            k[i] ^= fk[i];
        }
        for (int i = 0; i < 32; i++) {
            int ck = 0;
            for (int j = 0; j < 4; j++) {
                ck = ck << 8 | (4 * i + j) * 7 & 0xFF;
            }
            int a = substitute(k[1] ^ k[2] ^ k[3] ^ ck);
            k = new int[] {k[1], k[2], k[3], k[0] ^ a ^ rol(a, 13) ^ rol(a, 23)};
            int b = substitute(x[1] ^ x[2] ^ x[3] ^ k[3]);
            x = new int[] {x[1], x[2], x[3], x[0] ^ b ^ rol(b, 2) ^ rol(b, 10) ^ rol(b, 18) ^ rol(b, 24)};
        }
        return ByteBuffer.allocate(16).putInt(x[3]).putInt(x[2]).putInt(x[1]).putInt(x[0]).array();
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[4];
        ByteBuffer.wrap(bytes).asIntBuffer().get(words);
        return words;
    }

    private static int substitute(int word) {
        int out = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out = out << 8 | SBOX[word >>> shift & 0xFF];
        }
        return out;
    }

    private static int rol(int x, int bits) {
        return Integer.rotateLeft(x, bits);
    }

    /** S(x) = A(1 / (A(x) + C)) + C in the field of x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1. */
    private static int[] sbox() {
        int[] box = new int[256];
        for (int x = 0; x < 256; x++) {
            box[x] = affine(inverse(affine(x)));
        }
        return box;
    }

    private static int affine(int x) {
        int out = 0xD3;
        for (int bit = 0; bit < 8; bit++) {
            int row = 0xA7A7 >>> 8 - bit & 0xFF;
            out ^= (Integer.bitCount(row & x) & 1) << bit;
        }
        return out;
    }

    private static int inverse(int x) {
        for (int y = 1; y < 256; y++) {
            if (times(x, y) == 1) {
                return y;
            }
        }
        return 0;
    }

    private static int times(int x, int y) {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--) {
            product = product << 1 ^ (product >>> 7) * 0x1F5;
            product ^= (y >>> bit & 1) * x;
        }
        return product & 0xFF;
    }
}
