// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.clock.DoorClock;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time that windows of agreement end by. It never runs backwards: whoever decides moves the latest time in
 * the database on, and a node whose clock is a little behind goes by that. A clock that was set back further
 * would let windows begin again, so then nothing holds any more, until {@link Approvals#sweep} has made an end of
 * everything open and starts from the new time.
 */
@Component
class AgreementClock {

    /** What clocks of nodes that are kept in step may differ by. */
    static final Duration APART_MAX = Duration.ofSeconds(5);

    private final ApprovalTable table;
    private final DoorClock clock;

    AgreementClock(ApprovalTable table, DoorClock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The time now; empty while this node's clock is further behind than clocks differ. */
    Optional<Instant> now() {
        return after(table.latest());
    }

    private Optional<Instant> after(Instant latest) {
        Instant own = own();
        if (simulated()) {
            return Optional.of(own);
        }
        if (own.isBefore(latest.minus(APART_MAX))) {
            return Optional.empty();
        }
        return Optional.of(own.isBefore(latest) ? latest : own);
    }

    /** The same, and nobody decides at an earlier time from then on. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Instant> advance() {
        if (simulated()) {
            return now();
        }
        Optional<Instant> now = after(table.latestLocked());
        now.ifPresent(table::setLatest);
        return now;
    }

    /** Begins again from this node's time, whatever it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Instant restart() {
        Instant own = own();
        table.setLatest(own);
        return own;
    }

    /**
     * Simulated work goes by its own clock and moves nobody else's. It is never ahead of the true time, so what is
     * agreed to in it is over in the true time.
     */
    private boolean simulated() {
        return clock.name().isPresent();
    }

    /** In milliseconds, as entries have it: what an entry says of a decision is then exactly what is kept. */
    private Instant own() {
        Instant system = clock.systemInstant().truncatedTo(ChronoUnit.MILLIS);
        return simulated() && clock.instant().isBefore(system) ? clock.instant() : system;
    }
}
