// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;

/**
 * What came of trying to hand a message over.
 *
 * @param why a code of {@code outbox.why.…}; empty when it was taken
 * @param code the other side's reply or status
 * @param remoteId the SMSC's id of what it took
 */
record Outcome(Result result, String why, OptionalInt code, @Nullable String remoteId) {

    enum Result {
        /** The other side said that it has it. */
        TAKEN,
        /** It certainly does not have it, and may take it later. */
        LATER,
        /** It certainly does not have it, and will not take it. */
        REFUSED,
        /** It may or may not have it. */
        UNKNOWN
    }

    static Outcome taken(@Nullable String remoteId) {
        return new Outcome(Result.TAKEN, "", OptionalInt.empty(), remoteId);
    }

    static Outcome later(String why) {
        return new Outcome(Result.LATER, why, OptionalInt.empty(), null);
    }

    static Outcome later(String why, int code) {
        return new Outcome(Result.LATER, why, OptionalInt.of(code), null);
    }

    static Outcome refused(String why) {
        return new Outcome(Result.REFUSED, why, OptionalInt.empty(), null);
    }

    static Outcome refused(String why, int code) {
        return new Outcome(Result.REFUSED, why, OptionalInt.of(code), null);
    }

    static Outcome unknown(String why) {
        return new Outcome(Result.UNKNOWN, why, OptionalInt.empty(), null);
    }

    Stored.Reason reason() {
        return new Stored.Reason(java.util.Optional.of(why), code);
    }
}
