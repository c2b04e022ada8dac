// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.page.BackgroundWork;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How far the sample is, for the overview. In memory: the tables know where to go on, not the pace. */
@Component
class SampleProgress implements BackgroundWork {

    private static final String STOPPED = "sample.progress.stopped";
    /** Before this much of a phase is seen, its pace is a guess. */
    private static final Duration SEEN_MIN = Duration.ofSeconds(3);

    private record Under(String key, long total, long doneBefore, long since) {}

    private final AtomicLong done = new AtomicLong();
    private volatile @Nullable Under under;

    /** A phase begins, or goes on after a restart with some of it done. */
    void begin(SamplePhase phase, long doneBefore, long total) {
        done.set(doneBefore);
        under = new Under(phase.key(), total, doneBefore, System.nanoTime());
    }

    void done(long more) {
        done.addAndGet(more);
    }

    /** Nothing goes on any more. */
    void end() {
        under = null;
    }

    /** It will not go on before the next start. */
    void stop() {
        Under last = under;
        under = new Under(STOPPED, last == null ? 1 : last.total(), done.get(), System.nanoTime());
    }

    @Override
    public Optional<Progress> progress() {
        Under now = under;
        if (now == null || now.total() < 1) {
            return Optional.empty();
        }
        long at = Math.min(done.get(), now.total());
        return Optional.of(new Progress(now.key(), at, now.total(), left(now, at)));
    }

    private static Optional<Duration> left(Under now, long at) {
        long nanos = System.nanoTime() - now.since();
        long since = at - now.doneBefore();
        if (since <= 0 || nanos < SEEN_MIN.toNanos()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((double) nanos / since * (now.total() - at))));
    }
}
