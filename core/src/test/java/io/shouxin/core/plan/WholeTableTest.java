// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeTableTest {

    private static final String LEAST = "{do: generalise, level: least}";

    @Test
    void generalisesNoFurtherThanTheGroupsNeed() {
        Plan plan = plan("groups: {k: 2}", "age: " + LEAST,
                "city: {do: generalise, hierarchy: cities.csv, level: least}");
        assertThat(run(plan, "20,hz", "21,hz", "70,nb", "70,nb")).containsExactly("[20, 25),hz", "[20, 25),hz",
                "[70, 75),nb", "[70, 75),nb");
        assertThat(run(plan("groups: {k: 2}", "city: {do: generalise, hierarchy: cities.csv, level: least}"), "hz",
                "nb")).containsExactly("Zhejiang", "Zhejiang");
        assertThat(run(plan, "20,hz", "20,hz", "70,nb", "70,nb")).containsExactly("20,hz", "20,hz", "70,nb", "70,nb");
    }

    @Test
    void leavesOutRowsForTheGroupsUpToTheShare() {
        Plan plan = plan("groups: {k: 2, suppress: 0.34}", "a: " + LEAST);
        assertThat(run(plan, "x", "x", "y")).containsExactly("x", "x", "suppressed");
        assertThat(run(plan("groups: {k: 2, suppress: 0.3}", "a: " + LEAST), "x", "x", "y"))
                .containsExactly("*", "*", "*");
    }

    /** A group is what leaves: a row that another column rejects helps nobody to hide. */
    @Test
    void countsOnlyRowsThatLeave() {
        Plan plan = plan("groups: {k: 2}", "a: " + LEAST, "p: {do: pseudonym, type: msisdn}");
        List<String> made = run(plan, "x,16000001234", "x,no number", "y,16000001234", "y,16000001235");
        assertThat(made.get(1)).isEqualTo("rejected");
        assertThat(List.of(made.get(0), made.get(2), made.get(3))).allMatch(row -> row.startsWith("*,"));
    }

    @Test
    void countsARowWhoseRefusedCellIsEmptiedInstead() {
        Plan plan = plan("groups: {k: 2}", "a: " + LEAST, "p: {do: pseudonym, type: msisdn, on-invalid: empty}");
        assertThat(run(plan, "x,no number", "x,no number")).containsExactly("x,", "x,");
    }

    @Test
    void asksForSensitiveValuesAsTheyLeave() {
        Plan plan = plan("groups: {k: 2, sensitive: bill, l: 2}", "a: " + LEAST, "bill: {do: generalise, width: 100}");
        assertThat(run(plan, "x,10", "x,20", "y,110", "y,20")).as("10 and 20 are one value in the release")
                .allMatch(row -> row.startsWith("*,"));
        assertThat(run(plan, "x,10", "x,120", "y,110", "y,20")).extracting(row -> row.charAt(0))
                .containsExactly('x', 'x', 'y', 'y');
    }

    @Test
    void putsMeansOfGroupsInThePlaceOfNumbers() {
        Plan plan = plan("", "bill: {do: aggregate, k: 2}");
        assertThat(run(plan, "1", "100.5", "", "3", "99.5")).containsExactly("2", "100", "", "2", "100");
        assertThat(run(plan, "1", "x", "3")).containsExactly("2", "rejected", "2");
        assertThat(run(plan("", "bill: {do: aggregate, k: 2, on-invalid: empty}", "a: {do: keep}"),
                "1,p", "x,q", "3,r")).containsExactly("2,p", "!,q", "2,r");
    }

    @Test
    void refusesWhatCannotBeHad() {
        assertThatThrownBy(() -> run(plan("groups: {k: 3}", "a: " + LEAST), "x", "y"))
                .hasMessage("release.not-reached");
        assertThatThrownBy(() -> run(plan("", "a: {do: aggregate, k: 3}"), "1", "2"))
                .hasMessage("release.micro-aggregation.group-size");
        assertThatThrownBy(() -> run(plan("groups: {k: 2}", "c: {do: generalise, hierarchy: cities.csv, level: least}"),
                "hz", "sh")).hasMessage("release.hierarchy.value-missing");
        assertThat(run(plan("groups: {k: 2}", "a: " + LEAST))).isEmpty();
        String long1 = "x".repeat(1 << 17);
        assertThat(run(plan("groups: {k: 2}", "a: " + LEAST), "x", "x", long1, long1))
                .containsExactly("x", "x", "rejected", "rejected");
    }

    @Test
    void refusesATableThatIsAnotherTheSecondTime() {
        for (String column : List.of("a: " + LEAST, "a: {do: aggregate, k: 2}")) {
            Plan plan = plan(column.contains("least") ? "groups: {k: 2}" : "", column);
            WholeTable table = collected(plan, rows("1", "1", "2", "2"));
            assertThatThrownBy(() -> released(plan, table, rows("1", "2", "2", "1"), 2))
                    .hasMessage("release.table-changed");
            assertThatThrownBy(() -> released(plan, table, rows("1", "1", "2", "2", "2"), 2))
                    .hasMessage("release.table-changed");
            assertThatThrownBy(() -> released(plan, table, rows("1", "1", "2"), 2))
                    .as("fewer in a group than were counted").hasMessage("release.table-changed");
        }
    }

    @Test
    void goesOnInTheMiddle() {
        Plan plan = plan("groups: {k: 2}", "a: " + LEAST, "b: {do: aggregate, k: 2}");
        List<String[]> rows = rows("x,1", "x,", "x,3", "y,9", "y,11");
        WholeTable table = collected(plan, rows);
        List<String> whole = released(plan, table, rows, 2);
        try (Protection begun = Protection.of(plan, List.of("a", "b"), null, table);
                Protection resumed = Protection.of(plan, List.of("a", "b"), null, table)) {
            begun.run(batch(rows.subList(0, 3)));
            resumed.resume(begun.position());
            RowBatch rest = batch(rows.subList(3, 5));
            resumed.run(rest);
            assertThat(List.of(text(resumed, rest, 0), text(resumed, rest, 1))).isEqualTo(whole.subList(3, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261128, 7, 4242})
    void whatLeavesHasGroupsOfK(long seed) {
        Random random = new Random(seed);
        String[] rows = IntStream.range(0, 400).mapToObj(i -> random.nextInt(60) + "," + "abc".charAt(random.nextInt(3))
                + "," + (random.nextInt(20) == 0 ? "no number" : "1600000" + (1000 + i))).toArray(String[]::new);
        Plan plan = plan("groups: {k: 7, suppress: 0.1}", "age: " + LEAST, "city: " + LEAST,
                "p: {do: token, form: phone}");
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<String> made = run(plan, rows);
        made.stream().filter(row -> row.contains(",")).map(row -> row.substring(0, row.lastIndexOf(',')))
                .forEach(group -> groups.merge(group, 1, Integer::sum));
        assertThat(groups.values()).isNotEmpty().allMatch(size -> size >= 7);
        long passed = made.stream().filter(row -> !row.equals("rejected")).count();
        assertThat(made.stream().filter(row -> row.equals("suppressed")).count()).isLessThanOrEqualTo(passed / 10);
    }

    @Test
    void isNeverRunOnceOnly() {
        Plan plan = plan("", "a: {do: aggregate, k: 2}");
        assertThatThrownBy(() -> Protection.of(plan, List.of("a"), null)).isInstanceOf(IllegalStateException.class);
    }

    private static Plan plan(String groups, String... columns) {
        return PlanFixture.read("format: shouxin-plan/1\nrelease: r\nrecipient: lab\n" + groups + "\ncolumns:\n  "
                + String.join("\n  ", columns) + "\n").plan().orElseThrow();
    }

    private static List<String[]> rows(String... rows) {
        return Arrays.stream(rows).map(row -> row.split(",", -1)).toList();
    }

    private static List<String> run(Plan plan, String... rows) {
        List<String[]> table = rows(rows);
        return released(plan, collected(plan, table), table, 3);
    }

    private static final ReleaseKey KEY = ReleaseKey.random("r", java.time.LocalDate.of(2026, 11, 25));

    private static List<String> header(Plan plan) {
        return plan.columns().stream().map(Plan.Column::name).toList();
    }

    private static WholeTable collected(Plan plan, List<String[]> rows) {
        try (Protection first = Protection.collecting(plan, header(plan), KEY)) {
            for (int from = 0; from < rows.size(); from += 2) {
                first.run(batch(rows.subList(from, Math.min(rows.size(), from + 2))));
            }
            return first.collected();
        }
    }

    /** Batches of another size than the first time: what counts is the order alone. */
    private static List<String> released(Plan plan, WholeTable table, List<String[]> rows, int size) {
        List<String> made = new ArrayList<>();
        try (Protection second = Protection.of(plan, header(plan), KEY, table)) {
            for (int from = 0; from < rows.size(); from += size) {
                RowBatch batch = batch(rows.subList(from, Math.min(rows.size(), from + size)));
                second.run(batch);
                for (int row = 0; row < batch.rows(); row++) {
                    made.add(text(second, batch, row));
                }
            }
            second.end();
        }
        return made;
    }

    private static String text(Protection protection, RowBatch batch, int row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < batch.columns(); i++) {
            StepOutput out = protection.output(i);
            if (out != null && out.refusal(row) != null && protection.ruling(i).onInvalid() == OnInvalid.REJECT) {
                return "rejected";
            }
            boolean emptied = out != null && out.refusal(row) != null
                    && protection.ruling(i).technique() instanceof Technique.Aggregated;
            cells.add(emptied ? "!" : out == null ? batch.text(row, i) : out.text(row));
        }
        return protection.isSuppressed(row) ? "suppressed" : String.join(",", cells);
    }

    private static RowBatch batch(List<String[]> rows) {
        RowBatch batch = new RowBatch(rows.get(0).length);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                int from = data.size();
                data.writeBytes(row[i].getBytes(UTF_8));
                batch.cell(i, from, data.size());
            }
            batch.endRow();
        }
        batch.data(data.toByteArray());
        return batch;
    }
}
