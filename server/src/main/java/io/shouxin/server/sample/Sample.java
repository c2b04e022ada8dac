// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the sample operator behind the open door: founds it, collects its customers, plays its days of
 * work. All of it goes through the doors of the modules, as the people and applications it simulates,
 * and every entry made on the way carries the clock's name {@code sample}.
 *
 * <p>It can be ended at any moment, by {@code kill -9} as well: the next start goes on where it was, and
 * no customer and no act is there twice.
 */
class Sample implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sample.class);
    private static final int FAILURES_MAX = 5;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration END_WAIT = Duration.ofSeconds(20);

    /** The parts of the work, in their order. */
    record Parts(SampleFounding founding, SampleIntake intake, SampleHistory history) {}

    private final SampleSettings settings;
    private final Parts parts;
    private final SampleProgress progress;
    private final SampleEnding ending;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private @Nullable Thread thread;

    Sample(SampleSettings settings, Parts parts, SampleProgress progress, SampleEnding ending) {
        this.settings = settings;
        this.parts = parts;
        this.progress = progress;
        this.ending = ending;
    }

    /** When the door is open: nobody waits for the sample to use it. */
    @EventListener
    void on(ApplicationReadyEvent ready) {
        Thread worker = new Thread(this::run, "sample");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** Completes when the work is over: true when all of the sample is there. */
    CompletableFuture<Boolean> finished() {
        return finished;
    }

    final void run() {
        try {
            SampleRun run = parts.founding().found(settings);
            LOG.info("Sample sign-ins: {}", parts.founding().signInsFile());
            noteOtherSettings(run);
            finished.complete(play(run));
        } catch (SampleRefused refused) {
            LOG.error("The sample is not made: {}", refused.getMessage());
            progress.stop();
            finished.complete(false);
        } catch (RuntimeException failed) {
            LOG.error("The sample is not made", failed);
            progress.stop();
            finished.complete(false);
        }
    }

    private void noteOtherSettings(SampleRun run) {
        if (run.customers() != settings.customers() || run.seed() != settings.seed()) {
            LOG.info("The sample here was begun with {} customers and seed {}, and stays so.",
                    run.customers(), run.seed());
        }
    }

    /** A database that is away for a moment must not end the sample; one that stays away does. */
    private boolean play(SampleRun run) {
        int failures = 0;
        while (!stopping()) {
            try {
                parts.intake().run(run, this::stopping);
                parts.history().run(run, this::stopping);
                if (!stopping()) {
                    ending.end(run);
                    progress.end();
                    return true;
                }
            } catch (Refused | DataAccessException | TransactionException failed) {
                if (++failures == FAILURES_MAX) {
                    throw failed;
                }
                LOG.warn("The sample waits and goes on: {}", failed.getClass().getSimpleName());
                pause();
            }
        }
        return false;
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void pause() {
        try {
            if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    /** Lets what is at the door pass and stops. */
    @Override
    public void close() {
        stop.countDown();
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        try {
            worker.join(END_WAIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
