// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/** Damage of the smallest kind. */
public final class Flip {

    private Flip() {}

    /** A copy with this bit changed, counted from the highest of the first byte. */
    public static byte[] bit(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (0x80 >>> bit % 8);
        return changed;
    }
}
