// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.server.clock.DoorClock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Duration;

/** Thins the checkpoints that were signed: under load there are several a second. */
@Component
class OldCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(OldCheckpoints.class);
    private static final long EVERY_MILLIS = 3_600_000;
    private static final Duration ALL_OF = Duration.ofDays(1);

    private final TreeTable table;
    private final DoorClock clock;

    OldCheckpoints(TreeTable table, DoorClock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = EVERY_MILLIS)
    void thin() {
        try {
            table.thinCheckpoints(clock.systemInstant().minus(ALL_OF));
        } catch (RuntimeException unavailable) {
            LOG.warn("Old checkpoints could not be thinned: {}", unavailable.getClass().getName());
        }
    }
}
