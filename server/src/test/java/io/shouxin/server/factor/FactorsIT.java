// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.OtherNode;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What counts as a code, how often, and what remains of it. */
@ServerTest
class FactorsIT {

    @Autowired Factors factors;
    @Autowired Resets resets;
    @Autowired StepUp stepUp;
    @Autowired People people;
    @Autowired Ledger ledger;
    @Autowired ApplicationContext context;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcClient db;

    @Test
    void enrolsByTheFirstCodeAndGivesTenRecoveryCodesOnce() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.app(factors.offer(self(number)).secret());
        assertThat(factors.has(number)).as("nothing is in use before the first code").isFalse();
        assertRefused(() -> factors.confirm(self(number), app.wrongCode()), "factor.refused.wrong");

        String first = app.code();
        List<String> codes = factors.confirm(self(number), first);
        assertThat(factors.has(number)).isTrue();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"));
        assertRefused(() -> prove(number, first), "factor.refused.used");
        assertRefused(() -> factors.confirm(self(number), app.code()), "factor.refused.offer-over");
        assertThat(actions(number)).contains("staff.factor-enrol DONE", "staff.factor-codes DONE");
    }

    @Test
    void isResetByAnotherPersonAndByNoOtherAccountOfOnesOwn() {
        String administrator = someone(people, "system-administrator");
        String sub = StaffFixture.number();
        people.add(new People.SubAccount(administrator, sub, "crm"), self(someone(people, "security-administrator")));
        FactorFixture.enrolled(factors, sub);
        assertRefused(() -> resets.propose(sub, self(administrator)), "staff.refused.own-rights");
        String other = someone(people, "system-administrator");
        resets.propose(sub, self(other));
        assertRefused(() -> resets.accept(sub, self(administrator)), "staff.refused.own-rights");
        assertRefused(() -> resets.accept(sub, self(other)), "factor.refused.reset-own");
        assertThat(factors.has(sub)).isTrue();
        resets.accept(sub, self(someone(people, "system-administrator")));
        assertThat(factors.has(sub)).isFalse();
    }

    @Test
    void keepsNeitherSecretNorRecoveryCodeAsTheyAre() {
        String number = someone(people, "auditor");
        Factors.Offer offer = factors.offer(self(number));
        List<String> codes = factors.confirm(self(number), FactorFixture.app(offer.secret()).code());
        String tables = db.sql("""
                SELECT coalesce(string_agg(t::text, ' '), '') FROM
                    (SELECT encode(wrapped, 'escape') AS x FROM factor_totp WHERE number = :number
                     UNION ALL SELECT encode(wrapped, 'hex') FROM factor_totp WHERE number = :number
                     UNION ALL SELECT encode(hash, 'escape') FROM factor_recovery WHERE number = :number) t
                """).param("number", number).query(String.class).single();
        assertThat(tables).isNotEmpty().doesNotContain(offer.secret()).doesNotContain(codes);
        String entries = ledger.find(LedgerQuery.latest(50).withActor(number)).stream()
                .map(line -> new String(line.bytes(), java.nio.charset.StandardCharsets.UTF_8)).toList().toString();
        assertThat(entries).contains("staff.factor-enrol").doesNotContain(offer.secret()).doesNotContain(codes);
        assertThat(offer.toString() + new Proof.Code(codes.get(0))).doesNotContain(offer.secret(), codes.get(0));
    }

    @Test
    void takesEachCodeOnceAndNoneThatIsOlder() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        Instant now = Instant.now();
        String before = app.codeAt(now.minus(Totp.STEP));
        String present = app.codeAt(now);
        try (OtherNode node = new OtherNode(context, Duration.ZERO)) {
            Factors there = FactorFixture.onAnotherNode(context, node, Clock.fixed(now, ZoneOffset.UTC));
            assertThat(prove(there, number, present.substring(0, 3) + " " + present.substring(3))).isEqualTo("TOTP");
            assertThat(prove(there, number, present)).isEqualTo("factor.refused.used");
            assertThat(prove(there, number, before)).isEqualTo("factor.refused.used");
        }
    }

    @Test
    void takesACodeOnceOnTwoNodesAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String number = someone(people, "auditor");
            FactorFixture app = FactorFixture.enrolled(factors, number);
            try (OtherNode node = new OtherNode(context, Duration.ZERO)) {
                Factors there = FactorFixture.onAnotherNode(context, node, Clock.systemUTC());
                String code = app.code();
                assertThat(atOnce(List.of(() -> prove(factors, number, code), () -> prove(there, number, code))))
                        .containsExactlyInAnyOrder("TOTP", "factor.refused.used");
            }
        }
    }

    @Test
    void takesARecoveryCodeOnceAndNobodyElses() {
        String number = someone(people, "auditor");
        String other = someone(people, "auditor");
        List<String> codes = enrol(number);
        enrol(other);
        String typed = codes.get(3).toUpperCase(java.util.Locale.ROOT).replace("-", " ");
        assertRefused(() -> prove(other, typed), "factor.refused.wrong");
        assertThat(prove(number, typed)).isEqualTo(Proof.Kind.RECOVERY_CODE);
        assertRefused(() -> prove(number, typed), "factor.refused.wrong");
        assertThat(factors.of(number).recoveryCodes()).isEqualTo(9);

        List<String> fresh = factors.newRecoveryCodes(self(number));
        assertRefused(() -> prove(number, codes.get(4)), "factor.refused.wrong");
        assertThat(prove(number, fresh.get(4))).isEqualTo(Proof.Kind.RECOVERY_CODE);
    }

    @Test
    void locksAfterFiveWrongCodesAndForTwiceAsLongTheNextTime() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (int i = 0; i < 5; i++) {
            assertRefused(() -> prove(number, app.wrongCode()), "factor.refused.wrong");
        }
        assertThatThrownBy(() -> prove(number, app.code())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.key()).isEqualTo("factor.refused.locked");
            assertThat(refused.kind()).isEqualTo(Refused.Kind.TOO_MANY);
            assertThat(refused.arguments()).containsExactly("5");
        });
        try (OtherNode node = new OtherNode(context, Duration.ZERO)) {
            Instant later = now.plus(Factors.LOCKED_FIRST.multipliedBy(2));
            Factors there = FactorFixture.onAnotherNode(context, node, Clock.fixed(later, ZoneOffset.UTC));
            for (int i = 0; i < 5; i++) {
                assertThat(prove(there, number, "000000x")).isEqualTo("factor.refused.wrong");
            }
            assertThat(db.sql("SELECT locked_until FROM factor_tries WHERE number = :number")
                    .param("number", number).query(java.sql.Timestamp.class).single().toInstant())
                    .isEqualTo(later.plus(Factors.LOCKED_FIRST.multipliedBy(2)));

            Instant evenLater = later.plus(Factors.LOCKED_FIRST.multipliedBy(2)).plusSeconds(1);
            Factors afterwards = FactorFixture.onAnotherNode(context, node, Clock.fixed(evenLater, ZoneOffset.UTC));
            assertThat(prove(afterwards, number, app.codeAt(evenLater))).isEqualTo("TOTP");
            assertThat(db.sql("SELECT count(*) FROM factor_tries WHERE number = :number").param("number", number)
                    .query(Integer.class).single()).as("a right code begins anew").isZero();
        }
    }

    /** Guesses that arrive together are no more than guesses one after the other. */
    @Test
    void comparesNoMoreThanFiveOfManyAtOnce() throws Exception {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        String wrong = app.wrongCode();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = threads.invokeAll(java.util.Collections.nCopies(24,
                    () -> prove(factors, number, wrong)));
            int compared = 0;
            for (Future<String> one : answers) {
                compared += one.get().equals("factor.refused.wrong") ? 1 : 0;
            }
            assertThat(compared).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesToBeCalledWhereARollbackWouldGiveTheCodeBack() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> prove(number, app.code())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void provesAnotherPersonAtADeskWithTheirCodeAndNotWithTheirPassword() {
        Caller desk = self(someone(people, "care-agent"));
        String approver = someone(people, "security-administrator");
        FactorFixture app = FactorFixture.enrolled(factors, approver);
        assertRefused(() -> stepUp.requireBeside(approver, new Proof.Password(PASSWORD), desk),
                "factor.refused.password");
        assertRefused(() -> stepUp.requireBeside(approver, new Proof.Code(app.wrongCode()), desk),
                "factor.refused.wrong");
        assertThat(stepUp.requireBeside(approver, new Proof.Code(app.code()), desk)).isEqualTo(Proof.Kind.TOTP);
        Entry entry = ledger.find(LedgerQuery.latest(1).withActor(desk.id())).get(0).entry();
        assertThat(entry.action()).isEqualTo("staff.factor-proof");
        assertThat(entry.outcome()).isEqualTo(Entry.Outcome.DONE);
        assertThat(entry.object().orElseThrow().id()).isEqualTo(approver);
        assertThat(entry.details()).containsEntry("for", "desk").containsEntry("how", "totp");
    }

    @Test
    void provesWhoHasNoFactorByPasswordAndLocksThemAsASignInDoes() {
        Caller desk = self(someone(people, "care-agent"));
        String approver = someone(people, "security-administrator");
        assertThat(stepUp.requireBeside(approver, new Proof.Password(PASSWORD), desk))
                .isEqualTo(Proof.Kind.PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertRefused(() -> stepUp.requireBeside(approver, new Proof.Password("wrong"), desk),
                    "factor.refused.wrong");
        }
        assertRefused(() -> stepUp.requireBeside(approver, new Proof.Password(PASSWORD), desk),
                "factor.refused.locked");
        assertThat(people.find(approver).orElseThrow().lockedUntil()).isPresent();
    }

    @Test
    void answersANumberNobodyHasAndADeactivatedPersonAsAWrongCode() {
        Caller desk = self(someone(people, "care-agent"));
        String gone = someone(people, "security-administrator");
        FactorFixture app = FactorFixture.enrolled(factors, gone);
        people.setActive(gone, false, new Caller(Caller.Kind.STAFF, "XT9998", "试",
                Set.of("system-administrator"), Set.of(), List.of(), 0));
        for (String number : List.of(gone, "ZZ999999")) {
            for (int i = 0; i < 5; i++) {
                assertRefused(() -> stepUp.requireBeside(number, new Proof.Code(app.code()), desk),
                        "factor.refused.wrong");
            }
            assertRefused(() -> stepUp.requireBeside(number, new Proof.Code("123456"), desk),
                    "factor.refused.locked");
        }
    }

    private List<String> enrol(String number) {
        return factors.confirm(self(number), FactorFixture.app(factors.offer(self(number)).secret()).code());
    }

    private Proof.Kind prove(String number, String code) {
        return factors.prove(number, new Proof.Code(code), Factors.Occasion.STEP_UP, self(number).actor());
    }

    private String prove(Factors door, String number, String code) {
        try {
            return door.prove(number, new Proof.Code(code), Factors.Occasion.STEP_UP, TEST).name();
        } catch (Refused refused) {
            return refused.key();
        }
    }

    private static List<String> atOnce(List<Callable<String>> acts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(acts.size());
        try {
            List<String> answers = new java.util.ArrayList<>();
            for (Future<String> one : threads.invokeAll(acts)) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertRefused(ThrowingCallable act, String key) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.key()).isEqualTo(key));
    }

    private Caller self(String number) {
        return people.find(number).orElseThrow().caller(0);
    }

    private Set<String> actions(String number) {
        Set<String> actions = new HashSet<>();
        ledger.find(LedgerQuery.latest(50).withActor(number)).forEach(line ->
                actions.add(line.entry().action() + " " + line.entry().outcome()));
        return actions;
    }
}
