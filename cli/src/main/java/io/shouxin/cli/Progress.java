// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a long work is: one line on the terminal that is written over, twice a second at most, and nothing at all
 * where nobody watches. Counts units of any kind; where the total is known it tells the time left.
 */
public final class Progress implements AutoCloseable {

    private static final long INTERVAL_NANOS = 500_000_000L;
    private static final long MEGA = 1_000_000L;

    private final Console console;
    private final Words words;
    private final LongSupplier nanos;
    private final boolean shown;
    private final long begun;
    private long total;
    private long done;
    private long last;
    private int lastWidth;
    private String what = "";

    public Progress(Console console, Words words, boolean quiet) {
        this(console, words, !quiet && console.interactive(), System::nanoTime);
    }

    Progress(Console console, Words words, boolean shown, LongSupplier nanos) {
        this.console = console;
        this.words = words;
        this.nanos = nanos;
        this.shown = shown;
        this.begun = nanos.getAsLong();
        this.last = begun;
    }

    /** More bytes to come. */
    public void expect(long bytes) {
        total += bytes;
    }

    /** What is worked on now, a path or a table. */
    public void on(String name) {
        what = Console.harmless(name);
    }

    public void add(long bytes) {
        done += bytes;
        long now = nanos.getAsLong();
        if (shown && now - last >= INTERVAL_NANOS) {
            last = now;
            show(now);
        }
    }

    /** Bytes that an earlier run has done: they count as done and not as fast. */
    public void skipped(long bytes) {
        total -= bytes;
    }

    private void show(long now) {
        double seconds = (now - begun) / 1e9;
        double rate = done / Math.max(seconds, 0.001);
        String line = total > 0 && done <= total
                ? words.of("progress.of", 100 * done / total, Math.round(rate / MEGA * 10) / 10.0,
                        time((long) ((total - done) / Math.max(rate, 1))), what)
                : words.of("progress.open", done / MEGA, Math.round(rate / MEGA * 10) / 10.0, what);
        write(line);
    }

    private void write(String line) {
        int width = Console.width(line);
        console.err().print("\r" + line + " ".repeat(Math.max(0, lastWidth - width)));
        console.err().flush();
        lastWidth = width;
    }

    static String time(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        return String.format("%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }

    /** Takes the line away, so that what follows stands alone. */
    @Override
    public void close() {
        if (lastWidth > 0) {
            console.err().print("\r" + " ".repeat(lastWidth) + "\r");
            console.err().flush();
            lastWidth = 0;
        }
    }
}
