// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static io.shouxin.server.approval.AgreementTrial.CARD;
import static io.shouxin.server.approval.AgreementTrial.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Operation;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.factor.FactorFixture;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

/** One person asks, another agrees, and the door lets go of exactly that, once. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
@ExtendWith(OutputCaptureExtension.class)
class AgreementIT {

    private static final Entry.Actor TEST = Entry.Actor.system("test");

    @Autowired AgreementTrial trial;
    @Autowired Desk desk;
    @Autowired Approvals approvals;
    @Autowired Ledger ledger;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Endings endings;
    @Autowired Standing standing;
    @Autowired Factors factors;
    @Autowired JdbcClient db;
    @Autowired DataSource source;

    private Seat agent;
    private Seat officer;

    @BeforeEach
    void seats() throws Exception {
        agent = desk.newSeat("care-agent");
        officer = desk.seat("privacy-officer");
    }

    @Test
    void isMaskedUntilSomebodyAgreesAndAgainAfterOneView() throws Exception {
        Case about = trial.newCase();
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
        String id = trial.asked(agent, about);
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
        assertThat(trial.agree(officer, id).location()).isEqualTo("/approvals/" + id);

        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);

        assertThat(trial.state(id)).isEqualTo("USED");
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
    }

    @Test
    void saysInTheLedgerWhoAskedWhoAgreedAndWhatWasUsed() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        trial.view(agent, about, "bank-card");

        Entry asked = newest("approval.ask");
        Entry agreed = newest("approval.agree");
        Entry viewed = newest("vault.reveal");
        assertThat(asked.actor().id()).isEqualTo(agent.number());
        assertThat(asked.object()).contains(new Entry.ObjectRef("approval", id));
        assertThat(asked.details()).containsEntry("scene", "bank-account").containsEntry("fields", "bank-card");
        assertThat(agreed.actor().id()).isEqualTo(officer.number());
        assertThat(agreed.customer()).isEqualTo(viewed.customer()).isPresent();
        assertThat(viewed.approvals()).extracting(Entry.Approval::actor, Entry.Approval::id)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(officer.number(), id));
        assertThat(viewed.details()).containsEntry("agreed", "bank-account");
        assertThat(asked.toString() + agreed + viewed).doesNotContain(WORDS);
    }

    @Test
    void holdsForNoOtherRequest() throws Exception {
        Case about = trial.newCase();
        Case other = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        Seat colleague = desk.newSeat("care-agent");

        assertThat(trial.view(agent, about, "bank-card", "plan").html()).doesNotContain(CARD);
        assertThat(trial.view(agent, other, "bank-card").html()).doesNotContain(CARD);
        assertThat(trial.view(agent, new Case(about.customer(), other.ticket()), "bank-card").html())
                .doesNotContain(CARD);
        assertThat(trial.view(colleague, about, "bank-card").html()).doesNotContain(CARD);
        assertThat(trial.state(id)).isEqualTo("AGREED");
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    @Test
    void isUsedOnceByTwoAtTheSameTime() throws Exception {
        Case about = trial.newCase();
        trial.agree(officer, trial.asked(agent, about));
        ExecutorService both = Executors.newFixedThreadPool(4);
        try {
            List<Future<Page>> pages = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pages.add(both.submit(() -> trial.view(agent, about, "bank-card")));
            }
            int clear = 0;
            for (Future<Page> page : pages) {
                assertThat(page.get().status()).isEqualTo(200);
                clear += page.get().html().contains(CARD) ? 1 : 0;
            }
            assertThat(clear).isEqualTo(1);
        } finally {
            both.shutdownNow();
        }
    }

    /** The connection is cut within the transaction that uses it and releases, as when the node is killed there. */
    @Test
    void isNotUsedUpByANodeThatDiesBetweenItAndTheRelease() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection holding = source.getConnection(); Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT next FROM ledger_head FOR UPDATE");
            Future<Page> view = other.submit(() -> trial.view(agent, about, "bank-card"));
            try {
                cutUntilDone(view);
            } finally {
                holding.commit();
                holding.setAutoCommit(true);
            }
            assertThat(view.get().status()).isEqualTo(503);
            assertThat(view.get().html()).doesNotContain(CARD);
        } finally {
            other.shutdownNow();
        }
        assertThat(trial.state(id)).isEqualTo("AGREED");
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
        assertThat(trial.state(id)).isEqualTo("USED");
    }

    private void cutUntilDone(Future<?> view) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (!view.isDone()) {
            db.sql("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ledger_head%'
                    """).query(Boolean.class).list();
            assertThat(Instant.now()).isBefore(end);
        }
    }

    @Test
    void isDecidedByNobodyWhoMayNot() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        refused(trial.agree(agent, id), 403, "approval.refused.own-request");
        refused(trial.agree(desk.seat("care-agent"), id), 403, "approval.refused.not-approver");
        refused(trial.agree(desk.seat("system-administrator"), id), 403, "approval.refused.administrator");
        refused(trial.agree(desk.seat("auditor"), id), 403, "approval.refused.administrator");
        refused(trial.agree(desk.newSeat("privacy-officer", "TRAINING_OVERDUE"), id), 403,
                "approval.refused.suspended");
        assertThat(desk.seat("care-agent").read("/approvals/" + id).status()).isEqualTo(404);
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
    }

    /** A privacy officer who asks is not their own approver, whatever the scene says about the post. */
    @Test
    void isDecidedByOneOfTwoApprovers() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        Seat second = desk.newSeat("privacy-officer");
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<Page> first = both.submit(() -> trial.agree(officer, id));
            Future<Page> other = both.submit(() -> second.send("/approvals/" + id + "/refuse", "note", "不必要"));
            assertThat(List.of(first.get().status(), other.get().status())).containsExactlyInAnyOrder(302, 409);
        } finally {
            both.shutdownNow();
        }
    }

    /** A session left open, or a stolen one, agrees to nothing. */
    @Test
    void isAgreedToWithAProofOnly() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        Seat approver = desk.newSeat("privacy-officer");
        Page asks = approver.send("/approvals/" + id + "/agree");
        assertThat(asks.status()).isEqualTo(403);
        assertThat(approver.send("/approvals/" + id + "/agree", "factor-proof", "wrong").status()).isEqualTo(403);
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
        FactorFixture app = FactorFixture.enrolled(factors, approver.number());
        assertThat(trial.agree(approver, id).location()).as("a password is no proof any more")
                .isEqualTo("/sign-in/factor");
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
        approver.prove(app.code());
        assertThat(approver.send("/approvals/" + id + "/agree", "factor-proof", app.code()).location())
                .isEqualTo("/approvals/" + id);
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    @Test
    void isAgreedToAtTheDeskByTheApproversOwnCode() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        Seat approver = desk.newSeat("privacy-officer");
        FactorFixture app = FactorFixture.enrolled(factors, approver.number());
        String path = "/approvals/" + id + "/on-site";
        assertThat(agent.read("/approvals/" + id).html()).contains("审批人在场");
        refused(agent.send(path, "number", approver.number(), "code", app.wrongCode()), 403, "factor.refused.wrong");
        refused(agent.send(path, "number", approver.number(), "code", Desk.PASSWORD), 403, "factor.refused.wrong");
        Seat colleague = desk.newSeat("fraud");
        refused(agent.send(path, "number", colleague.number(), "code",
                FactorFixture.enrolled(factors, colleague.number()).code()), 403, "approval.refused.not-approver");
        refused(desk.seat("care-agent").send(path, "number", approver.number(), "code", app.code()), 403,
                "approval.refused.not-yours");
        assertThat(trial.state(id)).isEqualTo("PROPOSED");

        assertThat(agent.send(path, "number", approver.number(), "code", app.code()).status()).isEqualTo(302);

        assertThat(newest("approval.agree").details()).containsEntry("way", "on-site");
        assertThat(newest("approval.agree").actor().id()).isEqualTo(approver.number());
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
        assertThat(agent.read("/approvals").html()).as("nobody else is signed in here").contains(agent.number());
    }

    @Test
    void isDecidedByTheSuperiorAndByNobodyBelow() throws Exception {
        Seat lead = desk.newSeat("care-agent");
        Seat below = desk.newSeat("privacy-officer");
        reportsTo(agent, lead);
        reportsTo(below, lead);
        String id = trial.asked(agent, trial.newCase());
        assertThat(lead.read("/approvals").html()).contains(id);
        assertThat(trial.agree(lead, id).status()).isEqualTo(302);

        String ofTheLead = trial.asked(lead, trial.newCase());

        refused(trial.agree(below, ofTheLead), 403, "approval.refused.subordinate");
        refused(trial.agree(agent, ofTheLead), 403, "approval.refused.subordinate");
        assertThat(trial.agree(officer, ofTheLead).status()).isEqualTo(302);
    }

    @Test
    void isNotDecidedByAnotherAccountOfWhoeverAsked() throws Exception {
        Seat both = desk.newSeat("privacy-officer");
        String account = both.number().replace("TS", "TX");
        people.add(new People.SubAccount(both.number(), account, "crm"), administrator());
        people.giveRole(account, "care-agent", null, null, administrator());
        Case about = trial.newCase();
        ExactRequest request = new ExactRequest(account, "bank-account", Operation.REVEAL,
                List.of(UUID.fromString(about.customer())), List.of("bank-card"), AgreementTrial.PURPOSE,
                Optional.of(about.ticket()), 0, "");
        String id = approvals.ask(request, new Approvals.Why("bill-dispute", WORDS, Optional.empty()), true,
                standing.person(account).orElseThrow()).id();

        refused(trial.agree(both, id), 403, "approval.refused.same-person");
        assertThat(trial.agree(officer, id).status()).isEqualTo(302);
    }

    private void reportsTo(Seat seat, Seat superior) throws Exception {
        Person person = people.find(seat.number()).orElseThrow();
        people.describe(seat.number(), new People.Particulars(person.name(), person.nameEn(), person.department(),
                false, Optional.empty(), Optional.of(superior.number())), administrator());
    }

    private Caller administrator() throws Exception {
        return standing.person(desk.seat("system-administrator").number()).orElseThrow();
    }

    @Test
    void endsWhenTheApproverIsSuspended() throws Exception {
        Case about = trial.newCase();
        Seat leaving = desk.newSeat("privacy-officer");
        trial.agree(leaving, trial.asked(agent, about));
        suspensions.suspend(leaving.number(), TestReasons.of("LEAVE"), TEST);

        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
    }

    @Test
    void endsWhenItIsTakenBackOrWithdrawn() throws Exception {
        Case about = trial.newCase();
        String taken = trial.asked(agent, about);
        trial.agree(officer, taken);
        refused(officer.send("/approvals/" + taken + "/withdraw"), 403, "approval.refused.not-yours");
        assertThat(officer.send("/approvals/" + taken + "/take-back").status()).isEqualTo(302);
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
        String withdrawn = trial.asked(agent, about);
        assertThat(withdrawn).isNotEqualTo(taken);
        assertThat(agent.send("/approvals/" + withdrawn + "/withdraw").status()).isEqualTo(302);
        refused(trial.agree(officer, withdrawn), 409, "approval.refused.ended");
    }

    @Test
    void lapsesWhenNobodyDecides() throws Exception {
        String id = trial.asked(agent, trial.newCase());
        db.sql("UPDATE approval SET lapses_at = asked_at WHERE id = :id").param("id", id).update();
        refused(trial.agree(officer, id), 409, "approval.refused.lapsed");
        sweptTo(id, "LAPSED");
        assertThat(ended(id)).isEqualTo("approval.lapse");
    }

    @Test
    void runsOutWhenNobodyUsesIt() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        db.sql("UPDATE approval SET valid_until = decided_at WHERE id = :id").param("id", id).update();
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
        sweptTo(id, "EXPIRED");
        assertThat(ended(id)).isEqualTo("approval.expire");
    }

    @Test
    void endsEverythingOpenWhenAClockIsSetBack() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        refused(askedWhileTheClockIsBack(), 503, "approval.refused.clock");
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);

        sweptTo(id, "VOID");
        assertThat(ended(id)).isEqualTo("approval.void");
        String again = trial.asked(agent, about);
        trial.agree(officer, again);
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    @Test
    void asksTheSameOnlyOnce() throws Exception {
        Case about = trial.newCase();
        assertThat(trial.asked(agent, about)).isEqualTo(trial.asked(agent, about));
    }

    @Test
    void takesNoFloodOfRequests() throws Exception {
        for (int i = 0; i < 20; i++) {
            trial.asked(agent, trial.newCase());
        }
        refused(trial.ask(agent, trial.newCase()), 429, "approval.refused.too-many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"短", "客户身份证 110101199003076990 需核对", "请查 16412345678 的扣款账户", "客户留的是 +44 20 7946 0958，请核对",
         "a\tb\tc\td\te\tf"})
    void takesNoReasonThatSaysNothingOrNamesSomebody(String words) throws Exception {
        Case about = trial.newCase();
        Page page = agent.send("/customers/" + about.customer() + "/approvals", "purpose", AgreementTrial.PURPOSE,
                "ticket", about.ticket(), "fields", "bank-card", "kind", "bill-dispute", "reason", words);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).contains("id=\"reason\"");
        assertThat(db.sql("SELECT count(*) FROM approval WHERE actor = :who").param("who", agent.number())
                .query(Integer.class).single()).isZero();
    }

    @Test
    void askIsRefusedWhereAgreementWouldOpenNothing() throws Exception {
        Case about = trial.newCase();
        refused(agent.send("/customers/" + about.customer() + "/approvals", "purpose", AgreementTrial.PURPOSE,
                "ticket", about.ticket(), "fields", "plan", "kind", "other", "reason", WORDS), 409,
                "vault.no-agreement-needed");
        refused(agent.send("/customers/" + about.customer() + "/approvals", "purpose", AgreementTrial.PURPOSE,
                "ticket", "", "fields", "bank-card", "kind", "other", "reason", WORDS), 409,
                "vault.no-agreement-needed");
    }

    @Test
    void aDeputyDecidesForASceneAndATime() throws Exception {
        Seat lead = desk.newSeat("privacy-officer");
        Seat deputy = desk.newSeat("care-agent");
        String today = LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).toString();
        String id = trial.asked(agent, trial.newCase());
        refused(trial.agree(deputy, id), 403, "approval.refused.not-approver");
        assertThat(lead.send("/approvals/deputies", "deputy", deputy.number(), "from", today, "until", today,
                "scenes", "many-customers").status()).isEqualTo(302);
        refused(trial.agree(deputy, id), 403, "approval.refused.not-approver");
        assertThat(lead.send("/approvals/deputies", "deputy", deputy.number(), "from", today, "until", today,
                "scenes", "bank-account").status()).isEqualTo(302);
        assertThat(trial.agree(deputy, id).status()).isEqualTo(302);
        assertThat(newest("approval.agree").details()).containsEntry("for", lead.number());
        String own = trial.asked(deputy, trial.newCase());
        refused(trial.agree(deputy, own), 403, "approval.refused.own-request");
        assertThat(lead.send("/approvals/deputies/" + deputy.number() + "/end").status()).isEqualTo(302);
        refused(trial.agree(deputy, trial.asked(agent, trial.newCase())), 403, "approval.refused.not-approver");
        assertThat(lead.send("/approvals/deputies", "deputy", deputy.number(), "from", today, "until",
                LocalDate.parse(today).plusDays(31).toString()).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 金库审批, 待你决定", "en, Approvals, Waiting for you"})
    void pagesAreInBothLanguages(String language, String title, String waiting) throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        Page list = officer.read("/approvals", language);
        Page one = officer.read("/approvals/" + id, language);
        Page deputies = officer.read("/approvals/deputies", language);
        assertThat(list.html()).contains(title, waiting, id);
        assertThat(one.html()).contains(id, WORDS).doesNotContain(about.customer());
        assertThat(list.html() + one.html() + deputies.html()).doesNotContain("??").doesNotContain("approval.")
                .doesNotContain(CARD);
    }

    /** What changes by itself asks again while it is open, and stops when it is not. */
    @Test
    void theAnswerAppearsWithoutReloading() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        assertThat(agent.read("/approvals/" + id + "/state").html()).contains("every 2s").doesNotContain("现在查看");
        trial.agree(officer, id);
        assertThat(agent.read("/approvals/" + id + "/state").html()).contains("现在查看", "name=\"fields\"");
        trial.view(agent, about, "bank-card");
        assertThat(agent.read("/approvals/" + id + "/state").html()).doesNotContain("every 2s");
    }

    @Test
    void leavesNoWordsInTheLog(CapturedOutput output) throws Exception {
        trial.asked(agent, trial.newCase());
        assertThat(output.getAll()).doesNotContain(WORDS).doesNotContain(CARD);
    }

    /** The server sweeps by itself as well, and of two the second passes by what the first has locked. */
    /** The node's own sweep makes an end of what the clock left behind; where it comes between, once more. */
    private Page askedWhileTheClockIsBack() throws Exception {
        Page page = null;
        for (int i = 0; i < 10 && (page == null || page.status() == 302); i++) {
            db.sql("UPDATE approval_clock SET latest = now() + interval '1 hour'").update();
            page = trial.ask(agent, trial.newCase());
        }
        return page;
    }

    private void sweptTo(String id, String state) {
        Instant late = Instant.now().plusSeconds(20);
        while (!trial.state(id).equals(state)) {
            assertThat(Instant.now()).isBefore(late);
            endings.sweep();
        }
    }

    private static void refused(Page page, int status, String key) {
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.html()).contains(key);
    }

    private Entry newest(String action) {
        return ledger.find(LedgerQuery.latest(1).withAction(action)).get(0).entry();
    }

    /** The action of the newest entry about this request. */
    private String ended(String id) {
        return ledger.find(LedgerQuery.latest(50)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().equals(java.util.Optional.of(new Entry.ObjectRef("approval", id))))
                .findFirst().orElseThrow().action();
    }
}
