// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does accepted prunings behind the pages. Every node looks each minute; what one left when it died another finishes,
 * and what had to wait (for a signature, or for a long query on the entries) is tried again.
 */
@Component
class PruningWork implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PruningWork.class);
    private static final long LOOK_EVERY_MILLIS = 60_000;
    private static final long FIRST_LOOK_MILLIS = 300_000;

    private final PruningRun run;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        // Reading some months of entries may take minutes, and the other work by the minute must not wait for it.
        Thread made = new Thread(work, "ledger-pruning");
        made.setDaemon(true);
        return made;
    });

    PruningWork(PruningRun run) {
        this.run = run;
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS, initialDelay = FIRST_LOOK_MILLIS)
    void look() {
        thread.execute(this::proceed);
    }

    private void proceed() {
        try {
            run.proceed(step -> LOG.debug("Pruning: {}", step));
        } catch (Refused notNow) {
            LOG.debug("Nothing is pruned now: {}", notNow.key());
        } catch (RuntimeException failed) {
            LOG.warn("A pruning could not go on and is tried again: {}", failed.getClass().getName());
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
