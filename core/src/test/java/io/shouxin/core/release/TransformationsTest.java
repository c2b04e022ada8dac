// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationsTest {

    @ParameterizedTest
    @CsvSource({"10, 0, 17, '[10, 20)'", "10, 0, 20, '[20, 30)'", "10, 0, -1, '[-10, 0)'", "0.1, 0, 0.3, '[0.3, 0.4)'",
        "7, 3, 3, '[3, 10)'", "7, 3, 2.99, '[-4, 3)'"})
    void bands(String width, String origin, String value, String band) {
        assertThat(NumberBands.of(width, origin).apply(value)).isEqualTo(band);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1e9", "NaN", "十", "0x10", "1.", "1 000", "=1+1"})
    void refusesWhatIsNoNumber(String value) {
        assertThatThrownBy(() -> NumberBands.of("10", "0").apply(value)).hasMessage("release.bands");
        assertThatThrownBy(() -> TopBottomCoding.of("0", "10").apply(value)).hasMessage("release.bands");
    }

    @ParameterizedTest
    @CsvSource({"17, <18", "18, 18", "90, 90", "90.5, >90", "42.50, 42.50"})
    void topAndBottomCoding(String value, String coded) {
        assertThat(TopBottomCoding.of("18", "90").apply(value)).isEqualTo(coded);
        assertThatThrownBy(() -> TopBottomCoding.of("90", "90")).hasMessage("release.top-bottom-coding");
        assertThatThrownBy(() -> NumberBands.of("0", "0")).hasMessage("release.bands");
    }

    @ParameterizedTest
    @CsvSource({"QUARTER_HOUR, 2026-01-01T09:59, 2026-01-01T09:45", "HOUR, 2026-01-01T09:59, 2026-01-01T09",
        "SIX_HOURS, 2026-01-01T23:59, 2026-01-01T18/24", "DAY, 2026-01-01T09:59, 2026-01-01",
        "WEEK, 2027-01-03T00:00, 2026-W53", "MONTH, 2026-01-31T09:59, 2026-01", "QUARTER, 2026-12-31T00:00, 2026-Q4",
        "YEAR, 2026-12-31T00:00, 2026", "DECADE, 2029-12-31T00:00, 2020/2029"})
    void timeLevels(TimeLevel level, LocalDateTime moment, String text) {
        assertThat(level.of(moment)).isEqualTo(text);
        if (level.ordinal() < TimeLevel.DAY.ordinal()) {
            assertThatThrownBy(() -> level.of(moment.toLocalDate())).hasMessage("release.time-level");
        } else {
            assertThat(level.of(moment.toLocalDate())).isEqualTo(text);
        }
    }

    @Test
    void dateShiftKeepsAPersonsIntervalsAndNotTheCalendar() {
        SecretBytes key = SecretBytes.random(32);
        DateShift shift = DateShift.of(key, "lab", 30);
        DateShift other = DateShift.of(key, "university", 30);
        Map<Integer, Integer> seen = new HashMap<>();
        int differs = 0;
        for (int i = 0; i < 6_000; i++) {
            SecretText person = SecretText.of("person " + i);
            LocalDate day = LocalDate.of(2026, 2, 27);
            LocalDate moved = shift.shifted(person, day);
            assertThat(shift.unshifted(person, moved)).isEqualTo(day);
            assertThat(shift.shifted(person, day.plusDays(9))).isEqualTo(moved.plusDays(9));
            assertThat(shift.shifted(person, day.atTime(8, 30))).isEqualTo(moved.atTime(8, 30));
            seen.merge(shift.days(person), 1, Integer::sum);
            differs += shift.days(person) != other.days(person) ? 1 : 0;
        }
        assertThat(seen.keySet()).hasSize(60).doesNotContain(0).allMatch(days -> Math.abs(days) <= 30);
        assertThat(seen.values()).allMatch(count -> count > 50 && count < 160);
        assertThat(differs).isGreaterThan(5_700);
        assertThatThrownBy(() -> DateShift.of(key, "lab", 0)).hasMessage("release.date-shift");
    }

    /** The date shift again, from HKDF and HMAC in docs/spec/ff1-and-pseudonyms.md. */
    @Test
    void dateShiftAsSpecified() throws java.security.GeneralSecurityException {
        byte[] release = new byte[32];
        Arrays.fill(release, (byte) 7);
        DateShift shift = DateShift.of(SecretBytes.copyOf(release), "lab", 45);
        byte[] key = io.shouxin.core.keyset.ByHand.derive(release, "shouxin/1 date-shift lab");
        for (int i = 0; i < 50; i++) {
            byte[] id = ("p" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            java.math.BigInteger number = new java.math.BigInteger(1,
                    Arrays.copyOf(io.shouxin.core.keyset.ByHand.hmac(key, id), 8)).shiftRight(1);
            int rank = number.mod(java.math.BigInteger.valueOf(90)).intValue();
            assertThat(shift.days(SecretText.of("p" + i))).isEqualTo(rank < 45 ? rank - 45 : rank - 44);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void univariateMicroAggregationIsOptimal(int k) {
        Random random = new Random(k);
        for (int round = 0; round < 30; round++) {
            double[] values = random.doubles(k + random.nextInt(8), 0, 100).map(Math::rint).toArray();
            double[] means = MicroAggregation.univariate(values, k);
            assertThat(Arrays.stream(means).sum()).isEqualTo(Arrays.stream(values).sum(), within(1e-6));
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            assertThat(error(values, means)).isEqualTo(leastError(sorted, 0, k), within(1e-6));
        }
    }

    private static double leastError(double[] sorted, int from, int k) {
        if (from == sorted.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int to = from + k; to <= sorted.length; to++) {
            double mean = Arrays.stream(sorted, from, to).average().orElseThrow();
            double error = Arrays.stream(sorted, from, to).map(x -> (x - mean) * (x - mean)).sum();
            least = Math.min(least, error + leastError(sorted, to, k));
        }
        return least;
    }

    private static double error(double[] values, double[] means) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (values[i] - means[i]) * (values[i] - means[i]);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void multivariateMicroAggregationMakesGroupsOfK(int k) {
        Random random = new Random(k);
        double[][] columns = {random.doubles(200).toArray(), random.doubles(200, 0, 1000).toArray()};
        double[][] means = MicroAggregation.multivariate(columns, k);
        Map<String, Integer> groups = new HashMap<>();
        for (int row = 0; row < 200; row++) {
            groups.merge(means[0][row] + " " + means[1][row], 1, Integer::sum);
        }
        assertThat(groups.values()).allMatch(size -> size >= k && size < 2 * k);
        for (int column = 0; column < 2; column++) {
            assertThat(Arrays.stream(means[column]).sum())
                    .isEqualTo(Arrays.stream(columns[column]).sum(), within(1e-6));
            double spread = Arrays.stream(columns[column]).max().orElseThrow();
            assertThat(error(columns[column], means[column]) / 200 / spread / spread).isLessThan(0.05);
        }
        assertThatThrownBy(() -> MicroAggregation.univariate(new double[] {1}, 2))
                .hasMessage("release.micro-aggregation.group-size");
    }

    @Test
    void smallCellsOfOneLine() {
        assertThat(SmallCells.suppressed(new long[] {3, 40, 12, 0}, 5)).containsExactly(true, false, true, false);
        assertThat(SmallCells.suppressed(new long[] {3, 40, 2, 0}, 5)).containsExactly(true, false, true, false);
        assertThat(SmallCells.suppressed(new long[] {5, 40, 0}, 5)).containsExactly(false, false, false);
        assertThat(SmallCells.suppressed(new long[] {1, 40, 1, 9}, 5)).as("two that add up to 2 are 1 each")
                .containsExactly(true, false, true, true);
        assertThatThrownBy(() -> SmallCells.suppressed(new long[] {1}, 1)).hasMessage("release.small-cells.threshold");
    }

    /** No cell left out follows from the totals: each can take another value with all totals unchanged. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void smallCellsCannotBeComputedFromTheTotals(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int rows = 2 + random.nextInt(6);
            int columns = 2 + random.nextInt(6);
            long[][] counts = new long[rows][columns];
            for (long[] row : counts) {
                Arrays.setAll(row, i -> random.nextInt(5) == 0 ? random.nextInt(5) : 5 + random.nextInt(90));
            }
            boolean[][] out = SmallCells.suppressed(counts, 5);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    boolean small = counts[row][column] > 0 && counts[row][column] < 5;
                    assertThat(out[row][column] || !small).isTrue();
                    assertThat(!out[row][column] || liesOnCycle(out, row, column)).isTrue();
                }
            }
            addsUpToTheThreshold(counts, out);
        }
    }

    private static boolean liesOnCycle(boolean[][] out, int row, int column) {
        Set<Integer> rows = new HashSet<>(Set.of(row));
        Set<Integer> columns = new HashSet<>();
        for (int pass = 0; pass < out.length + out[0].length; pass++) {
            for (int r = 0; r < out.length; r++) {
                for (int c = 0; c < out[0].length; c++) {
                    if (out[r][c] && !(r == row && c == column) && (rows.contains(r) || columns.contains(c))) {
                        rows.add(r);
                        columns.add(c);
                    }
                }
            }
        }
        return columns.contains(column);
    }

    private static void addsUpToTheThreshold(long[][] counts, boolean[][] out) {
        for (int line = 0; line < counts.length + counts[0].length; line++) {
            long sum = 0;
            boolean all = true;
            for (int i = 0; i < (line < counts.length ? counts[0].length : counts.length); i++) {
                int row = line < counts.length ? line : i;
                int column = line < counts.length ? i : line - counts.length;
                sum += out[row][column] ? counts[row][column] : 0;
                all &= out[row][column];
            }
            assertThat(sum == 0 || sum >= 5 || all).isTrue();
        }
    }
}
