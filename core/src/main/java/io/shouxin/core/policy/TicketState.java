// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** What the ticket system said about the ticket of a request. Only {@link #GOOD} satisfies a need. */
public enum TicketState {
    NONE_GIVEN,
    /** Open, and about this customer. */
    GOOD,
    NOT_OPEN,
    OTHER_CUSTOMER,
    /** No such ticket. */
    UNKNOWN,
    /** The ticket system did not answer. */
    UNAVAILABLE
}
