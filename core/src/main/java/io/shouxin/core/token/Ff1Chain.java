// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The part of the PRF that is the same for all values of one length and tweak: the CBC-MAC over P and the
 * blocks of Q before the one with the round's number. It is computed once, so that a round of a value of
 * ordinary length costs one block and not two or more.
 */
final class Ff1Chain {

    /** The chaining value before the rest. */
    final byte[] state;
    /** The rest of Q, from the block with the round's number on; that number and NUM(B) still zero. */
    final byte[] rest;

    private Ff1Chain(byte[] state, byte[] rest) {
        this.state = state;
        this.rest = rest;
    }

    static Ff1Chain of(Cipher cipher, Ff1Shape shape, byte[] tweak) {
        int variable = shape.halfBytes + 1;
        int bytes = (tweak.length + variable + 15) / 16 * 16;
        byte[] q = Arrays.copyOf(tweak, bytes);
        int fixed = (bytes - variable) / 16 * 16;
        byte[] state = encrypted(cipher, shape.firstBlock(tweak.length));
        for (int at = 0; at < fixed; at += 16) {
            state = encrypted(cipher, xor(state, q, at));
        }
        return new Ff1Chain(state, Arrays.copyOfRange(q, fixed, bytes));
    }

    /** Upper half of the last block before it is enciphered, for a shape that {@link Ff1Shape#isNarrow}. */
    long high() {
        return ByteBuffer.wrap(xor(state, rest, 0)).getLong(0);
    }

    /** Its lower half, to which the round's number and B are still to be added by exclusive or. */
    long low() {
        return ByteBuffer.wrap(xor(state, rest, 0)).getLong(8);
    }

    static byte[] encrypted(Cipher cipher, byte[] block) {
        byte[] out = new byte[BlockCipher.BLOCK_BYTES];
        BlockCipher.blocks(cipher, block, block.length, out);
        return out;
    }

    static byte[] xor(byte[] state, byte[] text, int at) {
        byte[] sum = new byte[BlockCipher.BLOCK_BYTES];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (byte) (state[i] ^ text[at + i]);
        }
        return sum;
    }
}
