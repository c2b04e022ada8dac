// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HierarchyTest {

    private static final String CELLS = """
            460-00-1001;西湖区;杭州市;浙江省;*
            460-00-1002;西湖区;杭州市;浙江省;*

            460-00-2001;鼓楼区;南京市;江苏省;*
            "460;00-3001";"a ""quoted"" one";南京市;江苏省;*
            """;

    @Test
    void takesCellsToTheirDistrict() {
        Hierarchy cells = Hierarchy.ofCsv(CELLS, ';');
        assertThat(cells.levels()).isEqualTo(5);
        assertThat(cells.generalise("460-00-1001", 0)).isEqualTo("460-00-1001");
        assertThat(cells.generalise("460-00-1001", 1)).isEqualTo("西湖区");
        assertThat(cells.generalise("460;00-3001", 1)).isEqualTo("a \"quoted\" one");
        assertThat(cells.values(2)).containsExactlyInAnyOrder("杭州市", "南京市");
        assertThat(cells).asString().isEqualTo("Hierarchy(4 values, 5 levels)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a;x;*/b;*|release.hierarchy.form", "''|release.hierarchy.form", "\"a;x;*|release.hierarchy.form",
        "a;x;*/a;y;*|release.hierarchy.value-twice", "a;x;p/b;x;q|release.hierarchy.not-nested"
    })
    void refusesByName(String csv, String key) {
        assertThatThrownBy(() -> Hierarchy.ofCsv(csv.replace('/', '\n'), ';'))
                .isInstanceOf(ReleaseRefused.class).hasMessage(key);
    }

    @Test
    void refusesAnUnknownValueWithoutRepeatingIt() {
        Hierarchy cells = Hierarchy.ofCsv(CELLS, ';');
        assertThatThrownBy(() -> cells.generalise("460-00-9999", 1)).hasMessage("release.hierarchy.value-missing");
        assertThatThrownBy(() -> cells.generalise("460-00-1001", 5)).hasMessage("release.hierarchy.level");
    }

    @Test
    void computesLevels() {
        Hierarchy ages = Hierarchy.computed(List.of("1", "17", "42", "17"),
                List.of(NumberBands.of("10", "0"), NumberBands.of("20", "0"), value -> "*"));
        assertThat(ages.generalise("17", 1)).isEqualTo("[10, 20)");
        assertThat(ages.generalise("17", 2)).isEqualTo("[0, 20)");
        assertThatThrownBy(() -> Hierarchy.computed(List.of("4", "6"),
                List.of(NumberBands.of("10", "0"), NumberBands.of("5", "0"))))
                .hasMessage("release.hierarchy.not-nested");
    }
}
