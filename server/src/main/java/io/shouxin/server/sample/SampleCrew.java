// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A few threads that act for many people. Each person's acts stay in their order on one thread; different
 * people come to the door at the same time, as they would, so that entries share commits.
 */
final class SampleCrew implements AutoCloseable {

    private static final int THREADS = 4;

    private final ExecutorService threads;

    SampleCrew() {
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "sample-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does all the acts and returns when the last one is done. */
    void act(List<SampleAct> acts, Consumer<SampleAct> how) {
        Map<String, List<SampleAct>> byPerson = new LinkedHashMap<>();
        acts.forEach(act -> byPerson.computeIfAbsent(act.staffNumber(), number -> new ArrayList<>()).add(act));
        List<Future<?>> running = new ArrayList<>();
        byPerson.values().forEach(own -> running.add(threads.submit(() -> own.forEach(how))));
        running.forEach(SampleCrew::await);
    }

    /** Lets every thread do this and returns when all are through. */
    void together(Runnable work) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(work));
        }
        running.forEach(SampleCrew::await);
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SampleRefused("Interrupted.");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
