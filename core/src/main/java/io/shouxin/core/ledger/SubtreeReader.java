// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * The hash of any subtree of a tree kept in tiles. A complete subtree of height h stands under up to 128
 * neighbouring hashes of one tile of level h / 8, so a proof reads a few tiles however large the tree is.
 * Reads each tile once; made for one computation and thrown away.
 */
final class SubtreeReader {

    private record Place(int level, long n) {
    }

    private final long size;
    private final TileReader tiles;
    private final Map<Place, byte[]> read = new HashMap<>();

    /** @param size of the tree the tiles are asked for; no wider tile is ever asked for */
    SubtreeReader(long size, TileReader tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    /** The hash over the entries from (inclusive) to (exclusive), where RFC 6962 makes them a subtree. */
    byte[] range(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            return complete(from, Long.numberOfTrailingZeros(count));
        }
        long middle = from + Tree.split(count);
        return Hashes.node(range(from, middle), range(middle, to));
    }

    private byte[] complete(long from, int height) {
        int level = height / 8;
        int count = 1 << height % 8;
        long first = from >>> 8 * level;
        byte[] tile = tile(level, first / Tile.WIDTH);
        return fold(tile, (int) (first % Tile.WIDTH), count);
    }

    private static byte[] fold(byte[] tile, int place, int count) {
        return count == 1 ? Hashes.at(tile, place) : Hashes.node(
                fold(tile, place, count / 2), fold(tile, place + count / 2, count / 2));
    }

    private byte[] tile(int level, long n) {
        return read.computeIfAbsent(new Place(level, n), place -> read(tiles, level, n, size));
    }

    /** Reads a tile as wide as a tree of that size has it. */
    static byte[] read(TileReader tiles, int level, long n, long size) {
        int width = Tile.width(level, n, size);
        byte[] hashes = tiles.tile(level, n, width);
        if (hashes == null || hashes.length != width * Hashes.SIZE) {
            throw new LedgerDamaged("ledger.tile.width");
        }
        return hashes;
    }

    /** The hash a full tile stands for one level up. */
    static byte[] full(byte[] tile) {
        return fold(tile, 0, Tile.WIDTH);
    }
}
