// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts PostgreSQL, and starts it again when it ends before its time: killed by the kernel for want of
 * memory, stopped by hand, or unable to write to a full disk. Nothing is lost by that which was committed;
 * what was under way fails and is refused.
 */
final class Revival implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
    private static final long PAUSE_MILLIS_MIN = 500;
    private static final long PAUSE_MILLIS_MAX = 5_000;

    private final Programs programs;
    private final DataDirectory data;
    private final List<String> options;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Watchdog watchdog;

    private Revival(Programs programs, DataDirectory data, List<String> options, Watchdog watchdog) {
        this.programs = programs;
        this.data = data;
        this.options = options;
        this.watchdog = watchdog;
    }

    static Revival start(Programs programs, DataDirectory data, List<String> options) throws IOException {
        Revival revival = new Revival(programs, data, options, Watchdog.start(programs, data.path(), options));
        Thread thread = new Thread(revival::guard, "postgres-revival");
        thread.setDaemon(true);
        thread.start();
        return revival;
    }

    private void guard() {
        try {
            long pause = PAUSE_MILLIS_MIN;
            while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
                pause = Math.min(PAUSE_MILLIS_MAX, lives() || startedAgain() ? PAUSE_MILLIS_MIN : pause * 2);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean lives() {
        try {
            return data.leftOver().filter(ProcessHandle::isAlive).isPresent();
        } catch (IOException | RuntimeException beingWritten) {
            // The file is written at a start; the next look finds it whole.
            return true;
        }
    }

    private synchronized boolean startedAgain() {
        if (closing.getCount() == 0) {
            return true;
        }
        LOG.error("PostgreSQL has ended by itself; starting it again. Its log says why: {}", programs.log());
        watchdog.close();
        try {
            watchdog = Watchdog.start(programs, data.path(), options);
            LOG.info("PostgreSQL is back");
            return true;
        } catch (IOException | RuntimeException notYet) {
            // Processes of the dead server may still hold its memory, or the disk is full.
            LOG.warn("PostgreSQL does not start yet: {}", notYet.getClass().getSimpleName());
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            watchdog.close();
        }
    }
}
