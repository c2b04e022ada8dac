// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;

class FactorSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://shouxin.example", "https://shouxin.example:8443", "http://localhost:8080"})
    void takesTheAddressesAtWhichABrowserHasPasskeys(String origin) {
        assertThat(settings(origin).passkeyName()).isIn("shouxin.example", "localhost");
    }

    @Test
    void takesNamesBelowTheFirst() {
        assertThat(settings("https://shouxin.example", "https://north.shouxin.example").passkeyName())
                .isEqualTo("shouxin.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shouxin.example", "https://shouxin.example/", "https://10.0.0.7", "shouxin.example",
        "https://shouxin", "https://user@shouxin.example", "http://localhost.example"})
    void refusesWhatIsNone(String origin) {
        assertThatThrownBy(() -> settings(origin)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shouxin.factor.origins");
    }

    @Test
    void refusesAnAddressThatDoesNotBelongToTheFirst() {
        assertThatThrownBy(() -> settings("https://shouxin.example", "https://notshouxin.example"))
                .hasMessageContaining("shouxin.factor.origins");
    }

    @Test
    void refusesARoleNobodyCanHaveAndATimeOutOfRange() {
        assertThatThrownBy(() -> new FactorSettings(Duration.ofMinutes(10), Set.of("app-crm"), List.of(), true))
                .hasMessageContaining("shouxin.factor.required-for");
        assertThatThrownBy(() -> new FactorSettings(Duration.ofSeconds(59), Set.of(), List.of(), true))
                .hasMessageContaining("shouxin.factor.fresh-for");
        assertThatThrownBy(() -> new FactorSettings(Duration.ofMinutes(61), Set.of(), List.of(), true))
                .hasMessageContaining("shouxin.factor.fresh-for");
    }

    private static FactorSettings settings(String... origins) {
        return new FactorSettings(Duration.ofMinutes(10), Set.of(), List.of(origins), true);
    }
}
