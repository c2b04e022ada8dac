// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.springframework.stereotype.Component;

import java.time.Clock;

/** What comes back from the SMSC. A receipt that comes before the note of what it is about is kept for a look later. */
@Component
class Receipts {

    private final OutboxTable table;
    private final Moves moves;
    private final Clock clock;

    Receipts(OutboxTable table, Moves moves, Clock clock) {
        this.table = table;
        this.moves = moves;
        this.clock = clock;
    }

    /** When this returns the receipt is on disk, and the SMSC may forget it. */
    void take(Receipt receipt) {
        moves.receive(receipt, clock.instant());
    }

    /** Tries those again that fitted nothing when they came. */
    void takeKept() {
        table.kept().forEach(receipt -> moves.receive(receipt, clock.instant()));
    }
}
