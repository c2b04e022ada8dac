// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.risk.CodedColumn;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposedHierarchyTest {

    @Test
    void doublesBandsOfNumbers() {
        ProposedHierarchy months = ProposedHierarchy.of(column(IntStream.rangeClosed(0, 72).mapToObj(String::valueOf)
                .toArray(String[]::new)));
        assertThat(months.levels()).containsExactly("value", "bands 5", "bands 10", "bands 20", "bands 40", "*");
        assertThat(months.hierarchy().generalise("17", 2)).isEqualTo("[10, 20)");
        assertThat(ProposedHierarchy.of(column("0.05", "1.95", "-3", "")).levels())
                .containsExactly("value", "bands 0.5", "bands 1", "bands 2", "bands 4", "*");
    }

    @Test
    void goesFromDaysToDecades() {
        ProposedHierarchy days = ProposedHierarchy.of(column("2026-11-25", "1949-12-31", ""));
        assertThat(days.levels()).containsExactly("value", "month", "quarter", "year", "decade", "*");
        assertThat(days.hierarchy().generalise("1949-12-31", 2)).isEqualTo("1949-Q4");
        assertThat(days.hierarchy().generalise("", 4)).isEmpty();
        assertThat(days.hierarchy().generalise("", 5)).isEqualTo("*");
    }

    @Test
    void hasAllOrNothingForWords() {
        assertThat(ProposedHierarchy.of(column("a", "b")).levels()).containsExactly("value", "*");
        assertThat(ProposedHierarchy.of(column("0", "1")).levels()).containsExactly("value", "*");
        assertThat(ProposedHierarchy.of(column("")).levels()).containsExactly("value", "*");
        assertThat(ProposedHierarchy.of(column("2026-02-30", "2026-01-01")).levels()).containsExactly("value", "*");
    }

    private static CodedColumn column(String... values) {
        return CodedColumn.of(values);
    }
}
