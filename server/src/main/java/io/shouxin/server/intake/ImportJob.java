// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.vault.Customers.Existing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One import as it stands. */
record ImportJob(UUID id, Beginner by, String purpose, Existing existing, boolean again, State state,
        Optional<String> why, Optional<UUID> repeats, Counts counts, Times times,
        Entries entries) {

    /** Where an import is. */
    enum State {
        /** The file is awaited or coming in. */
        RECEIVING,
        /** All of it is here, sealed, and waits for its turn. */
        READY,
        RUNNING,
        /** By a person, or because the one who began it lost the right; can go on. */
        STOPPED,
        DONE,
        /** Given up; what waited is destroyed. */
        FAILED;

        boolean over() {
            return this == DONE || this == FAILED;
        }
    }

    /** In whose name rows are collected. */
    record Beginner(Caller.Kind kind, String id) {

        boolean is(Caller caller) {
            return kind == caller.kind() && id.equals(caller.id());
        }
    }

    /**
     * @param rows rows of the file read so far, or all of them once it is here
     * @param done rows that have their result, whatever it is
     */
    record Counts(long bytes, long rows, long done, long created, long changed, long unchanged, long rejected) {}

    /** @param worked how long rows were really worked on, waiting and stops left out */
    record Times(Instant opened, Optional<Instant> began, Optional<Instant> ended, Instant moved, Duration worked) {}

    /** The ledger's entries of its begin and its end; one may be missing if the node died right after it. */
    record Entries(Optional<Long> begin, Optional<Long> end) {}

    /** Rows with a result per second of work; 0 while there is nothing to count. */
    long rowsPerSecond() {
        long worked = counts.created() + counts.changed() + counts.unchanged();
        return times.worked().toMillis() < 1 ? 0 : worked * 1000 / times.worked().toMillis();
    }

    /** Until the last row, if work goes on as it went; empty while that is unknown or it does not go on. */
    Optional<Duration> left() {
        long speed = rowsPerSecond();
        return state != State.RUNNING || speed < 1 ? Optional.empty()
                : Optional.of(Duration.ofSeconds((counts.rows() - counts.done() + speed - 1) / speed));
    }
}
