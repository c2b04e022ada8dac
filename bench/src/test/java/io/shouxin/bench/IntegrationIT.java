// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class IntegrationIT {

    private static String figures(int fast, int promised, int all) {
        return """
                # TYPE shouxin_ledger_integration_seconds histogram
                shouxin_ledger_integration_seconds_bucket{le="0.05"} %d
                shouxin_ledger_integration_seconds_bucket{le="0.2"} %d
                shouxin_ledger_integration_seconds_bucket{le="+Inf"} %d
                shouxin_ledger_integration_seconds_count %d
                """.formatted(fast, promised, all, all);
    }

    @Test
    void countsWhatCameSince() throws IOException {
        Integration between = Integration.read(figures(90, 99, 100)).since(Integration.read(figures(10, 19, 20)));
        assertThat(between.steps()).isEqualTo(80);
        assertThat(between.kept()).isEqualTo(1);
        assertThat(Integration.read(figures(90, 99, 100)).kept()).isEqualTo(0.99);
        assertThat(Integration.read(figures(90, 99, 100)).milliseconds(0.9)).isEqualTo(50);
        assertThat(Integration.read(figures(90, 99, 100)).milliseconds(0.95)).isEqualTo(200);
        assertThat(Integration.read(figures(90, 99, 100)).milliseconds(0.999)).isInfinite();
    }

    @Test
    void doesNotGuessWhatTheServerDoesNotCount() {
        assertThatThrownBy(() -> Integration.read("up 1\n")).isInstanceOf(IOException.class)
                .hasMessageContaining("Not measured");
    }

    @Test
    void isCountedByTheServer() throws IOException, InterruptedException {
        assertThat(Integration.now(OneServer.access()).steps()).isPositive();
    }
}
