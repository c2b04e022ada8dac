// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.Pseudonyms;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectionTest {

    private final ReleaseKey key = new ReleaseKey("r", LocalDate.of(2026, 11, 25),
            SecretBytes.copyOf("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));

    @Test
    void makesThePseudonymsOfTheCore() {
        Plan plan = PlanFixture.plan("p: {do: pseudonym, type: msisdn}");
        try (Pseudonyms pseudonyms = Pseudonyms.of(key.key(), "lab")) {
            String expected = pseudonyms.encryptDeterministically(PseudonymType.MSISDN, SecretText.of("16000001234"));
            assertThat(column(plan, 0, "16000001234", " +86 160 0000 1234 ", "0086-16000001234"))
                    .containsExactly(expected, expected, expected);
        }
    }

    @Test
    void whatIsEmptyStaysEmptyAndWhatIsRefusedNeverPasses() {
        Plan plan = PlanFixture.plan("p: {do: pseudonym, type: msisdn}", "t: {do: token, form: imsi}",
                "b: {do: generalise, width: 10}", "g: {do: generalise, time: hour}");
        assertThat(rows(plan, "x,x,x,x", ",,,", "  ,,,"))
                .containsExactly(List.of("!value.phone.not-a-number", "!value.imsi.not-a-number", "!release.bands",
                        "!plan.cell.time"), List.of("", "", "", ""), List.of("", "", "", ""));
    }

    @Test
    void turnsBackWhatTurnsBack() {
        Plan plan = PlanFixture.plan("p: {do: pseudonym, type: msisdn}", "t: {do: token, form: imsi}", "s: {do: seal}",
                "d: {do: date-shift, person: p, days: 30}", "m: {do: mask, mask: name}");
        List<String> made = rows(plan, "16000001234,460001234567890,王小明 note,20261125104500,王小明").get(0);
        assertThat(made.get(1)).startsWith("46000").hasSize(15).isNotEqualTo("460001234567890");
        assertThat(made.get(2)).startsWith("s1").doesNotContain("note");
        assertThat(made.get(3)).hasSize(14).endsWith("104500").isNotEqualTo("20261125104500");
        assertThat(back(plan, key, made)).containsExactly(
                "+8616000001234", "460001234567890", "王小明 note", "20261125104500", made.get(4));
    }

    @Test
    void opensNothingOfAnotherReleaseAndOfNoOtherColumn() {
        Plan plan = PlanFixture.plan("p: {do: pseudonym, type: msisdn}", "s: {do: seal}", "t: {do: seal}");
        List<String> made = rows(plan, "16000001234,a,b").get(0);
        assertThat(back(plan, ReleaseKey.random("r", key.day()), made))
                .containsExactly("!plan.cell.not-ours", "!plan.cell.not-ours", "!plan.cell.not-ours");
        assertThat(back(plan, key, List.of(made.get(0), made.get(2), made.get(1))))
                .containsExactly("+8616000001234", "!plan.cell.not-ours", "!plan.cell.not-ours");
    }

    @Test
    void equalCellsAreSealedDifferently() {
        assertThat(column(PlanFixture.plan("s: {do: seal}"), 0, "same", "same")).doesNotHaveDuplicates();
    }

    @Test
    void shiftsAllDaysOfAPersonAlike() {
        Plan plan = PlanFixture.plan("d: {do: date-shift, person: p, days: 30}", "p: {do: pseudonym, type: msisdn}");
        List<List<String>> rows = rows(plan, "2026-01-01,16000001234", "2026/01/11 08:00,+8616000001234",
                "2026-01-01,", "20260101,x");
        LocalDate first = LocalDate.parse(rows.get(0).get(0));
        assertThat(rows.get(1).get(0)).isEqualTo(first.plusDays(10).toString().replace('-', '/') + " 08:00");
        assertThat(rows.get(2).get(0)).isEqualTo("!plan.cell.person");
        assertThat(rows.get(3).get(0)).isEqualTo("!plan.cell.person");
    }

    @Test
    void noiseComesOutTheSameForOnePersonAndValueOnly() {
        Plan plan = PlanFixture.plan("p: {do: keep}", "n: {do: noise, person: p, low: 0, high: 100, epsilon: 1}");
        List<String> first = column(plan, 1, "a,50", "a,50", "b,50", "a,51", "a,900", "a,100", "a,x");
        assertThat(first).isEqualTo(column(plan, 1, "a,50", "a,50", "b,50", "a,51", "a,900", "a,100", "a,x"));
        assertThat(first.get(0)).isEqualTo(first.get(1));
        assertThat(first.get(4)).as("brought to the range first").isEqualTo(first.get(5));
        assertThat(first.get(6)).isEqualTo("!plan.cell.number");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add("person" + i + ",50");
        }
        double mean = column(plan, 1, many.toArray(String[]::new)).stream().mapToLong(Long::parseLong).average()
                .orElseThrow();
        // A standard deviation of 141 each, of 4.5 for the mean of 1,000.
        assertThat(mean).isBetween(25.0, 75.0);
    }

    /** Another number here is another version of the format: runs on other machines and in other years agree. */
    @Test
    void noiseIsTheSameEverywhere() {
        Plan plan = PlanFixture.plan("p: {do: keep}", "n: {do: noise, person: p, low: 0, high: 100, epsilon: 1}");
        assertThat(column(plan, 1, "a,50", "b,50", "c,0")).containsExactly("411", "374", "-71");
    }

    @Test
    void generalisesByBandTimeAndTable() {
        Plan plan = PlanFixture.plan("b: {do: generalise, width: 10}", "t: {do: generalise, time: month}",
                "c: {do: generalise, hierarchy: cities.csv, level: 2}", "x: {do: code, bottom: 18, top: 80}");
        assertThat(rows(plan, "17,20261125104500,hz,90", "-3,2026-11-25,xx,20")).containsExactly(
                List.of("[10, 20)", "2026-11", "Zhejiang", ">80"),
                List.of("[-10, 0)", "2026-11", "!release.hierarchy.value-missing", "20"));
    }

    @Test
    void timesThatWereSeenBeforeComeOutAsThoseThatWereNot() {
        Plan plan = PlanFixture.plan("t: {do: generalise, time: quarter-hour}");
        assertThat(column(plan, 0, "20261125104500", "20261125104459", "20261125104559", "20261125104560",
                "20261125106000", "20261325104500", "20261125240000", "20261125104500"))
                .containsExactly("2026-11-25T10:45", "2026-11-25T10:30", "2026-11-25T10:45", "!plan.cell.time",
                        "!plan.cell.time", "!plan.cell.time", "!plan.cell.time", "2026-11-25T10:45");
    }

    @Test
    void tellsHowPlanAndTableDoNotFit() {
        Plan plan = PlanFixture.plan("a: {do: keep}", "b: {do: drop}");
        Protection.Misfit misfit = Protection.misfit(plan, List.of("a", "c", "a"));
        assertThat(misfit.twice()).containsExactly("a");
        assertThat(misfit.notInPlan()).containsExactly("c");
        assertThat(misfit.notInTable()).containsExactly("b");
        assertThat(Protection.misfit(plan, List.of("b", "a")).isNone()).isTrue();
    }

    @Test
    void twoRecipientsHaveNothingInCommon() {
        Plan plan = PlanFixture.plan("p: {do: pseudonym, type: msisdn}", "t: {do: token, form: bank-card}");
        Plan other = new Plan(plan.release(), "bank", plan.columns());
        List<String> ours = rows(plan, "16000001234,4111111111111111").get(0);
        List<String> theirs = rows(other, "16000001234,4111111111111111").get(0);
        assertThat(ours.get(0)).isNotEqualTo(theirs.get(0));
        assertThat(ours.get(1)).isNotEqualTo(theirs.get(1));
        assertThat(ours.get(1).substring(0, 6)).isEqualTo("411111");
    }

    private List<String> column(Plan plan, int column, String... lines) {
        return rows(plan, lines).stream().map(row -> row.get(column)).toList();
    }

    private List<List<String>> rows(Plan plan, String... lines) {
        List<String> header = plan.columns().stream().map(Plan.Column::name).toList();
        try (Protection protection = Protection.of(plan, header, key)) {
            return through(protection, header.size(), Arrays.asList(lines));
        }
    }

    private static List<String> back(Plan plan, ReleaseKey key, List<String> row) {
        List<String> header = plan.columns().stream().map(Plan.Column::name).toList();
        try (Protection protection = Protection.reversing(plan, header, key)) {
            return through(protection, header.size(), List.of(String.join(",", row))).get(0);
        }
    }

    private static List<List<String>> through(Protection protection, int columns, List<String> lines) {
        List<List<String>> all = new ArrayList<>();
        RowBatch batch = new RowBatch(columns);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            for (int i = 0; i < columns; i++) {
                int start = data.size();
                data.writeBytes(cells[i].getBytes(UTF_8));
                batch.cell(i, start, data.size());
            }
            batch.endRow();
        }
        batch.data(data.toByteArray());
        protection.run(batch);
        for (int row = 0; row < batch.rows(); row++) {
            List<String> out = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                StepOutput output = protection.output(i);
                out.add(output == null ? batch.text(row, i)
                        : output.refusal(row) == null ? output.text(row) : "!" + output.refusal(row));
            }
            all.add(out);
        }
        return all;
    }
}
