// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquivalenceClassesTest {

    /** Small ranges go through the index, large ones through the table, the largest through several packings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100, 5_000, 1_000_000, Integer.MAX_VALUE})
    void agreesWithGroupingByLists(int cardinality) {
        Random random = new Random(cardinality);
        int rows = 20_000;
        List<CodedColumn> columns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int step = Math.max(1, cardinality / 7);
            int[] codes = random.ints(rows, 0, Math.min(7, cardinality)).map(code -> code * step).toArray();
            columns.add(CodedColumn.ofCodes(codes, cardinality));
        }
        EquivalenceClasses classes = EquivalenceClasses.of(columns);
        Map<List<Integer>, Integer> sizes = new HashMap<>();
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            int at = row;
            List<Integer> key = columns.stream().map(column -> column.code(at)).toList();
            sizes.merge(key, 1, Integer::sum);
            numbers.putIfAbsent(key, numbers.size());
            assertThat(classes.classOf(row)).isEqualTo(numbers.get(key));
        }
        assertThat(classes.count()).isEqualTo(sizes.size());
        numbers.forEach((key, number) -> assertThat(classes.size(number)).isEqualTo(sizes.get(key)));
        assertThat(classes.k()).isEqualTo(Collections.min(sizes.values()));
        assertThat(classes.rowsInClassesBelow(5)).isEqualTo(
                sizes.values().stream().filter(size -> size < 5).mapToInt(Integer::intValue).sum());
    }

    @Test
    void manyDifferentRowsMakeTheTableGrow() {
        int rows = 300_000;
        int[] odd = IntStream.range(0, rows).map(i -> i * 2 + 1).toArray();
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(CodedColumn.ofCodes(odd, 2 * rows),
                CodedColumn.ofCodes(odd, 2 * rows)));
        assertThat(classes.count()).isEqualTo(rows);
        assertThat(classes.uniqueness()).isEqualTo(1);
    }

    @Test
    void countsKAndUniqueness() {
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(
                CodedColumn.of("30-39", "30-39", "40-49", "40-49", "40-49", "50-59"),
                CodedColumn.of("M", "M", "F", "F", "F", "F")));
        assertThat(classes.count()).isEqualTo(3);
        assertThat(classes.k()).isEqualTo(1);
        assertThat(classes.uniqueness()).isEqualTo(1.0 / 6, within(1e-12));
        assertThat(classes.rowsInClassesBelow(3)).isEqualTo(3);
        assertThat(classes).asString().isEqualTo("EquivalenceClasses(6 rows, 3 classes)");
    }

    @Test
    void anEmptyTableHasNoK() {
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(CodedColumn.of()));
        assertThat(classes.k()).isZero();
        assertThat(classes.uniqueness()).isZero();
        assertThat(Diversity.of(classes, CodedColumn.of())).isEqualTo(new Diversity(0, 0));
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatIllegalStateException().isThrownBy(() -> EquivalenceClasses.of(List.of()));
        assertThatIllegalStateException().isThrownBy(() -> EquivalenceClasses.of(
                List.of(CodedColumn.of("a"), CodedColumn.of("a", "b"))));
        assertThatIllegalStateException().isThrownBy(() -> CodedColumn.ofCodes(new int[] {2}, 2));
        assertThatIllegalStateException().isThrownBy(() -> CodedColumn.ofCodes(new int[] {0}, 1).value(0));
    }

    @Test
    void columnsPrintNoValue() {
        CodedColumn column = CodedColumn.of("+8616000001234", "+8616000001234", "x");
        assertThat(column).asString().isEqualTo("CodedColumn(3 rows, 2 codes)");
        assertThat(column.value(column.code(2))).isEqualTo("x");
    }
}
