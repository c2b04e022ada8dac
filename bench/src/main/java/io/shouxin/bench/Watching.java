// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One who asks the same again and again until it is refused, and writes down when. */
final class Watching implements Callable<Watching.Seen> {

    private static final int SERVED_BEFORE = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpLine line;
    private final Request request;
    private final CountDownLatch served = new CountDownLatch(SERVED_BEFORE);
    private volatile boolean mayBeRefused;

    /** What is asked, at whatever node the line goes to. */
    record Request(String method, String path, String body) {}

    /** A request that was served, by the clock of {@link System#nanoTime}. */
    record Served(long from, long to) {}

    /** @param refusedAt when the first refusal had come */
    record Seen(List<Served> served, long refusedAt) {

        /** Those that were under way at this moment. */
        long inFlight(long at) {
            return served.stream().filter(one -> one.from() <= at && one.to() > at).count();
        }

        long begunAfter(long at) {
            return served.stream().filter(one -> one.from() > at).count();
        }
    }

    Watching(HttpLine line, Request request) {
        this.line = line;
        this.request = request;
    }

    /** Waits until it has been served a few times, and lets the next refusal be the end. */
    void expectRefusal() throws InterruptedException {
        if (!served.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("Not measured: nothing is served.");
        }
        mayBeRefused = true;
    }

    @Override
    public Seen call() throws IOException {
        List<Served> all = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (long from = System.nanoTime(); from < end; from = System.nanoTime()) {
            boolean expected = mayBeRefused;
            int status = line.send(request.method(), request.path(), request.body()).status();
            long to = System.nanoTime();
            if (status == 200) {
                all.add(new Served(from, to));
                served.countDown();
            } else if (mayBeRefused && (status == 302 || status == 401 || status == 403)) {
                return new Seen(all, to);
            } else {
                throw new IOException("Not measured: " + status + (expected ? "" : " before anybody was suspended"));
            }
        }
        throw new IOException("Not measured: whoever is suspended goes on being served.");
    }
}
