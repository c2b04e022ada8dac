// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A thread that does one step after another, rests while there is none, and now and then looks around. What fails is
 * tried again: a round that ends a worker's thread would end the work on this node without anybody being told.
 */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long PAUSE_MILLIS = 500;
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
    private static final long END_SECONDS = 10;

    private final String name;
    private final BooleanSupplier step;
    private final Runnable tidy;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread = new Thread();

    /**
     * @param step does one piece of work; false when none waits
     * @param tidy is run when it begins and each minute
     */
    public Rounds(String name, BooleanSupplier step, Runnable tidy) {
        this.name = name;
        this.step = step;
        this.tidy = tidy;
    }

    public void start() {
        running = true;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it after the present step. */
    public void stop() {
        running = false;
        work.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** There is something to do: it need not wait for its next look. */
    public void wake() {
        work.release();
    }

    public boolean running() {
        return running;
    }

    private void run() {
        long tidied = System.nanoTime() - TIDY_EVERY.toNanos();
        while (running) {
            try {
                if (System.nanoTime() - tidied >= TIDY_EVERY.toNanos()) {
                    tidied = System.nanoTime();
                    tidy.run();
                }
                if (!step.getAsBoolean()) {
                    pause();
                }
            } catch (RuntimeException failed) {
                LOG.warn("The {} wait: {}", name, failed.getClass().getName());
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (work.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
