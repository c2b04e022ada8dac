// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/**
 * A whole tile or the left part of one (C2SP tlog-tiles).
 *
 * @param level 0 for the hashes of entries
 * @param n the tile's place in its level, from 0
 * @param hashes 1 to 256 hashes, one after the other; belongs to the tile from here on
 */
public record Tile(int level, long n, byte[] hashes) {

    /** Hashes in a full tile, and subtrees of one level under one hash of the next. */
    public static final int WIDTH = 256;

    public Tile {
        if (hashes.length == 0 || hashes.length % Hashes.SIZE != 0 || hashes.length > WIDTH * Hashes.SIZE) {
            throw new LedgerDamaged("ledger.tile.width");
        }
    }

    /** How many hashes it holds, 1 to 256. */
    public int width() {
        return hashes.length / Hashes.SIZE;
    }

    public TilePath path() {
        return TilePath.hashes(level, n, width());
    }

    /** How many hashes a level holds in a tree of so many entries: one for each full tile below. */
    static long hashesAt(int level, long size) {
        return level > 7 ? 0 : size >>> 8 * level;
    }

    /** How wide a tile is in a tree of so many entries, 0 where it does not exist. */
    static int width(int level, long n, long size) {
        long hashes = hashesAt(level, size);
        // Divided first: a path may name a place whose first hash is beyond what a long can count.
        return n > hashes / WIDTH ? 0 : (int) Math.min(WIDTH, hashes - n * WIDTH);
    }
}
