// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {

    private static final int DRAWS = 100_000;

    /** Against the probabilities themselves, (1 - a) / (1 + a) * a^|z| with a = exp(-epsilon / sensitivity). */
    @ParameterizedTest
    @CsvSource({"1, 1", "0.5, 1", "1, 3", "2.5, 1"})
    void geometricNoiseHasItsDistribution(BigDecimal epsilon, long sensitivity) {
        Noise noise = Noise.of(endless(), new Random(sensitivity));
        int[] counts = new int[9];
        for (int i = 0; i < DRAWS; i++) {
            // Draws are worth less than the budget has: it is made anew.
            noise = i % 30 == 0 ? Noise.of(endless(), new Random(i)) : noise;
            long drawn = noise.geometric(100, sensitivity, epsilon) - 100;
            if (Math.abs(drawn) <= 4) {
                counts[(int) drawn + 4]++;
            }
        }
        double a = Math.exp(-epsilon.doubleValue() / sensitivity);
        for (int z = -4; z <= 4; z++) {
            double expected = (1 - a) / (1 + a) * Math.pow(a, Math.abs(z));
            assertThat(counts[z + 4] / (double) DRAWS).as("z %d", z).isEqualTo(expected, within(0.006));
        }
    }

    @Test
    void laplaceNoiseHasItsDistribution() {
        double scale = 2.5 / 0.5;
        double sum = 0;
        double absolute = 0;
        int within = 0;
        Noise noise = Noise.of(endless(), new Random(1));
        for (int i = 0; i < DRAWS; i++) {
            noise = i % 100 == 0 ? Noise.of(endless(), new Random(i)) : noise;
            double drawn = noise.laplace(1000, 2.5, new BigDecimal("0.5")) - 1000;
            sum += drawn;
            absolute += Math.abs(drawn);
            within += Math.abs(drawn) < scale * Math.log(2) ? 1 : 0;
        }
        assertThat(sum / DRAWS).isEqualTo(0, within(0.1));
        assertThat(absolute / DRAWS).isEqualTo(scale, within(0.1));
        assertThat(within / (double) DRAWS).isEqualTo(0.5, within(0.01));
    }

    @Test
    void laplaceAnswersLieOnTheGridAndTellNothingByTheirLastBits() {
        Noise noise = Noise.of(endless(), new Random(2));
        for (int i = 0; i < 90; i++) {
            double answer = noise.laplace(Math.PI * i, 1, BigDecimal.ONE);
            assertThat(Math.rint(answer * (1 << 20))).isEqualTo(answer * (1 << 20));
        }
    }

    /** A record lies in one cell, so the cells together tell no more of it than one of them. */
    @Test
    void aTableCostsOnce() {
        PrivacyBudget budget = PrivacyBudget.of(BigDecimal.ONE, BigDecimal.ZERO);
        Noise noise = Noise.of(budget, new Random(5));
        long[] counts = new long[10_000];
        double absolute = Arrays.stream(noise.geometric(counts, 2, new BigDecimal("0.5"))).map(Math::abs).average()
                .orElseThrow();
        double a = Math.exp(-0.25);
        assertThat(absolute).as("noise in every cell").isEqualTo(2 * a / (1 - a * a), within(0.2));
        assertThat(budget.left()).isEqualByComparingTo("0.5");
        double[] sums = noise.laplace(new double[10_000], 10, 2, new BigDecimal("0.5"));
        assertThat(Arrays.stream(sums).map(Math::abs).average().orElseThrow()).isEqualTo(20, within(1.0));
        assertThat(budget.left()).isZero();
        assertThatThrownBy(() -> noise.laplace(new double[] {0, Double.NaN}, 10, 2, BigDecimal.ONE))
                .hasMessage("release.noise.sensitivity");
    }

    @Test
    void keepsTheBudget() {
        PrivacyBudget budget = PrivacyBudget.of(BigDecimal.ONE, new BigDecimal("0.5"));
        Noise noise = Noise.of(budget, new Random(3));
        noise.geometric(10, 1, new BigDecimal("0.3"));
        assertThat(budget.left()).isEqualByComparingTo("0.2");
        assertThatThrownBy(() -> noise.geometric(10, 1, new BigDecimal("0.200001")))
                .isInstanceOf(ReleaseRefused.class).hasMessage("release.budget-exhausted");
        assertThatThrownBy(() -> noise.laplace(10, 1, new BigDecimal("0.3"))).hasMessage("release.budget-exhausted");
        assertThat(budget.left()).isEqualByComparingTo("0.2");
        noise.laplace(10, 1, new BigDecimal("0.2"));
        assertThat(budget.spent()).isEqualByComparingTo("1");
        assertThatThrownBy(() -> noise.geometric(10, 1, new BigDecimal("0.000001")))
                .hasMessage("release.budget-exhausted");
        assertThat(PrivacyBudget.of(BigDecimal.ONE, budget.spent()).left()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0000001", "100.1"})
    void refusesEpsilons(BigDecimal epsilon) {
        assertThatThrownBy(() -> Noise.of(endless(), new Random(4)).geometric(1, 1, epsilon))
                .hasMessage("release.noise.epsilon");
        assertThatThrownBy(() -> PrivacyBudget.of(epsilon, BigDecimal.ZERO)).hasMessage("release.noise.epsilon");
    }

    @Test
    void refusesSensitivitiesBeforeItSpends() {
        PrivacyBudget budget = endless();
        Noise noise = Noise.of(budget, new Random(5));
        assertThatThrownBy(() -> noise.geometric(1, 0, BigDecimal.ONE)).hasMessage("release.noise.sensitivity");
        assertThatThrownBy(() -> noise.laplace(1, 0, BigDecimal.ONE)).hasMessage("release.noise.sensitivity");
        assertThatThrownBy(() -> noise.laplace(Double.NaN, 1, BigDecimal.ONE)).hasMessage("release.noise.sensitivity");
        assertThatThrownBy(() -> noise.laplace(1e300, 1, BigDecimal.ONE)).hasMessage("release.noise.sensitivity");
        assertThat(budget.spent()).isZero();
    }

    private static PrivacyBudget endless() {
        return PrivacyBudget.of(new BigDecimal(100), BigDecimal.ZERO);
    }
}
