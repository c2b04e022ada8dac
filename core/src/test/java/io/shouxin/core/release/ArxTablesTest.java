// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shouxin.core.risk.Closeness;
import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.EquivalenceClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables and hierarchies that ARX ships, kept outside the repository. */
class ArxTablesTest {

    private static final Path ARX = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data/privacy/arx");

    @BeforeEach
    void present() {
        assumeThat(ARX).as("No tables of ARX here; -Dshouxin.shared=DIR names the folder above them.").exists();
    }

    @ParameterizedTest
    @CsvSource({"age, 5, 100", "education, 4, 16", "marital-status, 3, 7", "native-country, 3, 41", "occupation, 3, 14",
        "race, 2, 5", "salary-class, 2, 2", "sex, 2, 2", "workclass, 3, 8"})
    void readsEveryHierarchy(String name, int levels, int values) throws IOException {
        Hierarchy hierarchy = hierarchy(name);
        assertThat(hierarchy.levels()).isEqualTo(levels);
        assertThat(hierarchy.values(0).size()).isBetween(values - 1, values);
        assertThat(hierarchy.values(levels - 1)).containsExactly("*");
    }

    /** Every combination of levels tried with plain maps: none that holds loses less. */
    @ParameterizedTest
    @CsvSource({"2, 0", "5, 0", "5, 0.05", "20, 0.02"})
    void findsTheBestOfAllCombinations(int k, double suppressed) throws IOException {
        List<String> names = List.of("sex", "age", "race", "marital-status");
        List<CodedColumn> columns = columns(names);
        List<Hierarchy> hierarchies = hierarchies(names);
        Generalisation best = GeneralisationSearch.of(columns, hierarchies)
                .best(List.of(new PrivacyModel.KAnonymity(k)), suppressed, Loss.CERTAINTY_PENALTY).orElseThrow();
        double least = Double.POSITIVE_INFINITY;
        for (int node = 0; node < best.nodes(); node++) {
            int[] levels = levels(node, hierarchies);
            double loss = loss(columns, hierarchies, levels, k, suppressed);
            least = Math.min(least, loss);
        }
        assertThat(best.loss()).isCloseTo(least, within(1e-9));
        assertThat(best.k()).isGreaterThanOrEqualTo(k);
        assertThat(best.nodesChecked()).isLessThanOrEqualTo(best.nodes());
    }

    @Test
    void reachesKFiveOverEightColumnsOfTheCensus() throws IOException {
        List<String> names = List.of("sex", "age", "race", "marital-status", "education", "native-country", "workclass",
                "salary-class");
        Generalisation best = GeneralisationSearch.of(columns(names), hierarchies(names))
                .best(List.of(new PrivacyModel.KAnonymity(5)), 0.05, Loss.CERTAINTY_PENALTY).orElseThrow();
        assertThat(best.nodes()).isEqualTo(2 * 5 * 2 * 3 * 4 * 3 * 3 * 2);
        assertThat(best.k()).isGreaterThanOrEqualTo(5);
        assertThat(best.suppressedRows()).isLessThanOrEqualTo((long) (0.05 * 3016));
        assertThat(best.nodesChecked()).isLessThan(best.nodes());
    }

    /** The table of "t-Closeness" (Li, Li, Venkatasubramanian, 2007), section 4: 0.375 and 0.167. */
    @Test
    void measuresTheDistancesOfThePaper() throws IOException {
        List<String[]> rows = rows("test2.csv");
        CodedColumn zip = CodedColumn.of(rows.stream().map(row -> row[0].substring(0, 3)).toArray(String[]::new));
        CodedColumn age = CodedColumn.of(rows.stream().map(row -> row[1].compareTo("40") >= 0 ? ">=40" : row[1]
                .substring(0, 1)).toArray(String[]::new));
        int[] salaries = rows.stream().mapToInt(row -> Integer.parseInt(row[2]) - 3).toArray();
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(zip, age));
        double[] distances = Closeness.ordered(classes, CodedColumn.ofCodes(salaries, 9));
        assertThat(classes.count()).isEqualTo(3);
        assertThat(Arrays.stream(distances).max().orElseThrow()).isCloseTo(0.375, within(1e-9));
        assertThat(distances[classes.classOf(3)]).isCloseTo(1.0 / 6, within(1e-9));
    }

    private static double loss(List<CodedColumn> columns, List<Hierarchy> hierarchies, int[] levels, int k,
            double suppressedMax) {
        Map<List<String>, Integer> sizes = new HashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < columns.get(0).rows(); row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < levels.length; i++) {
                values.add(hierarchies.get(i).generalise(columns.get(i).value(columns.get(i).code(row)), levels[i]));
            }
            rows.add(values);
            sizes.merge(values, 1, Integer::sum);
        }
        List<Map<String, Long>> covered = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            Map<String, Long> counts = new HashMap<>();
            for (String value : hierarchies.get(i).values(0)) {
                counts.merge(hierarchies.get(i).generalise(value, levels[i]), 1L, Long::sum);
            }
            covered.add(counts);
        }
        double sum = 0;
        int suppressed = 0;
        for (List<String> values : rows) {
            double own = 0;
            for (int i = 0; i < levels.length; i++) {
                double others = hierarchies.get(i).values(0).size() - 1.0;
                own += (covered.get(i).get(values.get(i)) - 1) / others / levels.length;
            }
            boolean fails = sizes.get(values) < k;
            suppressed += fails ? 1 : 0;
            sum += fails ? 1 : own;
        }
        return suppressed > Math.floor(suppressedMax * rows.size() + 1e-9) ? Double.POSITIVE_INFINITY
                : sum / rows.size();
    }

    private static int[] levels(int node, List<Hierarchy> hierarchies) {
        int[] levels = new int[hierarchies.size()];
        int rest = node;
        for (int i = 0; i < levels.length; i++) {
            levels[i] = rest % hierarchies.get(i).levels();
            rest /= hierarchies.get(i).levels();
        }
        return levels;
    }

    private static List<CodedColumn> columns(List<String> names) throws IOException {
        List<String[]> rows = rows("adult_subset.csv");
        List<String> header = Arrays.asList(Files.readAllLines(ARX.resolve("adult_subset.csv")).get(0).split(";"));
        return names.stream().map(name -> CodedColumn.of(rows.stream().map(row -> row[header.indexOf(name)])
                .toArray(String[]::new))).toList();
    }

    private static List<Hierarchy> hierarchies(List<String> names) throws IOException {
        List<Hierarchy> all = new ArrayList<>();
        for (String name : names) {
            all.add(hierarchy(name));
        }
        return all;
    }

    private static Hierarchy hierarchy(String name) throws IOException {
        return Hierarchy.ofCsv(Files.readString(ARX.resolve("adult_hierarchy_" + name + ".csv")), ';');
    }

    private static List<String[]> rows(String file) throws IOException {
        List<String> lines = Files.readAllLines(ARX.resolve(file));
        return IntStream.range(1, lines.size()).mapToObj(i -> lines.get(i).split(";")).toList();
    }
}
