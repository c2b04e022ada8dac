// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;

/** The rounds for halves that no long holds: the standard's steps as they are written there. */
final class Ff1Big {

    private final Cipher cipher;
    private final Ff1Shape shape;
    private final Ff1Chain chain;

    Ff1Big(Cipher cipher, Ff1Shape shape, Ff1Chain chain) {
        this.cipher = cipher;
        this.shape = shape;
        this.chain = chain;
    }

    /** One round on the halves A and B, of algorithm 7 or, backwards, of algorithm 8. */
    void round(BigInteger[] halves, int round, boolean backwards) {
        BigInteger modulus = round % 2 == 0 ? shape.leftModulus : shape.rightModulus;
        BigInteger y = number(round, backwards ? halves[0] : halves[1]);
        if (backwards) {
            BigInteger difference = halves[1].subtract(y).mod(modulus);
            halves[1] = halves[0];
            halves[0] = difference;
        } else {
            BigInteger sum = halves[0].add(y).mod(modulus);
            halves[0] = halves[1];
            halves[1] = sum;
        }
    }

    private BigInteger number(int round, BigInteger source) {
        byte[] rest = chain.rest.clone();
        rest[rest.length - shape.halfBytes - 1] = (byte) round;
        byte[] bytes = source.toByteArray();
        int used = Math.min(bytes.length, shape.halfBytes);
        System.arraycopy(bytes, bytes.length - used, rest, rest.length - used, used);
        byte[] state = chain.state;
        for (int at = 0; at < rest.length; at += 16) {
            state = Ff1Chain.encrypted(cipher, Ff1Chain.xor(state, rest, at));
        }
        ByteBuffer s = ByteBuffer.allocate((shape.roundBytes + 15) / 16 * 16).put(state);
        for (int j = 1; s.hasRemaining(); j++) {
            byte[] counter = ByteBuffer.allocate(16).putInt(12, j).array();
            s.put(Ff1Chain.encrypted(cipher, Ff1Chain.xor(state, counter, 0)));
        }
        return new BigInteger(1, Arrays.copyOf(s.array(), shape.roundBytes));
    }

    static BigInteger number(int[] numerals, int from, int to, int radix) {
        BigInteger number = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(radix);
        for (int i = from; i < to; i++) {
            number = number.multiply(base).add(BigInteger.valueOf(numerals[i]));
        }
        return number;
    }

    static void write(BigInteger number, int[] numerals, int from, int to, int radix) {
        BigInteger rest = number;
        BigInteger base = BigInteger.valueOf(radix);
        for (int i = to - 1; i >= from; i--) {
            BigInteger[] divided = rest.divideAndRemainder(base);
            numerals[i] = divided[1].intValue();
            rest = divided[0];
        }
    }
}
