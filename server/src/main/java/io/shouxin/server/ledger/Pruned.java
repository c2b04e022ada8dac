// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Pruning;

/** An entry of the ledger by which the oldest entries may be gone. */
public record Pruned(long number, Entry entry, byte[] bytes, Pruning pruning) {

    /** The minimum index: every entry from here on is there. */
    public long below() {
        return pruning.below();
    }
}
