// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that ask as fast as they are answered, each on a connection of its own, for a while. */
final class Load {

    /** One request. */
    interface Step {

        void go(HttpLine line, int client, long turn) throws IOException;
    }

    private Load() {}

    static Measured of(Access access, String role, int clients, double seconds, Step step)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            List<Callable<long[]>> work = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                work.add(() -> run(access, role, number, end, step));
            }
            List<long[]> latencies = new ArrayList<>();
            for (Future<long[]> done : threads.invokeAll(work)) {
                latencies.add(done.get());
            }
            long[] all = latencies.stream().flatMapToLong(Arrays::stream).toArray();
            return new Measured(all.length, (System.nanoTime() - begin) / 1e9, all);
        } catch (ExecutionException failed) {
            throw new IOException("A client stopped: " + failed.getCause().getMessage(), failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] run(Access access, String role, int client, long end, Step step) throws IOException {
        long[] micros = new long[1024];
        int count = 0;
        try (HttpLine line = new HttpLine(access.address(), access.key(role))) {
            for (long before = System.nanoTime(); before < end;) {
                step.go(line, client, count);
                long after = System.nanoTime();
                if (count == micros.length) {
                    micros = Arrays.copyOf(micros, count * 2);
                }
                micros[count++] = (after - before) / 1000;
                before = after;
            }
        }
        return Arrays.copyOf(micros, count);
    }
}
