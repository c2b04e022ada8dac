// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/**
 * Where tiles come from: a table, a folder, another server. What is read is not trusted; whoever uses it
 * checks it against a root. Implementations must be usable by one thread at a time and need not cache.
 */
@FunctionalInterface
public interface TileReader {

    /**
     * The first {@code width} hashes of a tile, {@code width * 32} bytes. A wider version of the same tile
     * serves as well, cut to that width, because a hash once in a tile never changes.
     *
     * @param level 0 for the hashes of entries, to 7
     * @param n the tile's place in its level, from 0
     * @param width 1 to 256
     * @throws LedgerDamaged {@code ledger.tile.missing} if it should be there and is not
     */
    byte[] tile(int level, long n, int width);
}
