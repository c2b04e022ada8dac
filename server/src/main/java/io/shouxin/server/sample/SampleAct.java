// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that one person does.
 *
 * @param staffNumber who; in the acts of an application, its account
 * @param customer index into {@link SampleCustomers}. In a search it may lie at or beyond the size:
 *                 then the number was mistyped and {@link SampleCustomers#searchable} gives one that nobody has
 * @param fields   what is revealed, or what a search searches by; empty for tickets
 * @param ticket   the ticket opened, closed or stated; about the customer of its opening act
 */
record SampleAct(Instant at, String staffNumber, Kind kind, int customer, String purpose,
                 List<String> fields, Optional<String> ticket) {

    enum Kind { TICKET_OPEN, SEARCH, REVEAL, TICKET_CLOSE }

    SampleAct {
        fields = List.copyOf(fields);
    }
}
