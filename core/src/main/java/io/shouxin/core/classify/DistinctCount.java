// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

/** How many different values there are, by 64-bit hashes: exact enough to tell a key from a list of words. */
final class DistinctCount {

    private final int max;
    private long[] slots = new long[64];
    private int count;

    DistinctCount(int max) {
        this.max = max;
    }

    void add(String value) {
        if (count >= max) {
            return;
        }
        long hash = hash(value);
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 20) & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = hash;
        if (++count * 2 > slots.length) {
            grow();
        }
    }

    int count() {
        return count;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long hash : old) {
            if (hash != 0) {
                int slot = (int) (hash >>> 20) & mask;
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = hash;
            }
        }
    }

    /** FNV-1a over the characters, mixed; 0 marks an empty slot and is never given. */
    private static long hash(String value) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001B3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        return hash == 0 ? 1 : hash;
    }
}
