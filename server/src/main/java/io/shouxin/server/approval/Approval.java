// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Way;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One request for agreement and what became of it.
 *
 * @param register the version whose scene it was asked under
 * @param once whether it is good for one use
 * @param uses how often the door has let something go on it
 * @param endedAt when it stopped being open, whatever ended it
 * @param voidWhy why it is void; empty while it is not
 */
public record Approval(String id, ExactRequest request, int register, Asked asked, boolean once, State state,
        Optional<Decided> decided, int uses, Optional<Instant> endedAt, Optional<VoidWhy> voidWhy) {

    /** Where it stands. Only {@link #PROPOSED} and {@link #AGREED} lead anywhere else. */
    public enum State {
        PROPOSED, AGREED, USED, REFUSED, WITHDRAWN, LAPSED, EXPIRED, VOID;

        public boolean open() {
            return this == PROPOSED || this == AGREED;
        }
    }

    /** Why a request is void. */
    public enum VoidWhy {
        TAKEN_BACK, CLOCK_SET_BACK,
        /** The rights of whoever asked rest, or are gone. */
        ASKER_RESTS,
        /** The rights of whoever agreed rest, or are gone. */
        APPROVER_RESTS;

        /** As entries and the end of a message key write it. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Why and for how long.
     *
     * @param kind one of {@link Reasons#KINDS}
     * @param words what the asker wrote, without personal information
     * @param ticketHeld whether the ticket named was open and about this customer when it was asked
     * @param lapsesAt nobody can decide from then on
     * @param window how long an agreement would hold
     */
    public record Asked(String kind, String words, boolean ticketHeld, Instant at, Instant lapsesAt, Duration window) {

        /** What somebody wrote is not for logs. */
        @Override
        public String toString() {
            return "Asked[" + kind + ", " + at + "]";
        }
    }

    /**
     * Somebody's yes or no.
     *
     * @param inPlaceOf whose deputy decided, where a deputy did
     * @param validUntil for a yes: the door opens nothing on it from then on
     */
    public record Decided(String by, Optional<String> inPlaceOf, Instant at, Optional<Way> way,
            Optional<Instant> validUntil, String note) {

        @Override
        public String toString() {
            return "Decided[" + by + ", " + at + "]";
        }
    }
}
