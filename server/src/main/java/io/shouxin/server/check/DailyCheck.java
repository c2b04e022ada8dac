// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Asks for the check of the whole once a day, so that a change in old entries is found although nobody
 * asks. Every node looks each minute; {@link FullCheck#begin} lets one of them. What was missed while
 * all nodes were down is made up for after the start.
 */
@Component
class DailyCheck {

    static final Entry.Actor ACTOR = Entry.Actor.system("ledger");

    private static final Logger LOG = LoggerFactory.getLogger(DailyCheck.class);
    private static final long LOOK_EVERY_MILLIS = 60_000;
    private static final long FIRST_LOOK_MILLIS = 300_000;
    /** A run that was cut off may be what cut its node off. */
    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    /** A begin further ahead than clocks of nodes differ was written by a clock that was wrong. */
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    private final FullCheck full;
    private final Entries entries;
    private final DoorClock clock;
    private final LedgerSettings settings;

    DailyCheck(FullCheck full, Entries entries, DoorClock clock, LedgerSettings settings) {
        this.full = full;
        this.entries = entries;
        this.clock = clock;
        this.settings = settings;
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS, initialDelay = FIRST_LOOK_MILLIS)
    void look() {
        try {
            if (due()) {
                full.begin(ACTOR);
            }
        } catch (Refused anotherNodeWasFaster) {
            LOG.debug("The daily check is under way on another node");
        } catch (RuntimeException unavailable) {
            LOG.warn("The daily check could not begin: {}", unavailable.getClass().getName());
        }
    }

    private boolean due() {
        Instant now = clock.systemInstant();
        Optional<FullCheck.Run> run = full.run();
        if (run.isPresent() && run.get().lost(now)) {
            return run.get().startedAt().isBefore(now.minus(AGAIN_AFTER)) || run.get().startedAt().isAfter(now);
        }
        // Before the first run ever, the first entry is what a check could not be later than.
        Optional<Instant> last = run.map(FullCheck.Run::startedAt).or(entries::firstAt);
        return last.isPresent()
                && (last.get().isBefore(lastHour(now)) || last.get().isAfter(now.plus(AHEAD_MAX)));
    }

    /** The latest moment, not after this one, at which a check was to begin. */
    private Instant lastHour(Instant now) {
        ZonedDateTime today = now.atZone(clock.getZone());
        ZonedDateTime hour = today.with(settings.checkAt());
        return (hour.isAfter(today) ? today.minusDays(1).with(settings.checkAt()) : hour).toInstant();
    }
}
