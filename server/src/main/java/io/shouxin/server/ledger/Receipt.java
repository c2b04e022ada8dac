// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import java.time.Instant;
import java.util.HexFormat;

/**
 * What whoever passed the door takes away: the number of the entry, which is its place in the tree,
 * and the leaf hash, from which the proof can be checked without us.
 */
public record Receipt(long entry, String id, Instant at, byte[] leafHash) {

    public String leafHashHex() {
        return HexFormat.of().formatHex(leafHash);
    }
}
