// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChanceTest {

    private static final double BOUND = 0.0005;

    /** A file that was not copied from the export meets each written one as seldom as it meets any other. */
    @ParameterizedTest
    @CsvSource({
        "0,0,1", "1,0,0.02", "2,0,0.0004", "3,0,0.000008", "0,40,1",
        // One of two or both: 1 - 0.98^2; two of three: 3 * 0.02^2 * 0.98 + 0.02^3.
        "1,1,0.0396", "2,1,0.001184"})
    void chanceIsTheBinomialTail(int written, int unwritten, double chance) {
        assertThat(Chance.of(written, unwritten, 1.0 / 50)).isCloseTo(chance, within(1e-12));
    }

    @Test
    void nothingIsToldFromChanceWhereNobodyWasThoughtUpBesides() {
        assertThat(Chance.of(6, 0, 1)).isEqualTo(1);
    }

    /** What docs/exporting.md says is enough: two canaries up to 1,300 rows, three above. */
    @ParameterizedTest
    @CsvSource({"20,2", "500,2", "1200,2", "1300,2", "1400,3", "3200,3", "1000000,3"})
    void soManyAreEnoughWhereChanceMetNone(long rows, int enough) {
        double share = 1.0 / (1 + Canaries.unwritten(rows));
        assertThat(Chance.of(enough, 0, share)).isLessThanOrEqualTo(BOUND);
        assertThat(Chance.of(enough - 1, 0, share)).isGreaterThan(BOUND);
    }

    @Test
    void exportsThatCouldNotBeNamedAreNotCounted() {
        assertThat(Chance.judged(List.of(), BOUND)).isEqualTo(1);
        assertThat(Chance.judged(Collections.nCopies(1_000, 0.02), BOUND)).isEqualTo(1);
        assertThat(Chance.judged(Collections.nCopies(1_000, 1e-9), BOUND)).isEqualTo(1_000);
        // A hundred could be named at 0.0005 and none at half of that: two is enough to be held to.
        assertThat(Chance.judged(Collections.nCopies(100, 0.0004), BOUND)).isEqualTo(2);
    }

    /** Of 10,000 files that were copied from none of 300 exports, not more than one in a thousand names one. */
    @Test
    void aForeignFileNamesNoExportHoweverManyThereAre() {
        RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_129);
        double share = 1.0 / 19;
        int files = 10_000;
        int named = 0;
        for (int file = 0; file < files; file++) {
            int[] met = IntStream.range(0, 300).map(export -> 3 + dice.nextInt(4)).toArray();
            int judged = Chance.judged(IntStream.of(met).mapToObj(all -> Chance.of(all, 0, share)).toList(), BOUND);
            for (int all : met) {
                int written = (int) IntStream.range(0, all).filter(one -> dice.nextDouble() < share).count();
                if (judged * Chance.of(written, all - written, share) <= BOUND) {
                    named++;
                    break;
                }
            }
        }
        assertThat(named).isLessThanOrEqualTo((int) (files * BOUND * 2));
    }
}
