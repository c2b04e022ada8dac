// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.policy.TicketState;

import java.util.UUID;

/**
 * Knows the tickets that give a reason to look: is this one open, and is it about this customer?
 *
 * <p>An implementation that cannot tell says {@link TicketState#UNAVAILABLE}; it never guesses, and it
 * answers within two seconds. It is asked at every reveal and its answer is not kept.
 */
public interface TicketSystem {

    TicketState state(String ticket, UUID customer);
}
