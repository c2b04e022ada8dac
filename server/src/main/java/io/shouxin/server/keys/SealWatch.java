// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Carries the seal from the database to this node, several times a second and on a thread of its own: other
 * background work may take long. Sealing reaches every node so; opening reaches those whose custody needs
 * nobody. A node that cannot ask the database writes no entry either, and so releases nothing.
 */
@Component
class SealWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SealWatch.class);
    private static final long PAUSE_MILLIS = 200;
    /** An HSM that does not answer is not asked at every look. */
    private static final int OPEN_EVERY = 10;

    private final SealTable table;
    private final Opening opening;
    private final Sealing sealing;
    private final Rotations rotations;
    private final Semaphore end = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread = new Thread();

    SealWatch(SealTable table, Opening opening, Sealing sealing, Rotations rotations) {
        this.table = table;
        this.opening = opening;
        this.sealing = sealing;
        this.rotations = rotations;
    }

    private void run() {
        if (opening.state().open()) {
            rotations.finishWhatWasLeft();
        }
        for (long looks = 1; running; looks++) {
            try {
                look(looks % OPEN_EVERY == 0);
            } catch (RuntimeException unavailable) {
                LOG.debug("The seal could not be looked at: {}", unavailable.getClass().getName());
            }
            pause();
        }
    }

    /** @param open whether to try to open too, where that is allowed */
    void look(boolean open) {
        boolean sealed = table.seal().sealed();
        if (sealed && opening.state().why().filter(Opening.Why.SEALED::equals).isEmpty()) {
            sealing.closeHere();
        } else if (!sealed && opening.state().open()) {
            opening.requireVersionInUse();
        } else if (!sealed && open) {
            sealing.openHere();
        }
    }

    private void pause() {
        try {
            running = !end.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && running;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void start() {
        running = true;
        end.drainPermits();
        thread = new Thread(this::run, "keys-seal");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        end.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
