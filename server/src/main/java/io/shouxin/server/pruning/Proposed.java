// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * A pruning, from the proposal to its end.
 *
 * @param through the last month that goes
 * @param below the minimum index afterwards
 * @param entries how many go
 * @param stoppedFor the message key of what stopped it; {@code stoppedAt} the entry concerned
 */
record Proposed(long id, Status status, YearMonth through, long below, long entries, String proposedBy,
        Instant proposedAt, String reason, Optional<String> decidedBy, Optional<Instant> decidedAt,
        Optional<Instant> endedAt, Optional<String> stoppedFor, Optional<Long> stoppedAt) {

    /** So long a yes to it counts: who accepts should be answering the present ledger. */
    static final Duration VALID = Duration.ofDays(7);

    /** Where it stands. From {@link #BEGUN} on it cannot be undone. */
    enum Status {
        PROPOSED, ACCEPTED, BEGUN, DONE, REFUSED, WITHDRAWN, LAPSED, STOPPED;

        /** Whether something is left to be done. */
        boolean open() {
            return this == PROPOSED || this == ACCEPTED || this == BEGUN;
        }
    }

    boolean lapsedAt(Instant now) {
        return proposedAt.plus(VALID).isBefore(now);
    }
}
