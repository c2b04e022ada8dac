// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.SignedTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes a census once a day, when there is something new to count. Every node looks each minute; the row that
 * {@link Censuses} locks lets one of them. What was missed while all nodes were down is made up for.
 */
@Component
class DailyCensus implements DisposableBean {

    static final Entry.Actor ACTOR = Entry.Actor.system("ledger");

    private static final Logger LOG = LoggerFactory.getLogger(DailyCensus.class);
    private static final long LOOK_EVERY_MILLIS = 60_000;
    private static final long FIRST_LOOK_MILLIS = 240_000;
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    private final Censuses censuses;
    private final SignedTree tree;
    private final DoorClock clock;
    private final CensusSettings settings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
        // Counting may take minutes, and the other work by the minute must not wait for it.
        Thread made = new Thread(run, "ledger-census");
        made.setDaemon(true);
        return made;
    });

    DailyCensus(Censuses censuses, SignedTree tree, DoorClock clock, CensusSettings settings) {
        this.censuses = censuses;
        this.tree = tree;
        this.clock = clock;
        this.settings = settings;
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS, initialDelay = FIRST_LOOK_MILLIS)
    void look() {
        thread.execute(this::takeIfDue);
    }

    /** Whether one was taken. */
    boolean takeIfDue() {
        try {
            if (isDue(censuses.takenAt()) && tree.head().size() > censuses.takenTo()) {
                censuses.take(ACTOR);
                return true;
            }
        } catch (Refused notNow) {
            LOG.debug("No census is taken now: {}", notNow.key());
        } catch (RuntimeException failed) {
            LOG.warn("The census could not be taken: {}", failed.getClass().getName());
        }
        return false;
    }

    /** One taken further ahead than clocks of nodes differ was taken by a clock that was wrong, and stops nothing. */
    private boolean isDue(Instant taken) {
        return taken.isBefore(lastHour()) || taken.isAfter(clock.systemInstant().plus(AHEAD_MAX));
    }

    /** The latest moment, not after this one, at which a census was to be taken. */
    private Instant lastHour() {
        ZonedDateTime today = clock.systemInstant().atZone(clock.getZone());
        ZonedDateTime hour = today.with(settings.censusAt());
        return (hour.isAfter(today) ? today.minusDays(1).with(settings.censusAt()) : hour).toInstant();
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
