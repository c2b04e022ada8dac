// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One row of the outbox.
 *
 * @param tries how often it was tried in vain
 * @param attempts how often it was handed over, or was about to be
 * @param sealed the letter; {@code null} once it is wiped
 */
record Stored(UUID id, Message.Kind kind, String purpose, String template, String recipient, MessageState state,
        Reason reason, int tries, int attempts, Times times, String keyName, byte @Nullable [] sealed) {

    /** @param why a code of {@code outbox.why.…}; @param code the other side's number for it */
    record Reason(Optional<String> why, OptionalInt code) {

        static final Reason NONE = new Reason(Optional.empty(), OptionalInt.empty());
    }

    record Times(Instant created, Instant validUntil, Instant due, Instant moved) {}

    boolean wiped() {
        return sealed == null;
    }

    /** Whether there is still something to send, and time for it. */
    boolean canGoAgain(Instant now) {
        return !wiped() && times.validUntil().isAfter(now)
                && (state == MessageState.FAILED || state == MessageState.UNCERTAIN);
    }
}
