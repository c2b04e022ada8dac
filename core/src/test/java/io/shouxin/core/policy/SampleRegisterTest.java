// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.ClassTree;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registers that ship with the server. */
class SampleRegisterTest {

    @ParameterizedTest
    @ValueSource(strings = {"sample", "default"})
    void readsWithoutProblemOrWarning(String name) {
        Reading reading = RegisterFixture.read(
                RegisterFixture.file("server/src/main/resources/registers/" + name + ".yaml"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "default"})
    void startsFromTheClassTree(String name) {
        Register register = RegisterFixture.register(
                RegisterFixture.file("server/src/main/resources/registers/" + name + ".yaml"));

        assertThat(register.classes().values()).containsExactlyElementsOf(ClassTree.defaults().stream()
                .map(leaf -> new DataClass(leaf.code(), leaf.zh(), leaf.en(), leaf.level(), leaf.family(),
                        leaf.budget())).toList());
    }

    @Test
    void opensNothingToAdministrators() {
        assertThat(RegisterFixture.sample().rules()).extracting(Rule::role)
                .doesNotContain("security-administrator", "system-administrator");
    }

    @Test
    void opensNoPasswordToAnybody() {
        Register sample = RegisterFixture.sample();
        Field password = sample.fields().get("service-password");

        assertThat(sample.rules()).allSatisfy(rule ->
                assertThat(rule.selectorFor(password).map(rule.give()::get).orElse(Form.REFUSED))
                        .isEqualTo(Form.REFUSED));
    }

    @Test
    void givesAnalysisNoDirectIdentifierInClear() {
        Matrix matrix = Matrix.of(RegisterFixture.sample());
        Set<String> analysis = matrix.columns().stream()
                .filter(column -> column.purpose().code().equals("analytics.usage"))
                .map(Matrix.Column::rule).collect(Collectors.toSet());

        assertThat(analysis).hasSize(2);
        assertThat(matrix.groups().stream().filter(group -> group.dataClass().level() >= 3)
                .flatMap(group -> group.rows().stream()).flatMap(row -> row.cells().stream())
                .filter(cell -> analysis.contains(cell.rule())))
                .noneMatch(cell -> cell.form().filter(Form.CLEAR::equals).isPresent());
    }

    @Test
    void opensIdentityInClearOnlyOnATicket() {
        Matrix matrix = Matrix.of(RegisterFixture.sample());

        assertThat(matrix.groups().stream().flatMap(group -> group.rows().stream())
                .filter(row -> List.of("name", "id-number", "phone", "address").contains(row.field().name()))
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell.form().filter(Form.CLEAR::equals).isPresent()))
                .isNotEmpty().allMatch(cell -> cell.needs().ticket());
    }
}
