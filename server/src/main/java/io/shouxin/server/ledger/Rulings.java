// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How far the rulings have come: the entries that change who may do what, or what is allowed (a role, a
 * suspension, a key, a register version). What a node keeps of them in memory is good for as long as none
 * was added. It learns of new ones from each write of its own and by looking a few times a second; that
 * it may be late does no harm at the door, for the write compares again ({@link Basis}).
 */
@Component
public class Rulings {

    private static final Logger LOG = LoggerFactory.getLogger(Rulings.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    /** After so long without an answer from the database nothing in memory counts as known. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(1);

    private final LedgerTable table;
    private final AtomicLong known = new AtomicLong(-1);
    private volatile long heardAt = System.nanoTime() - SILENCE_MAX.toNanos();

    Rulings(LedgerTable table) {
        this.table = table;
    }

    /** Reads something that rulings change; what comes back is at least as new as its number says. */
    public <T> Ruled<T> read(Supplier<T> reading) {
        long before = table.ruled();
        saw(before);
        return new Ruled<>(before, reading.get());
    }

    /** Whether nothing was ruled since this was read, as far as this node knows. */
    public boolean current(Ruled<?> read) {
        return read.ruled() >= known.get() && System.nanoTime() - heardAt < SILENCE_MAX.toNanos();
    }

    void saw(long ruled) {
        known.accumulateAndGet(ruled, Math::max);
        heardAt = System.nanoTime();
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS)
    void look() {
        try {
            saw(table.ruled());
        } catch (RuntimeException unavailable) {
            LOG.debug("Rulings could not be looked at: {}", unavailable.getClass().getName());
        }
    }
}
