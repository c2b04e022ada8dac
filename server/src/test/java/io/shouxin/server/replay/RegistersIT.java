// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.Given;
import io.shouxin.core.policy.Form;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterFixture;
import io.shouxin.server.register.RegisterVersion;
import io.shouxin.server.register.Registers;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A register changes only by two, on what they have seen, and the ledger says so. */
@SpringBootTest(properties = "shouxin.register.initial=classpath:registers/sample.yaml")
class RegistersIT {

    /** References of customers must not meet between tests: they share one ledger. */
    private static final AtomicInteger CUSTOMERS = new AtomicInteger();

    @Autowired private Registers registers;
    @Autowired private RegisterReplays replays;
    @Autowired private ReplayTable table;
    @Autowired private RevealUse uses;
    @Autowired private Ledger ledger;
    @Autowired private Problems problems;
    @Autowired private JdbcClient db;

    @AfterEach
    void speakNoLanguage() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void beginsWithTheRegisterOfTheSettings() {
        RegisterVersion first = registers.required(1);
        assertThat(first.base()).isEmpty();
        assertThat(first.proposedBy()).isEqualTo("register");
        assertThat(registers.none()).isFalse();
        refused(() -> registers.begin(RegisterFixture.sample(), RegisterFixture.FIRST), "register.refused.begun");
    }

    @Test
    void isAcceptedByAnotherPersonAfterItsReplay() {
        int base = registers.inForce().version();
        int version = propose(base);
        replays.finish(version);
        refused(() -> registers.accept(version, RegisterFixture.FIRST), "register.refused.own-proposal");
        refused(() -> registers.refuse(version, RegisterFixture.FIRST), "register.refused.own-proposal");
        refused(() -> registers.withdraw(version, RegisterFixture.SECOND), "register.refused.not-yours");
        registers.accept(version, RegisterFixture.SECOND);
        assertThat(registers.inForce().version()).isEqualTo(version);
        assertThat(registers.required(base).status()).isEqualTo(RegisterVersion.Status.SUPERSEDED);
        refused(() -> registers.accept(version, RegisterFixture.SECOND), "register.refused.decided-already");
        assertThat(ledger.find(LedgerQuery.latest(1).withAction("register.accept")).get(0).entry())
                .satisfies(entry -> {
                    assertThat(entry.actor().id()).isEqualTo("SEC002");
                    assertThat(entry.object()).contains(new Entry.ObjectRef("register", "" + version));
                });
    }

    @Test
    void isNotAcceptedOnARegisterThatIsNoLongerInForce() {
        int base = registers.inForce().version();
        int overtaken = propose(base);
        int overtaking = propose(base);
        replays.finish(overtaken);
        replays.finish(overtaking);
        registers.accept(overtaking, RegisterFixture.SECOND);
        refused(() -> registers.accept(overtaken, RegisterFixture.SECOND), "register.refused.base-moved");
        registers.withdraw(overtaken, RegisterFixture.FIRST);
        assertThat(registers.required(overtaken).status()).isEqualTo(RegisterVersion.Status.WITHDRAWN);
    }

    @Test
    void isNotAcceptedBeforeItsReplayHasFinished() {
        int version = propose(registers.inForce().version());
        replays.finish(version);
        unfinish(version);
        refused(() -> registers.accept(version, RegisterFixture.SECOND), "register.refused.replay-missing");
        // As after a crash: what had begun begins again.
        assertThat(table.unfinished()).contains(version);
        replays.finish(version);
        assertThat(table.unfinished()).doesNotContain(version);
        registers.refuse(version, RegisterFixture.SECOND);
    }

