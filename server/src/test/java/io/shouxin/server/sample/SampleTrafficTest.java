// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class SampleTrafficTest {

    private static final Path FILE = Path.of("sample-sign-ins.json");

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1:8080", "http://shouxin.example", "http://127.0.0.1.example.com",
        "http://localhost@192.0.2.1/", "mailto:a@example.com", "http://0.0.0.0:8080"})
    void refusesEveryHostButThisMachine(String base) {
        assertThatThrownBy(() -> new SampleTraffic.Load(URI.create(base), FILE, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToGoOnForEver() {
        URI here = URI.create("http://[::1]:8080");
        assertThatThrownBy(() -> new SampleTraffic.Load(here, FILE, Duration.ofHours(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleTraffic.Load(here, FILE, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleTraffic.Load(here, FILE, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesPercentilesFromTheSlowerSide() {
        List<Long> nanos = List.of(4_000_000L, 1_000_000L, 3_000_000L, 2_000_000L);
        SampleTraffic.Figures figures = SampleTraffic.Figures.of(nanos, Duration.ofSeconds(2));
        assertThat(figures.perSecond()).isEqualTo(2);
        assertThat(figures.p50()).isEqualTo(Duration.ofMillis(2));
        assertThat(figures.p95()).isEqualTo(Duration.ofMillis(4));
        assertThat(figures.longest()).isEqualTo(Duration.ofMillis(4));
        assertThat(SampleTraffic.Figures.of(List.of(), Duration.ofSeconds(1)).p99()).isZero();
    }
}
