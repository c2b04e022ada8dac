// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class SettingsTest {

    @ParameterizedTest
    @CsvSource({"0, OK", "-999, OK", "1000, WARN", "-4999, WARN", "5000, BAD", "-90000, BAD"})
    void judgesAClockByItsDistanceInEitherDirection(long millis, Settings.State due) {
        assertThat(Settings.judge(Duration.ofMillis(millis))).isEqualTo(due);
    }
}
