// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TileReader;

import java.util.Arrays;

/** Tiles from the table. A row holds the widest form of its tile; a narrower one is its beginning. */
record StoredTiles(TreeTable table) implements TileReader {

    @Override
    public byte[] tile(int level, long n, int width) {
        byte[] hashes = table.tile(level, n).orElseThrow(() -> new LedgerDamaged("ledger.tile.missing"));
        int length = width * Hashes.SIZE;
        if (hashes.length < length) {
            throw new LedgerDamaged("ledger.tile.missing");
        }
        return hashes.length == length ? hashes : Arrays.copyOf(hashes, length);
    }
}