    @Test
    void namesEveryProblemAtOnceInTheReadersLanguage() {
        String broken = RegisterFixture.sample().replace("mask: phone,", "mask: telephone,")
                .replace("keep: 30d", "keep: forever").replace("A1-2: masked, address", "A9-9: masked, address");
        Refused refused = refused(() -> registers.propose(broken, "reason", RegisterFixture.FIRST),
                "register.refused.problems");
        assertThat(refused.details()).extracting(Refused.Detail::key).containsExactlyInAnyOrder(
                "register.problem.unknown-mask", "register.problem.bad-period", "register.problem.unknown-selector");
        LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);
        assertThat(texts(refused)).anyMatch(text -> text.startsWith("没有掩码“telephone”；可用：name, phone"))
                .anyMatch(text -> text.contains("期限“forever”写法不对"));
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        assertThat(texts(refused)).anyMatch(text -> text.startsWith("There is no mask telephone; there are name"))
                .noneMatch(text -> text.contains("{"));
    }

    @Test
    void refusesWhatIsNoYaml() {
        refused(() -> registers.propose("a: [", "reason", RegisterFixture.FIRST), "register.not-yaml");
        refused(() -> registers.propose(RegisterFixture.sample(), " ", RegisterFixture.FIRST), "problem.invalid");
    }

    @Test
    void countsWhatCellsWereUsedFor() {
        Entry.Actor agent = Entry.Actor.staff("KF90001", "billing");
        for (int i = 0; i < 3; i++) {
            ledger.record(RegisterFixture.reveal(ledger, agent, 1, "billing.settle", List.of(
                    RegisterFixture.Told.of("plan", Given.CLEAR), RegisterFixture.Told.of("imsi", Given.REFUSED))));
            uses.count();
        }
        uses.count();
        assertThat(uses.of("billing", "billing.settle", "plan")).contains(new RevealUse.Counts(3, 0, 0, 0));
        assertThat(uses.of("billing", "billing.settle", "imsi")).contains(new RevealUse.Counts(0, 0, 0, 3));
        assertThat(uses.of("billing", "billing.settle", "name")).contains(new RevealUse.Counts(0, 0, 0, 0));
    }

    @Test
    void replaysWhatTheLedgerHolds() {
        int base = registers.inForce().version();
        boolean sampleRules = registers.required(base).yaml().equals(RegisterFixture.sample());
        int back = sampleRules ? base : accepted(RegisterFixture.sample());
        Entry.Actor one = Entry.Actor.staff("KF90011", "care-agent");
        Entry.Actor other = Entry.Actor.staff("KF90012", "care-agent");
        long before = ledger.size();
        reveal(one, back, Map.of("phone", Given.MASKED, "plan", Given.CLEAR, "address", Given.MASKED));
        reveal(one, back, Map.of("phone", Given.MASKED, "plan", Given.CLEAR));
        reveal(other, back, Map.of("phone", Given.MASKED, "star-level", Given.CLEAR));
        int proposal = registers.propose(RegisterFixture.changed(), "replay", RegisterFixture.FIRST);
        replays.finish(proposal);
        ReplayResult result = table.find(proposal).orElseThrow().result().orElseThrow();
        assertThat(result.lines()).extracting(
                ReplayResult.Line::field, ReplayResult.Line::before, ReplayResult.Line::after,
                ReplayResult.Line::count, ReplayResult.Line::askers, ReplayResult.Line::examples).containsExactly(
                tuple(
                        "phone", Form.MASKED, Form.CLEAR, 3L, 2, List.of(before + 2, before + 1, before)),
                tuple("address", Form.MASKED, Form.REFUSED, 1L, 1, List.of(before)),
                tuple(
                        "plan", Form.CLEAR, Form.MASKED, 2L, 1, List.of(before + 1, before)));
        assertThat(result.persons()).isEqualTo(2);
        assertThat(result.customers()).isEqualTo(3);
        registers.withdraw(proposal, RegisterFixture.FIRST);
    }

    private void reveal(Entry.Actor actor, int register, Map<String, Given> fields) {
        ledger.record(RegisterFixture.reveal(ledger, actor, register, "care.inquiry", fields.entrySet().stream()
                .map(one -> RegisterFixture.Told.of(one.getKey(), one.getValue())).toList())
                .customer(RegisterFixture.customer(CUSTOMERS.incrementAndGet())));
    }

    private int accepted(String yaml) {
        int version = registers.propose(yaml, "as it was", RegisterFixture.FIRST);
        replays.finish(version);
        registers.accept(version, RegisterFixture.SECOND);
        return version;
    }

    /** The same rules with another comment, so that every test may propose what it likes. */
    private int propose(int base) {
        return registers.propose(registers.required(base).yaml() + "# once more\n", "a comment",
                RegisterFixture.FIRST);
    }

    private void unfinish(int version) {
        db.sql("DELETE FROM register_replay WHERE version = :version").param("version", version).update();
        table.want(version);
    }

    private List<String> texts(Refused refused) {
        Object errors = problems.of(refused).getProperties().get("errors");
        return ((List<?>) errors).stream().map(line -> (String) ((Map<?, ?>) line).get("detail")).toList();
    }

    private static Refused refused(ThrowingCallable act, String key) {
        Refused[] found = new Refused[1];
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.key()).isEqualTo(key);
            found[0] = refused;
        });
        return found[0];
    }
}
