// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads of this process that do the same again and again for some seconds. */
final class Workers {

    private Workers() {}

    /** One who works, with a connection of its own where it needs one. */
    interface Work extends AutoCloseable {

        void once() throws SQLException;

        @Override
        default void close() throws SQLException {
            // Most have nothing of their own.
        }
    }

    /** Begins the work of one thread; they are numbered from 0. */
    interface Opening {

        Work open(int worker) throws SQLException;
    }

    static Measured timed(int workers, double seconds, Opening opening)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        List<Callable<List<Long>>> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            all.add(() -> {
                List<Long> micros = new ArrayList<>();
                try (Work work = opening.open(worker)) {
                    for (long before = System.nanoTime(); before < end;) {
                        work.once();
                        long after = System.nanoTime();
                        micros.add((after - before) / 1000);
                        before = after;
                    }
                }
                return micros;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Long> micros = new ArrayList<>();
            for (Future<List<Long>> done : threads.invokeAll(all)) {
                micros.addAll(done.get());
            }
            return new Measured(micros.size(), (System.nanoTime() - begin) / 1e9,
                    micros.stream().mapToLong(Long::longValue).toArray());
        } finally {
            threads.shutdown();
        }
    }
}
