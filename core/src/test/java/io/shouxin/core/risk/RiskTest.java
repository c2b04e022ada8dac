// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskTest {

    private static final EquivalenceClasses THREES = EquivalenceClasses.of(List.of(
            CodedColumn.of("a", "a", "a", "b", "b", "b", "c", "c", "c")));

    @Test
    void prosecutorRiskIsOneOverTheClass() {
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(CodedColumn.of("a", "b", "b", "c", "c", "c", "c")));
        ReidentificationRisk risk = ReidentificationRisk.prosecutor(classes, 0.25);
        assertThat(risk.highest()).isEqualTo(1);
        assertThat(risk.average()).isEqualTo(3.0 / 7, within(1e-12));
        assertThat(risk.recordsAbove()).isEqualTo(3);
        assertThat(risk.shareAbove()).isEqualTo(3.0 / 7, within(1e-12));
        assertThatIllegalStateException().isThrownBy(() -> ReidentificationRisk.prosecutor(classes, 0));
    }

    @Test
    void journalistRiskCountsThePopulation() {
        // Sample: one a, two b; population: four a, two b, one c.
        EquivalenceClasses both = EquivalenceClasses.of(List.of(CodedColumn.of(
                "a", "b", "b", "a", "a", "a", "a", "b", "b", "c")));
        ReidentificationRisk risk = ReidentificationRisk.journalist(both, 3, 0.4);
        assertThat(risk.highest()).isEqualTo(0.5);
        assertThat(risk.marketer()).isEqualTo((0.25 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(risk.recordsAbove()).isEqualTo(2);
        assertThat(risk.records()).isEqualTo(3);
        assertThatIllegalStateException().isThrownBy(() -> ReidentificationRisk.journalist(both, 8, 0.4));
    }

    @Test
    void diversityIsThatOfThePoorestClass() {
        CodedColumn sensitive = CodedColumn.of("x", "y", "z", "x", "x", "y", "x", "y", "z");
        Diversity diversity = Diversity.of(THREES, sensitive);
        assertThat(diversity.distinctL()).isEqualTo(2);
        double entropy = -(2.0 / 3 * Math.log(2.0 / 3) + 1.0 / 3 * Math.log(1.0 / 3));
        assertThat(diversity.entropyL()).isEqualTo(Math.exp(entropy), within(1e-12));
        assertThat(Diversity.distinct(THREES, sensitive)).containsExactly(3, 2, 3);
    }

    /** The example of the paper that defined t-closeness: salaries of 3 to 11 thousand in classes of three. */
    @Test
    void closenessOfTheSalariesInThePaper() {
        CodedColumn salary = CodedColumn.ofCodes(new int[] {0, 1, 2, 3, 5, 8, 4, 6, 7}, 9);
        double[] distances = Closeness.ordered(THREES, salary);
        assertThat(distances[0]).isEqualTo(0.375, within(1e-9));
        assertThat(distances[1]).isEqualTo(0.167, within(5e-4));
        assertThat(Closeness.t(distances)).isEqualTo(0.375, within(1e-9));
        assertThat(Closeness.categorical(THREES, salary)[0]).isEqualTo(2.0 / 3, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void closenessAgreesWithItsDefinition(long seed) {
        Random random = new Random(seed);
        int rows = 3_000;
        int values = 2 + random.nextInt(40);
        CodedColumn quasi = CodedColumn.ofCodes(random.ints(rows, 0, 60).toArray(), 60);
        CodedColumn sensitive = CodedColumn.ofCodes(random.ints(rows, 0, values).toArray(), values);
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(quasi));
        double[] ordered = Closeness.ordered(classes, sensitive);
        double[] categorical = Closeness.categorical(classes, sensitive);
        for (int one = 0; one < classes.count(); one++) {
            double cumulated = 0;
            double sum = 0;
            double differences = 0;
            for (int value = 0; value < values; value++) {
                double difference = share(classes, sensitive, one, value) - share(classes, sensitive, -1, value);
                cumulated += difference;
                sum += Math.abs(cumulated);
                differences += Math.abs(difference);
            }
            assertThat(ordered[one]).isEqualTo(sum / (values - 1), within(1e-9));
            assertThat(categorical[one]).isEqualTo(differences / 2, within(1e-9));
        }
    }

    private static double share(EquivalenceClasses classes, CodedColumn sensitive, int one, int value) {
        int[] rows = IntStream.range(0, classes.rows()).filter(row -> one < 0 || classes.classOf(row) == one).toArray();
        return (double) IntStream.of(rows).filter(row -> sensitive.code(row) == value).count() / rows.length;
    }

    @Test
    void knownTracks() {
        // Ann and Bob share home at night; Ann alone is at work in the morning; Cem is everywhere Bob is and more.
        Trajectories tracks = Trajectories.of(CodedColumn.of("ann", "ann", "bob", "bob", "cem", "cem", "cem", "ann"),
                CodedColumn.of("home", "work", "home", "park", "home", "park", "shop", "work"),
                CodedColumn.of("0", "8", "0", "8", "0", "8", "9", "8"));
        Trajectories.Unicity all = tracks.unicity(2, 10, new Random(1));
        assertThat(all.tested()).isEqualTo(3);
        // Bob's two points are Cem's as well; Cem's pair may be Bob's; Ann's pair is hers alone.
        assertThat(all.singledOut()).isBetween(1, 2);
        assertThat(tracks.unicity(3, 10, new Random(1))).isEqualTo(new Trajectories.Unicity(3, 1, 1));
        assertThat(tracks.unicity(4, 10, new Random(1)).share()).isZero();
        assertThat(tracks).asString().isEqualTo("Trajectories(3 people, 7 points)");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void unicityAgreesWithLookingAtEverybody(long seed) {
        Random random = new Random(seed);
        int rows = 4_000;
        int[] person = random.ints(rows, 0, 150).toArray();
        int[] place = random.ints(rows, 0, 12).toArray();
        int[] time = random.ints(rows, 0, 10).toArray();
        Trajectories tracks = Trajectories.of(CodedColumn.ofCodes(person, 150), CodedColumn.ofCodes(place, 12),
                CodedColumn.ofCodes(time, 10));
        List<Set<Integer>> points = new ArrayList<>();
        IntStream.range(0, 150).forEach(i -> points.add(new HashSet<>()));
        IntStream.range(0, rows).forEach(i -> points.get(person[i]).add(place[i] * 10 + time[i]));
        double before = -1;
        for (int taken = 1; taken <= 6; taken++) {
            double share = tracks.unicity(taken, 150, new Random(seed)).share();
            double expected = drawnByHand(points, taken, new Random(seed + 100));
            assertThat(share).isEqualTo(expected, within(0.12)).isGreaterThanOrEqualTo(before - 0.05);
            before = share;
        }
        assertThat(before).isGreaterThan(0.9);
    }

    private static double drawnByHand(List<Set<Integer>> points, int taken, Random random) {
        int unique = 0;
        int tests = 0;
        for (int repeat = 0; repeat < 20; repeat++) {
            for (Set<Integer> track : points) {
                List<Integer> own = new ArrayList<>(track);
                Collections.shuffle(own, random);
                List<Integer> some = own.subList(0, taken);
                unique += points.stream().filter(other -> other.containsAll(some)).count() == 1 ? 1 : 0;
                tests++;
            }
        }
        return (double) unique / tests;
    }
}
