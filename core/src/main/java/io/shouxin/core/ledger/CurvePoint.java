// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;

/**
 * Which public keys may serve at all. Providers differ in what they accept, and a verifier must not depend on
 * which one it runs with, so this is settled here before a provider sees the key.
 *
 * <p>Ed25519: the encoding must be canonical (RFC 8032, 5.1.3: y below p), and the point none of the eight of
 * small order, under which one signature fits many texts. The two curves y² = x³ − 3x + b: the point must lie
 * on the curve and be written uncompressed.
 */
final class CurvePoint {

    static final CurvePoint P256 = new CurvePoint(
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    static final CurvePoint SM2 = new CurvePoint(
            "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
            "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93");

    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final BigInteger P25519 = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    /** The y of the eight points of small order; each stands for one x and its negative. */
    private static final Set<BigInteger> SMALL_ORDER = Set.of(BigInteger.ZERO, BigInteger.ONE,
            P25519.subtract(BigInteger.ONE),
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

    private final BigInteger p;
    private final BigInteger b;

    private CurvePoint(String p, String b) {
        this.p = new BigInteger(p, 16);
        this.b = new BigInteger(b, 16);
    }

    boolean isOn(byte[] point) {
        if (point.length != 1 + 2 * COORDINATE_BYTES || point[0] != UNCOMPRESSED) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, point.length));
        BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    static boolean isEd25519Key(byte[] raw) {
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[i] = raw[raw.length - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        BigInteger y = new BigInteger(1, bigEndian);
        return y.compareTo(P25519) < 0 && !SMALL_ORDER.contains(y);
    }
}
