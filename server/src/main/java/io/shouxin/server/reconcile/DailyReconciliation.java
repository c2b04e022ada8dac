// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.server.clock.DoorClock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.ZonedDateTime;

/** Compares once a day. Every node looks each minute, one of them does it; what was missed is made up for. */
@Component
class DailyReconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(DailyReconciliation.class);
    private static final long LOOK_EVERY_MILLIS = 60_000;
    private static final long FIRST_LOOK_MILLIS = 360_000;

    private final Reconciliation reconciliation;
    private final DoorClock clock;
    private final ReconcileSettings settings;

    DailyReconciliation(Reconciliation reconciliation, DoorClock clock, ReconcileSettings settings) {
        this.reconciliation = reconciliation;
        this.clock = clock;
        this.settings = settings;
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS, initialDelay = FIRST_LOOK_MILLIS)
    void look() {
        try {
            if (reconciliation.lastAt().isBefore(lastHour())) {
                reconciliation.run();
            }
        } catch (RuntimeException failed) {
            LOG.warn("Views and agreements could not be compared: {}", failed.getClass().getName());
        }
    }

    /** The latest moment, not after this one, at which they were to be compared. */
    private Instant lastHour() {
        ZonedDateTime today = clock.systemInstant().atZone(clock.getZone());
        ZonedDateTime hour = today.with(settings.reconcileAt());
        return (hour.isAfter(today) ? today.minusDays(1).with(settings.reconcileAt()) : hour).toInstant();
    }
}
