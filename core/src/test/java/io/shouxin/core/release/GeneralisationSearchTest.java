// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouxin.core.release.PrivacyModel.DistinctDiversity;
import io.shouxin.core.release.PrivacyModel.EntropyDiversity;
import io.shouxin.core.release.PrivacyModel.KAnonymity;
import io.shouxin.core.release.PrivacyModel.TCloseness;
import io.shouxin.core.risk.CodedColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralisationSearchTest {

    /** Ages 20 to 51, by 4, by 16, all. */
    private static final Hierarchy AGES = Hierarchy.computed(IntStream.range(20, 52).mapToObj(String::valueOf).toList(),
            List.of(NumberBands.of("4", "20"), NumberBands.of("16", "20"), value -> "*"));
    private static final Hierarchy CELLS = Hierarchy.ofCsv("""
            c1;west;*
            c2;west;*
            c3;west;*
            c4;east;*
            c5;east;*
            c6;north;*
            """, ';');
    private static final Hierarchy PLANS = Hierarchy.ofCsv("basic;*\nfamily;*\ndata;*", ';');
    private static final List<Hierarchy> HIERARCHIES = List.of(AGES, CELLS, PLANS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatLookingAtEverythingFinds(long seed) {
        Random random = new Random(seed);
        String[][] table = table(random, 60 + random.nextInt(500));
        List<CodedColumn> columns = columns(table);
        CodedColumn illness = CodedColumn.of(
                random.ints(table.length, 0, 4).mapToObj(String::valueOf).toArray(String[]::new));
        GeneralisationSearch search = GeneralisationSearch.of(columns, HIERARCHIES);
        List<List<PrivacyModel>> models = List.of(List.of(new KAnonymity(2 + random.nextInt(9))),
                List.of(new KAnonymity(3), new DistinctDiversity(illness, 3)),
                List.of(new EntropyDiversity(illness, 2.5)),
                List.of(new KAnonymity(3), new TCloseness(illness, 0.3, false)),
                List.of(new TCloseness(illness, 0.25, true)));
        for (List<PrivacyModel> all : models) {
            for (double limit : new double[] {0, 0.02, 0.1, 0.5}) {
                for (Loss loss : Loss.values()) {
                    Optional<Generalisation> found = search.best(all, limit, loss);
                    double expected = ByHand.least(table, illness, all, limit, loss);
                    assertThat(found.isPresent()).isEqualTo(expected < Double.POSITIVE_INFINITY);
                    found.ifPresent(best -> {
                        assertThat(best.loss()).as("%s %s %s", all, limit, loss).isEqualTo(expected, within(1e-9));
                        assertThat(best.suppressedRows()).isLessThanOrEqualTo((long) (limit * table.length + 1e-9));
                    });
                }
            }
        }
    }

    @Test
    void releasesOnlyClassesOfK() {
        String[][] table = table(new Random(99), 400);
        Generalisation best = GeneralisationSearch.of(columns(table), HIERARCHIES)
                .best(List.of(new KAnonymity(5)), 0.05, Loss.CERTAINTY_PENALTY).orElseThrow();
        Map<String, Integer> sizes = new HashMap<>();
        int suppressed = 0;
        for (int row = 0; row < table.length; row++) {
            if (best.isSuppressed(row)) {
                suppressed++;
                assertThat(best.value(0, row)).isEqualTo(Generalisation.SUPPRESSED);
            } else {
                sizes.merge(best.value(0, row) + best.value(1, row) + best.value(2, row), 1, Integer::sum);
                assertThat(best.value(0, row)).isEqualTo(AGES.generalise(table[row][0], best.level(0)));
            }
        }
        assertThat(best.suppressedRows()).isEqualTo(suppressed).isLessThanOrEqualTo(20);
        assertThat(sizes.values()).allMatch(size -> size >= 5);
        assertThat(best.k()).isEqualTo(sizes.values().stream().mapToInt(Integer::intValue).min().orElseThrow());
        assertThat(best.nodesChecked()).isLessThanOrEqualTo(best.nodes());
        assertThat(best).asString().doesNotContain("west");
    }

    @Test
    void answersNothingWhereEvenTheCoarsestFails() {
        String[][] table = table(new Random(5), 4);
        GeneralisationSearch search = GeneralisationSearch.of(columns(table), HIERARCHIES);
        assertThat(search.best(List.of(new KAnonymity(5)), 0.5, Loss.CERTAINTY_PENALTY)).isEmpty();
        assertThat(search.best(List.of(new KAnonymity(5)), 1, Loss.CERTAINTY_PENALTY)
                .map(Generalisation::suppressedRows)).contains(4L);
    }

    @Test
    void refusesMisuseByName() {
        String[][] table = table(new Random(5), 4);
        List<CodedColumn> columns = columns(table);
        assertThatThrownBy(() -> new KAnonymity(1)).hasMessage("release.model");
        assertThatThrownBy(() -> new TCloseness(columns.get(0), 0, false)).hasMessage("release.model");
        assertThatThrownBy(() -> GeneralisationSearch.of(columns, HIERARCHIES)
                .best(List.of(), 0, Loss.CERTAINTY_PENALTY)).hasMessage("release.model");
        assertThatThrownBy(() -> GeneralisationSearch.of(List.of(CodedColumn.of("c9")), List.of(CELLS)))
                .hasMessage("release.hierarchy.value-missing");
        List<Hierarchy> many = new ArrayList<>();
        List<CodedColumn> wide = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            many.add(AGES);
            wide.add(columns.get(0));
        }
        assertThatThrownBy(() -> GeneralisationSearch.of(wide, many)).hasMessage("release.lattice-too-large");
    }

    /** ARX's own example table with its hierarchies: nine columns, 12,960 nodes. */
    @ParameterizedTest
    @CsvSource({"5, 0.0", "5, 0.02", "20, 0.05"})
    void findsTheBestForTheTableOfArx(int k, double limit) throws IOException {
        Path folder = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data/privacy/arx");
        assumeTrue(Files.exists(folder), "ARX's example table is not here: set -Dshouxin.shared.");
        List<String> lines = Files.readAllLines(folder.resolve("adult_subset.csv"));
        String[] names = lines.get(0).split(";");
        List<CodedColumn> columns = new ArrayList<>();
        List<Hierarchy> hierarchies = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            int at = i;
            columns.add(CodedColumn.of(lines.stream().skip(1).map(line -> line.split(";")[at])
                    .toArray(String[]::new)));
            hierarchies.add(Hierarchy.ofCsv(
                    Files.readString(folder.resolve("adult_hierarchy_" + names[i] + ".csv")), ';'));
        }
        Generalisation best = GeneralisationSearch.of(columns, hierarchies)
                .best(List.of(new KAnonymity(k)), limit, Loss.CERTAINTY_PENALTY).orElseThrow();
        assertThat(best.k()).isGreaterThanOrEqualTo(k);
        assertThat(best.suppressedRows()).isLessThanOrEqualTo((long) (limit * (lines.size() - 1)));
        assertThat(best.nodesChecked()).isLessThan(best.nodes() / 4);
    }

    private static String[][] table(Random random, int rows) {
        List<String> plans = List.of("basic", "family", "data");
        return IntStream.range(0, rows).mapToObj(i -> new String[] {
            Integer.toString(20 + (int) (32 * Math.pow(random.nextDouble(), 2))),
            "c" + (1 + random.nextInt(6)), plans.get(random.nextInt(3))}).toArray(String[][]::new);
    }

    private static List<CodedColumn> columns(String[][] table) {
        return IntStream.range(0, 3).mapToObj(i -> CodedColumn.of(
                Arrays.stream(table).map(row -> row[i]).toArray(String[]::new))).toList();
    }

    /** The definition, on texts. */
    private static final class ByHand {

        static double least(String[][] table, CodedColumn illness, List<PrivacyModel> models, double limit,
                Loss loss) {
            double least = Double.POSITIVE_INFINITY;
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b < 3; b++) {
                    for (int c = 0; c < 2; c++) {
                        least = Math.min(least, loss(table, illness, models, limit, loss, new int[] {a, b, c}));
                    }
                }
            }
            return least;
        }

        @SuppressWarnings("checkstyle:ParameterNumber") // The definition has so many parts.
        private static double loss(String[][] table, CodedColumn illness, List<PrivacyModel> models, double limit,
                Loss loss, int[] levels) {
            Map<String, List<Integer>> classes = new HashMap<>();
            for (int row = 0; row < table.length; row++) {
                StringBuilder key = new StringBuilder();
                for (int i = 0; i < 3; i++) {
                    key.append(HIERARCHIES.get(i).generalise(table[row][i], levels[i])).append('|');
                }
                classes.computeIfAbsent(key.toString(), any -> new ArrayList<>()).add(row);
            }
            double cost = 0;
            int suppressed = 0;
            for (List<Integer> rows : classes.values()) {
                boolean out = models.stream().anyMatch(model -> !meets(model, rows, illness));
                suppressed += out ? rows.size() : 0;
                if (loss == Loss.DISCERNIBILITY) {
                    cost += (double) rows.size() * (out ? table.length : rows.size());
                } else {
                    cost += out ? rows.size() : rows.stream().mapToDouble(row -> penalty(table[row], levels)).sum();
                }
            }
            double total = loss == Loss.DISCERNIBILITY ? cost : cost / table.length;
            return suppressed > limit * table.length + 1e-9 ? Double.POSITIVE_INFINITY : total;
        }

        private static double penalty(String[] row, int[] levels) {
            int[] domain = {32, 6, 3};
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                int at = i;
                String label = HIERARCHIES.get(i).generalise(row[i], levels[i]);
                long covered = HIERARCHIES.get(i).values(0).stream().filter(value ->
                        HIERARCHIES.get(at).generalise(value, levels[at]).equals(label)).count();
                sum += (covered - 1.0) / (domain[i] - 1);
            }
            return sum / 3;
        }

        private static boolean meets(PrivacyModel model, List<Integer> rows, CodedColumn illness) {
            double[] shares = new double[illness.cardinality()];
            rows.forEach(row -> shares[illness.code(row)] += 1.0 / rows.size());
            if (model instanceof KAnonymity anonymity) {
                return rows.size() >= anonymity.k();
            } else if (model instanceof DistinctDiversity diversity) {
                return Arrays.stream(shares).filter(share -> share > 0).count() >= diversity.l();
            } else if (model instanceof EntropyDiversity diversity) {
                double entropy = Arrays.stream(shares).filter(share -> share > 0)
                        .map(share -> -share * Math.log(share)).sum();
                return Math.exp(entropy) >= diversity.l() - 1e-6;
            }
            TCloseness closeness = (TCloseness) model;
            double[] all = new double[illness.cardinality()];
            IntStream.range(0, illness.rows()).forEach(row -> all[illness.code(row)] += 1.0 / illness.rows());
            double sum = 0;
            double cumulated = 0;
            for (int i = 0; i < all.length; i++) {
                cumulated += shares[i] - all[i];
                sum += closeness.ordered() ? Math.abs(cumulated) / (all.length - 1) : Math.abs(shares[i] - all[i]) / 2;
            }
            return sum <= closeness.t() + 1e-9;
        }
    }
}
