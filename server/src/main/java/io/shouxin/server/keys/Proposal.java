// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one person proposes to do with the keys and another has to accept: dual control in small, until a
 * module of its own does it for all.
 */
record Proposal(long id, Kind kind, Status status, String proposedBy, Instant proposedAt, String reason,
        Optional<String> decidedBy, Optional<Instant> decidedAt) {

    /** So long a yes to it counts: who accepts should be answering the present situation. */
    static final Duration VALID = Duration.ofHours(1);

    /** What is proposed. Sealing is not among it: that takes one. */
    enum Kind { UNSEAL, ROTATE }

    /** Where it stands. */
    enum Status { PROPOSED, ACCEPTED, REFUSED, WITHDRAWN, LAPSED }

    boolean lapsedAt(Instant now) {
        return proposedAt.plus(VALID).isBefore(now);
    }
}
