// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree after new entries: the tiles that changed, its size and its root. Reads only the partial tiles at
 * the old tree's right edge, at most one for each level, and writes nothing.
 */
public final class TileGrowth {

    private record Place(int level, long n) {
    }

    private final long size;
    private final byte[] root;
    private final List<Tile> tiles;

    private TileGrowth(long size, byte[] root, List<Tile> tiles) {
        this.size = size;
        this.root = root;
        this.tiles = List.copyOf(tiles);
    }

    /**
     * @param size of the tree before
     * @param edge serves the partial tiles of that tree
     * @param leafHashes the {@link Hashes#leaf} of each new entry, in order
     */
    public static TileGrowth grow(long size, TileReader edge, List<byte[]> leafHashes) {
        List<Tile> tiles = new ArrayList<>();
        List<byte[]> row = leafHashes;
        for (int level = 0; !row.isEmpty(); level++) {
            row = level(level, Tile.hashesAt(level, size), edge, row, tiles);
        }
        long grown = Math.addExact(size, leafHashes.size());
        return new TileGrowth(grown, Tree.root(grown, over(tiles, edge)), tiles);
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        return root.clone();
    }

    /** The changed and new tiles with their whole contents, lower levels first: the order to write in. */
    public List<Tile> tiles() {
        return tiles;
    }

    /** Appends a row of hashes to one level and answers the row this adds to the next. */
    private static List<byte[]> level(int level, long before, TileReader edge, List<byte[]> row,
                                      List<Tile> tiles) {
        List<byte[]> above = new ArrayList<>(row.size() / Tile.WIDTH + 1);
        long n = before / Tile.WIDTH;
        int filled = (int) (before % Tile.WIDTH);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream(Tile.WIDTH * Hashes.SIZE);
        if (filled > 0) {
            hashes.writeBytes(SubtreeReader.read(edge, level, n, before << 8 * level));
        }
        int next = 0;
        while (next < row.size()) {
            int end = Math.min(row.size(), next + Tile.WIDTH - filled);
            row.subList(next, end).forEach(hashes::writeBytes);
            Tile tile = new Tile(level, n, hashes.toByteArray());
            tiles.add(tile);
            if (tile.width() == Tile.WIDTH) {
                above.add(SubtreeReader.full(tile.hashes()));
            }
            hashes.reset();
            next = end;
            filled = 0;
            n++;
        }
        return above;
    }

    private static TileReader over(List<Tile> tiles, TileReader edge) {
        Map<Place, Tile> changed = new HashMap<>();
        tiles.forEach(tile -> changed.put(new Place(tile.level(), tile.n()), tile));
        return (level, n, width) -> {
            Tile tile = changed.get(new Place(level, n));
            return tile == null ? edge.tile(level, n, width)
                    : Arrays.copyOf(tile.hashes(), width * Hashes.SIZE);
        };
    }
}
