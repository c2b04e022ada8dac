// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How the ledger stands, shown at the top of every page. Asked once for each page, so the answer must
 * come from memory and must not throw; where nobody implements this the pill says that nothing is
 * known, never that all is well.
 */
public interface LedgerPill {

    Reading read();

    /**
     * What was last verified.
     *
     * @param entries entries under the last verified checkpoint, 0 or more
     * @param verifiedAt when that checkpoint was verified; {@code null} if none was
     */
    record Reading(State state, long entries, @Nullable Instant verifiedAt) {

        public static final Reading UNKNOWN = new Reading(State.UNKNOWN, 0, null);
    }

    enum State {
        /** Verified, and recently enough. */
        VERIFIED,
        /** The last verification held but is older than it should be. */
        LATE,
        /** A verification failed; views are stopped. */
        BROKEN,
        /** Nothing was verified since the start. */
        UNKNOWN;

        /** The message key of the words beside it. */
        public String key() {
            return "console.ledger." + name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
