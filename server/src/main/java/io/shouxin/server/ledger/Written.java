// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;

/** An entry and its bytes, so that they are made once: for the row, for the hash, for the receipt. */
record Written(Entry entry, byte[] bytes) {

    static Written of(Entry entry) {
        return new Written(entry, entry.bytes());
    }

    Receipt receipt(long number) {
        return new Receipt(number, entry.id(), entry.at(), Hashes.leaf(bytes));
    }
}
