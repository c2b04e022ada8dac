// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A task about one customer, open until it is closed. */
public record Ticket(
        String number, UUID customer, String kind, String openedBy, Instant openedAt, Optional<Instant> closedAt) {

    boolean open() {
        return closedAt.isEmpty();
    }
}
