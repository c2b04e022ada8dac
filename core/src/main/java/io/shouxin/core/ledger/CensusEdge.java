// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/** A census while its tallies come in: what they sum up to, and the right edge of their tree. */
final class CensusEdge {

    private final RightEdge edge = RightEdge.empty();
    private CustomerTally last;
    private long entries;

    void add(CustomerTally tally) {
        if (last != null && !last.isBefore(tally) || tally.entries() < 1) {
            throw new IllegalStateException("tallies come in the order of their references, each customer once");
        }
        last = tally;
        entries = Math.addExact(entries, tally.entries());
        edge.add(tally.leafHash(), RightEdge.UNHEARD);
    }

    /** How many customers so far. */
    long size() {
        return edge.size();
    }

    /** How many of their entries. */
    long entries() {
        return entries;
    }

    Census census(long size) {
        return new Census(size, edge.size(), entries, edge.root());
    }
}
