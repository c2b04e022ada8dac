// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that does not fit.
 *
 * @param entry the number of the view; empty where there is none
 * @param approval the agreement that was named; empty text where none was
 * @param looked who has looked into it, when, and what they say; empty while nobody has
 */
record Finding(long id, Kind kind, Optional<Long> entry, String actor, String scene, String approval,
        Optional<Looked> looked) {

    /** What does not fit. */
    enum Kind {
        /** A view needed agreement and names none. */
        BYPASS,
        /** It names an agreement that is not there, or was to something else, by somebody else or at another time. */
        MISMATCH,
        /** An agreement is used up and no view names it. */
        USED_WITHOUT_VIEW
    }

    record Looked(String by, Instant at, String words) {}
}
