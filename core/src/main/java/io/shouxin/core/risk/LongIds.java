// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.util.Arrays;

/** Numbers from 0 on for long keys in the order in which they first come: open addressing, linear probing. */
final class LongIds {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] keys;
    private int[] ids;
    private int shift;
    private int size;

    LongIds(int expected) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(15L, 2L * expected - 1));
        allocate(Math.min(30, bits));
    }

    /** The key's number, a new one if it has none. */
    int id(long key) {
        int mask = keys.length - 1;
        int at = (int) (key * GOLDEN >>> shift);
        while (ids[at] != 0) {
            if (keys[at] == key) {
                return ids[at] - 1;
            }
            at = at + 1 & mask;
        }
        keys[at] = key;
        ids[at] = ++size;
        if (size > keys.length / 2 && keys.length < 1 << 30) {
            grow();
        }
        return size - 1;
    }

    int size() {
        return size;
    }

    private void allocate(int bits) {
        keys = new long[1 << bits];
        ids = new int[1 << bits];
        shift = 64 - bits;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldIds = ids;
        allocate(64 - shift + 1);
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldIds[i] != 0) {
                int at = (int) (oldKeys[i] * GOLDEN >>> shift);
                while (ids[at] != 0) {
                    at = at + 1 & mask;
                }
                keys[at] = oldKeys[i];
                ids[at] = oldIds[i];
            }
        }
        Arrays.fill(oldIds, 0);
    }
}
