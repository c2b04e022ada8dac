// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * A root version as the database knows it.
 *
 * @param proof a random key wrapped under it: tells whether a key that is brought is this one
 * @param statusAt since when it stands so
 * @param keysMoved how many keys were wrapped anew under it when it took over
 * @param keysLeft how many were then still under another one, counted after the fact
 */
record RootVersion(int version, Instant createdAt, byte[] proof, Custody.Kind custody, Status status,
        Instant statusAt, Optional<Long> keysMoved, Optional<Long> keysLeft) {

    /** Where it stands. */
    enum Status {
        /** In custody, with nothing under it yet. */
        PREPARED,
        /** What is new is wrapped under it; exactly one. */
        IN_USE,
        /** Nothing is under it any more; its custody still has it. */
        RETIRED,
        /** It was prepared and never used. */
        ABANDONED,
        DESTROYED;

        boolean opens() {
            return this == IN_USE || this == RETIRED;
        }
    }
}
