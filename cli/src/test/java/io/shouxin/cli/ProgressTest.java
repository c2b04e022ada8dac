// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void tellsRateAndTimeLeftAndLeavesNothingBehind() {
        try (Progress progress = progress(true)) {
            progress.expect(100_000_000);
            progress.on("a\u001B[2Jb.csv");
            nanos.set(10_000_000_000L);
            progress.add(20_000_000);
            assertThat(text()).isEqualTo("\r20% · 2.0 MB/s · 0:00:40 left · a?[2Jb.csv");
        }
        assertThat(text()).endsWith("\r");
    }

    @Test
    void isSilentWhereNobodyWatches() {
        try (Progress progress = progress(false)) {
            nanos.set(10_000_000_000L);
            progress.add(20_000_000);
        }
        assertThat(text()).isEmpty();
    }

    private Progress progress(boolean watched) {
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), terminal, terminal, watched);
        return new Progress(console, Words.in(Locale.ENGLISH), watched, nanos::get);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
