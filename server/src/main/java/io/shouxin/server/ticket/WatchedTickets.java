// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import io.shouxin.server.ledger.Watched;

import org.springframework.stereotype.Component;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares the tickets of our own table again when an entry that rests on them is written. */
@Component
class WatchedTickets implements Watched<String> {

    private static final int OPEN = 1;
    private static final int CLOSED = 2;

    private final TicketTable table;

    WatchedTickets(TicketTable table) {
        this.table = table;
    }

    Seen<String> seen(Ticket ticket) {
        return seen(ticket.number(), version(ticket.open()));
    }

    @Override
    public Set<String> changed(Map<String, Integer> seen) {
        Set<String> changed = new HashSet<>(seen.keySet());
        table.find(seen.keySet()).forEach((number, ticket) -> {
            if (version(ticket.open()) == seen.get(number)) {
                changed.remove(number);
            }
        });
        return changed;
    }

    private static int version(boolean open) {
        return open ? OPEN : CLOSED;
    }
}
