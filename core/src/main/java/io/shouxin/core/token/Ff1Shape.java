// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** What algorithm 7 of SP 800-38G computes from the radix and the length alone, in integers throughout. */
final class Ff1Shape {

    /** Up to so many bytes of NUM(B), the last block holds the round's number, B and 8 bytes of anything before. */
    private static final int NARROW_BYTES_MAX = 7;

    final int radix;
    final int length;
    final int left;
    final int right;
    final BigInteger leftModulus;
    final BigInteger rightModulus;
    /** b of the standard: bytes of NUM(B). */
    final int halfBytes;
    /** d of the standard: bytes of the round's number y. */
    final int roundBytes;

    Ff1Shape(int radix, int length) {
        this.radix = radix;
        this.length = length;
        left = length / 2;
        right = length - left;
        leftModulus = BigInteger.valueOf(radix).pow(left);
        rightModulus = BigInteger.valueOf(radix).pow(right);
        // ceil(log2 m) is the length in bits of m - 1, without a floating-point logarithm to go wrong.
        halfBytes = (rightModulus.subtract(BigInteger.ONE).bitLength() + 7) / 8;
        roundBytes = 4 * ((halfBytes + 3) / 4) + 4;
    }

    /** Whether both halves and a round's sum fit into a long, and y into 96 bits. */
    boolean isNarrow() {
        return halfBytes <= NARROW_BYTES_MAX;
    }

    /** P of the standard for a tweak of so many bytes. */
    byte[] firstBlock(int tweakBytes) {
        return ByteBuffer.allocate(BlockCipher.BLOCK_BYTES)
                .put((byte) 1).put((byte) 2).put((byte) 1)
                .put((byte) (radix >>> 16)).putShort((short) radix)
                .put((byte) 10).put((byte) left)
                .putInt(length).putInt(tweakBytes)
                .array();
    }
}
