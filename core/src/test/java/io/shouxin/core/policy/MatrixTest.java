// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void of_showsTheSmallRegister() {
        Matrix matrix = Matrix.of(RegisterFixture.small());

        assertThat(lines(matrix)).containsExactly(
                "agent/care agent/offer clerk/care app/settle",
                "A1-1 3 name: masked – clear –",
                "A1-1 3 number: masked token token clear",
                "A2-1 4 password: refused – – –",
                "C1-1 1 plan: clear clear – clear");
        assertThat(matrix.columns().get(0).needs().ticket()).isTrue();
        assertThat(matrix.groups().get(0).rows().get(0).cells().get(0).selector()).contains("A1-1");
    }

    /** What the page shows is what the door does. */
    @Test
    void cells_agreeWithDecisions() {
        Register sample = RegisterFixture.sample();
        Matrix matrix = Matrix.of(sample);
        for (Matrix.Group group : matrix.groups()) {
            for (Matrix.Row row : group.rows()) {
                for (int i = 0; i < row.cells().size(); i++) {
                    assertThat(row.cells().get(i).form().orElse(Form.REFUSED))
                            .isEqualTo(decided(sample, matrix.columns().get(i), row.field()));
                }
            }
        }
    }

    private static Form decided(Register register, Matrix.Column column, Field field) {
        Ask ask = new Ask("U0001", Set.of(column.role().code()), column.purpose().code(),
                List.of(field.name()), TicketState.GOOD, Set.of(column.purpose().code()),
                CustomerState.ACTIVE, ZonedDateTime.parse("2026-11-23T10:00:00+08:00"),
                Optional.of("127.0.0.1"), Set.of(field.name()), column.role().channel(),
                Extent.ONE, register.scenes().keySet(), Set.of());
        return Decisions.decide(register, ask).fields().get(field.name()).form();
    }

    private static List<String> lines(Matrix matrix) {
        Stream<String> head = Stream.of(matrix.columns().stream().map(Matrix.Column::rule)
                .collect(Collectors.joining(" ")));
        Stream<String> rows = matrix.groups().stream().flatMap(group -> group.rows().stream().map(row ->
                group.dataClass().code() + " " + row.level() + " " + row.field().name() + ": "
                + row.cells().stream().map(cell -> cell.form().map(Form::code).orElse("–"))
                        .collect(Collectors.joining(" "))));
        return Stream.concat(head, rows).toList();
    }
}
