// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.policy.TicketState;
import io.shouxin.server.ledger.Watched;

import java.util.Optional;
import java.util.UUID;

/**
 * Knows the tickets that give a reason to look: is this one open, and is it about this customer?
 *
 * <p>An implementation that cannot tell says {@link TicketState#UNAVAILABLE}; it never guesses, and it
 * answers within two seconds. It is asked at every reveal and its answer is not kept.
 */
public interface TicketSystem {

    /** Asks about a ticket; what is asked for next may travel with it. */
    Asked ask(String ticket);

    /** A ticket that was asked about. */
    interface Asked {

        /** Waits for what there is to tell of it, as a reason to look at this customer. */
        Answer about(UUID customer);
    }

    /**
     * @param seen what the answer rests on, where that can be compared again when the entry is written;
     *     empty for a system that only tells how things stood when it was asked
     */
    record Answer(TicketState state, Optional<Watched.Seen> seen) {

        public static final Answer NONE_GIVEN = of(TicketState.NONE_GIVEN);
        public static final Answer UNAVAILABLE = of(TicketState.UNAVAILABLE);

        public static Answer of(TicketState state) {
            return new Answer(state, Optional.empty());
        }
    }
}
