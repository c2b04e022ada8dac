// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.TileReader;

import org.springframework.stereotype.Component;

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
}
