// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.TileReader;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** The tree for the modules that check it or show it; it grows here and nowhere else. */
@Component
public final class SignedTree {

    private final TreeTable table;

    SignedTree(TreeTable table) {
        this.table = table;
    }

    public TreeHead head() {
        return table.head();
    }

    public TileReader tiles() {
        return new StoredTiles(table);
    }

    /** The checkpoint that was signed at this size, if it is still kept. */
    public Optional<TreeHead> signedAt(long size) {
        return table.checkpoint(size);
    }

    /** Checkpoints that were signed between two sizes and are still kept, smallest first, both ends left out. */
    public List<TreeHead> signedBetween(long above, long below, int limit) {
        return table.checkpoints(above, below, limit);
    }
}
