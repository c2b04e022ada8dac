// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A second factor is taken from somebody by two people's word, and by neither's alone. */
@ServerTest
@Import(Desk.class)
class ResetsIT {

    @Autowired Resets resets;
    @Autowired Factors factors;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Standing standing;
    @Autowired Desk desk;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private String number;
    private Caller one;
    private Caller other;
    private Caller security;

    @BeforeEach
    void enrolled() {
        number = someone(people, "care-agent");
        FactorFixture.enrolled(factors, number);
        one = as("system-administrator");
        other = as("system-administrator");
        security = as("security-administrator");
    }

    @Test
    void nothingHappensBeforeTheSecondWord() {
        resets.propose(number, one);
        refuses(() -> resets.accept(number, one), "factor.refused.reset-own");
        refuses(() -> resets.propose(number, other), "factor.refused.reset-waiting");
        assertThat(factors.has(number)).isTrue();
        resets.accept(number, security);
        assertThat(factors.has(number)).isFalse();
        Entry entry = ledger.find(LedgerQuery.latest(1).withAction("staff.factor-reset")).get(0).entry();
        assertThat(entry.object()).contains(new Entry.ObjectRef("person", number));
        assertThat(entry.actor().id()).isEqualTo(security.id());
        assertThat(entry.details()).containsEntry("proposed-by", one.id()).containsEntry("count", "1");
        refuses(() -> resets.accept(number, other), "factor.refused.reset-none");
        refuses(() -> resets.propose(number, one), "factor.refused.none-of-them");
    }

    @Test
    void isRefusedByAnotherAndTakenBackByWhoeverProposedIt() {
        resets.propose(number, one);
        resets.refuse(number, other);
        assertThat(newest()).isEqualTo("staff.factor-reset-refuse");
        resets.propose(number, one);
        resets.refuse(number, one);
        assertThat(newest()).isEqualTo("staff.factor-reset-withdraw");
        refuses(() -> resets.accept(number, other), "factor.refused.reset-none");
        assertThat(factors.has(number)).isTrue();
    }

    @Test
    void lapsesAfterADayAndMakesRoomForAnother() {
        resets.propose(number, one);
        db.sql("UPDATE factor_reset SET proposed_at = proposed_at - interval '24 hours' WHERE number = :number")
                .param("number", number).update();
        refuses(() -> resets.accept(number, other), "factor.refused.reset-none");
        resets.propose(number, other);
        resets.accept(number, one);
        assertThat(factors.has(number)).isFalse();
    }

    /** Whoever is no administrator any more has proposed nothing. */
    @Test
    void fallsWithTheStandingOfWhoeverProposedIt() {
        resets.propose(number, one);
        suspensions.suspend(one.id(), TestReasons.of("LEAVE"), Entry.Actor.system("test"));
        refuses(() -> resets.accept(number, other), "factor.refused.reset-none");
        resets.propose(number, other);
        resets.accept(number, security);
        assertThat(factors.has(number)).isFalse();
    }

    @Test
    void ofTwoWhoAcceptAtOnceOneIsTooLate() throws Exception {
        resets.propose(number, one);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (Caller by : List.of(other, security)) {
                ends.add(both.submit((Callable<Boolean>) () -> {
                    try {
                        resets.accept(number, by);
                        return true;
                    } catch (Refused late) {
                        assertThat(late.key()).isEqualTo("factor.refused.reset-none");
                        return false;
                    }
                }));
            }
            assertThat(ends.get(0).get()).isNotEqualTo(ends.get(1).get());
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void waitsOnTheOverviewAndThePageOfWhoeverMayAccept() throws Exception {
        Seat first = desk.newSeat("system-administrator");
        resets.propose(number, standing.person(first.number()).orElseThrow());
        String path = "/factor/people/" + number;
        Seat second = desk.newSeat("security-administrator");
        for (String language : List.of("zh-CN", "en")) {
            Page page = second.read(path, language);
            assertThat(page.html()).contains(language.equals("en") ? "Accept and reset now" : "同意并立即重置",
                    first.number()).doesNotContain("??").doesNotContain("factor.p");
            assertThat(first.read(path, language).html()).contains(language.equals("en") ? "Take it back" : "撤回")
                    .doesNotContain("/reset/accept");
            assertThat(second.read("/", language).html()).contains(path);
            assertThat(first.read("/", language).html()).doesNotContain(path);
        }
        assertThat(desk.newSeat("auditor").read(path).status()).isEqualTo(403);
        assertThat(second.send(path + "/reset", "factor-proof", Desk.PASSWORD).status()).as("proposing").isEqualTo(403);
        assertThat(second.send(path + "/reset/accept", "factor-proof", Desk.PASSWORD).location()).isEqualTo(path);
        assertThat(factors.has(number)).isFalse();
    }

    private Caller as(String role) {
        return standing.person(someone(people, role)).orElseThrow();
    }

    private String newest() {
        return ledger.find(LedgerQuery.latest(5)).stream().map(line -> line.entry().action())
                .filter(action -> action.startsWith("staff.factor-reset")).findFirst().orElse("");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String key) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.key()).isEqualTo(key));
    }
}
