// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final String HEAD = "format: shouxin-plan/1\nrelease: cdr-2026-11\nrecipient: lab\n";

    @Test
    void readsEveryTechnique() {
        Plan plan = PlanFixture.plan("a: {do: keep}", "b: {do: drop}", "c: {do: mask, mask: phone}",
                "d: {do: token, form: resident-id}", "e: {do: pseudonym, type: msisdn, on-invalid: empty}",
                "f: {do: seal}",
                "g: {do: generalise, width: 10, from: 5}", "h: {do: generalise, time: six-hours}",
                "i: {do: generalise, hierarchy: cities.csv, level: 2}", "j: {do: code, bottom: 18, top: 80}",
                "k: {do: date-shift, person: e, days: 30}",
                "l: {do: noise, person: e, low: 0, high: 100, epsilon: 0.5}");
        assertThat(plan.columns()).extracting(column -> column.technique().code()).containsExactly("keep", "drop",
                "mask", "token", "pseudonym", "seal", "generalise", "generalise", "generalise", "code", "date-shift",
                "noise");
        assertThat(plan.column("e").orElseThrow().onInvalid()).isEqualTo(OnInvalid.EMPTY);
        assertThat(plan.column("a").orElseThrow().onInvalid()).isEqualTo(OnInvalid.REJECT);
        assertThat(plan.keyed()).isTrue();
        assertThat(PlanFixture.plan("a: {do: keep}", "c: {do: mask, mask: all}").keyed()).isFalse();
    }

    @Test
    void tellsEveryProblemWithItsLine() {
        List<PlanProblem> problems = PlanFixture.read("""
                format: shouxin-plan/9
                release: CDR November
                on-invalid: ignore
                colour: red
                columns:
                  phone: {do: pseudonym, type: telephone}
                  phone: {do: drop}
                  pin: {do: token, form: digits-4-keep-0}
                  serial: {do: token, form: imei, keep: 8}
                  bill: {do: generalise, width: 0}
                  start: {do: generalise, width: 1, time: hour}
                  city: {do: generalise, hierarchy: towns.csv, level: 1}
                  town: {do: generalise, hierarchy: cities.csv, level: 4}
                  birth: {do: date-shift, person: nobody, days: 4000}
                  age: {do: date-shift, person: nobody, days: 40}
                  usage: {do: noise, person: phone, low: 5, high: 5, epsilon: 1}
                  name: hide
                """).problems();
        assertThat(problems).extracting(one -> one.line() + " " + one.path() + " " + one.key()).containsExactly(
                "1 format plan.problem.format",
                "1 recipient plan.problem.missing",
                "2 release plan.problem.name",
                "3 on-invalid plan.problem.word",
                "4 colour plan.problem.unknown-key",
                "6 columns/phone/type plan.problem.word",
                "7 columns/phone plan.problem.twice",
                "8 columns/pin/form token.ff1.small-domain",
                "9 columns/serial/keep plan.problem.unknown-key",
                "10 columns/bill/width release.bands",
                "11 columns/start/time plan.problem.not-together",
                "12 columns/city/hierarchy plan.problem.no-hierarchy",
                "13 columns/town/level release.hierarchy.level",
                "14 columns/birth/days plan.problem.number",
                "15 columns/age/person plan.problem.person",
                "16 columns/usage/high plan.problem.number",
                "17 columns/name plan.problem.wrong-kind",
                "17 columns/name/do plan.problem.missing");
    }

    @Test
    void readsWhatNeedsAllRows() {
        Plan plan = PlanFixture.read(HEAD + """
                on-invalid: empty
                groups: {k: 5, sensitive: bill, l: 2, t: 0.3, suppress: 0.02}
                columns:
                  age: {do: generalise, level: least}
                  city: {do: generalise, hierarchy: cities.csv, level: least}
                  bill: {do: keep}
                  sum: {do: aggregate, k: 3}
                """).plan().orElseThrow();
        assertThat(plan.groups()).contains(new Plan.Groups(5, "bill", 2, 0.3, 0.02));
        assertThat(plan.whole()).isTrue();
        assertThat(plan.keyed()).isFalse();
        assertThat(plan.column("age").orElseThrow().onInvalid()).as("whatever the others do")
                .isEqualTo(OnInvalid.REJECT);
        assertThat(plan.column("sum").orElseThrow().onInvalid()).isEqualTo(OnInvalid.EMPTY);
        assertThat(PlanFixture.plan("a: {do: keep}").whole()).isFalse();
    }

    @Test
    void tellsEveryProblemOfGroups() {
        assertThat(PlanFixture.read(HEAD + """
                groups: {k: 1, l: 2, suppress: 2, size: 3}
                columns:
                  age: {do: generalise, level: least, on-invalid: hide}
                  city: {do: generalise, level: 1}
                  town: {do: generalise, width: 5, level: least}
                  bill: {do: aggregate, k: 1001}
                  sum: {do: generalise, time: day, from: 5}
                """).problems()).extracting(one -> one.line() + " " + one.path() + " " + one.key()).containsExactly(
                "4 groups/k plan.problem.number",
                "4 groups/sensitive plan.problem.missing",
                "4 groups/size plan.problem.unknown-key",
                "4 groups/suppress plan.problem.number",
                "6 columns/age/on-invalid plan.problem.row-stays",
                "7 columns/city/hierarchy plan.problem.missing",
                "8 columns/town/level plan.problem.unknown-key",
                "9 columns/bill/k plan.problem.number",
                "10 columns/sum/from plan.problem.unknown-key");
        assertThat(PlanFixture.read(HEAD + "columns: {a: {do: generalise, level: least}}").problems())
                .extracting(PlanProblem::key).containsExactly("plan.problem.groups");
        assertThat(PlanFixture.read(HEAD + "groups: {k: 2}\ncolumns: {a: {do: keep}}").problems())
                .extracting(PlanProblem::key).containsExactly("plan.problem.groups");
        for (String sensitive : List.of("a", "gone", "none")) {
            assertThat(PlanFixture.read(HEAD + "groups: {k: 2, l: 2, sensitive: " + sensitive + "}\ncolumns:\n"
                    + "  a: {do: generalise, level: least}\n  gone: {do: drop}\n").problems())
                    .extracting(PlanProblem::key).containsExactly("plan.problem.sensitive");
        }
    }

    @Test
    void refusesAPlanThatLeavesNothingOrSaysNothing() {
        assertThat(PlanFixture.read(HEAD + "columns: {a: {do: drop}}").problems())
                .extracting(PlanProblem::key).containsExactly("plan.problem.nothing-left");
        assertThat(PlanFixture.read(HEAD + "columns: {}").problems())
                .extracting(PlanProblem::key).containsExactly("plan.problem.no-columns");
        assertThat(PlanFixture.read("just text").problems()).extracting(PlanProblem::key)
                .contains("plan.problem.wrong-kind", "plan.problem.missing");
    }

    @Test
    void showsLittleOfALongTextAndNothingThatMovesTheCursor() {
        PlanProblem problem = PlanFixture.read(HEAD + "columns: {a: {do: \"" + "x\\e".repeat(500) + "\"}}")
                .problems().get(0);
        assertThat(problem.arguments().get(0)).hasSize(41).doesNotContain("\u001B");
    }
}
