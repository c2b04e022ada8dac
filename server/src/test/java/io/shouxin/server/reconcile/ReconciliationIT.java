// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.Given;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.export.ExportTrial;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.UUID;

/** Whoever goes round the door leaves an entry that fits no agreement, and it is found. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class, ExportTrial.class})
class ReconciliationIT {

    @Autowired AgreementTrial trial;
    @Autowired Desk desk;
    @Autowired Reconciliation reconciliation;
    @Autowired Registers registers;
    @Autowired CustomerNames customers;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;
    @Autowired ExportTrial exports;

    private Seat agent;
    private Case about;

    @BeforeEach
    void upToNow() throws Exception {
        reconciliation.run();
        agent = desk.newSeat("care-agent");
        about = trial.newCase();
    }

    @Test
    void findsNothingWhereTheDoorDidIt() throws Exception {
        String id = trial.asked(agent, about);
        trial.view(agent, about, "bank-card");
        trial.agree(desk.seat("privacy-officer"), id);
        trial.view(agent, about, "bank-card");

        Reconciliation.Run run = reconciliation.run().orElseThrow();

        assertThat(run.views()).isEqualTo(2);
        assertThat(run.needed()).isEqualTo(1);
        assertThat(run.matched()).isEqualTo(1);
        assertThat(run.findings()).isZero();
        assertThat(ledger.find(LedgerQuery.latest(1).withAction("approval.reconcile")).get(0).entry().details())
                .containsEntry("needed", "1").containsEntry("findings", "0");
    }

    @Test
    void namesAViewWithoutAgreement() {
        long number = ledger.record(view(about, agent)).entry();

        assertThat(reconciliation.run().orElseThrow().findings()).isEqualTo(1);

        Finding found = newest();
        assertThat(found.kind()).isEqualTo(Finding.Kind.BYPASS);
        assertThat(found.entry()).contains(number);
        assertThat(found.actor()).isEqualTo(agent.number());
        assertThat(found.scene()).isEqualTo("bank-account");
    }

    /** A search beyond the budget, through the door and round it. */
    @Test
    void namesASearchWithoutAgreement() throws Exception {
        db.sql("INSERT INTO budget_use (person, family, customer, at) "
                + "SELECT :who, 'SEARCH', gen_random_uuid(), now() FROM generate_series(1, 2500)")
                .param("who", agent.number()).update();
        String where = agent.send("/customers/searches/agreement", "field", "phone", "purpose", "care.inquiry", "kind",
                "customer-asks", "reason", "来电客户报了号码，须再查一次").location();
        trial.agree(desk.seat("privacy-officer"), where.substring(where.lastIndexOf('/') + 1));
        agent.send("/customers/search", "purpose", "care.inquiry", "field", "phone", "value", Door.freshPhone());
        assertThat(reconciliation.run().orElseThrow())
                .satisfies(run -> assertThat(run.matched()).isEqualTo(1))
                .satisfies(run -> assertThat(run.findings()).isZero());

        Entry made = ledger.find(LedgerQuery.latest(1).withAction("vault.search")).get(0).entry();
        Entry.Draft round = ledger.draft(Entry.Actor.staff(agent.number(), "care-agent"), "vault.search")
                .purpose("care.inquiry").register(made.register()).field("phone", Given.SEARCHED, List.of());
        made.details().forEach(round::detail);
        ledger.record(round);
        assertThat(reconciliation.run().orElseThrow().findings()).isEqualTo(1);
        assertThat(newest().kind()).isEqualTo(Finding.Kind.BYPASS);
        assertThat(newest().scene()).isEqualTo("searches-beyond-budget");
    }

    /** A file by two people, and rows that were put beside it: on nobody's word, on another file's, beyond the cap. */
    @Test
    void namesRowsOfAFileThatNobodyAgreedTo() throws Exception {
        Seat asker = desk.newSeat("billing");
        Seat officer = desk.newSeat("privacy-officer");
        UUID file = exports.written(asker, officer, exports.customers(4), "rows", "5");
        assertThat(reconciliation.run().orElseThrow())
                .satisfies(run -> assertThat(run.matched()).isEqualTo(4))
                .satisfies(run -> assertThat(run.findings()).isZero());

        Entry row = ledger.find(LedgerQuery.latest(1).withAction("vault.export")).get(0).entry();
        ledger.record(row(row, file).purpose("billing.settle"));
        assertThat(reconciliation.run().orElseThrow().findings()).isEqualTo(1);
        assertThat(newest().kind()).isEqualTo(Finding.Kind.BYPASS);
        assertThat(newest().scene()).isEqualTo("bulk-export");

        ledger.record(row(row, UUID.randomUUID()).approval(row.approvals().get(0)));
        assertThat(reconciliation.run().orElseThrow().findings()).isEqualTo(1);
        assertThat(newest().kind()).isEqualTo(Finding.Kind.MISMATCH);

        for (int i = 0; i < 6; i++) {
            ledger.record(row(row, file).approval(row.approvals().get(0)));
        }
        assertThat(reconciliation.run().orElseThrow().findings()).as("six rows of five").isEqualTo(1);
        assertThat(newest().kind()).isEqualTo(Finding.Kind.MISMATCH);
    }

    private Entry.Draft row(Entry like, UUID file) {
        Entry.Draft draft = ledger.draft(like.actor(), "vault.export").purpose(like.purpose().orElseThrow())
                .register(like.register()).customer(like.customer().orElseThrow()).object("export", file.toString());
        like.details().forEach(draft::detail);
        return draft.fields(like.fields());
    }

    @Test
    void namesAViewOnAnAgreementToSomethingElse() throws Exception {
        String id = trial.asked(agent, about);
        trial.agree(desk.seat("privacy-officer"), id);
        trial.view(agent, about, "bank-card");
        Entry first = ledger.find(LedgerQuery.latest(1).withAction("vault.reveal")).get(0).entry();
        Case other = trial.newCase();
        ledger.record(view(other, agent).approval(first.approvals().get(0)));
        ledger.record(view(about, desk.newSeat("care-agent")).approval(first.approvals().get(0)));
        ledger.record(view(about, agent).approval(new Entry.Approval("YS9999", first.at(), id)));
        ledger.record(view(about, agent).approval(new Entry.Approval("YS9999", first.at(), "VA20200101-000000")));

        assertThat(reconciliation.run().orElseThrow().findings()).isEqualTo(4);
        assertThat(newest().kind()).isEqualTo(Finding.Kind.MISMATCH);
    }

    @Test
    void namesAnAgreementThatWasUsedWithoutAView() throws Exception {
        String id = trial.asked(agent, about);
        trial.agree(desk.seat("privacy-officer"), id);
        db.sql("UPDATE approval SET state = 'USED', uses = 1, ended_at = now() - interval '30 minutes' WHERE id = :id")
                .param("id", id).update();
        db.sql("UPDATE reconcile_position SET at = now() - interval '2 hours'").update();

        reconciliation.run();

        assertThat(newest().kind()).isEqualTo(Finding.Kind.USED_WITHOUT_VIEW);
        assertThat(newest().approval()).isEqualTo(id);
        assertThat(reconciliation.findings()).filteredOn(one -> one.kind() == Finding.Kind.USED_WITHOUT_VIEW)
                .as("those whose view was looked at before are none").hasSize(1);
    }

    @Test
    void isAnAlarmUntilSomebodyHasLooked() throws Exception {
        ledger.record(view(about, agent));
        reconciliation.run();
        Finding found = newest();
        Seat auditor = desk.seat("auditor");
        for (String language : List.of("zh-CN", "en")) {
            Page page = auditor.read("/reconciliation", language);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.html()).contains(agent.number(),
                    language.equals("en") ? "View without agreement" : "无同意的查看")
                    .doesNotContain("??").doesNotContain("reconcile.");
        }
        assertThat(desk.seat("care-agent").read("/reconciliation").status()).isEqualTo(403);
        trial.ask(agent, new Case(about.customer(), about.ticket()));
        Page reasons = auditor.read("/reconciliation/reasons");
        assertThat(reasons.status()).isEqualTo(200);
        assertThat(reasons.html()).doesNotContain("??").doesNotContain("reconcile.fault");
        assertThat(auditor.send("/reconciliation/" + found.id() + "/look", "reason", " ").status()).isEqualTo(400);
        assertThat(auditor.send("/reconciliation/" + found.id() + "/look", "reason", "演练数据").status()).isEqualTo(302);
        assertThat(auditor.send("/reconciliation/" + found.id() + "/look", "reason", "再看").status()).isEqualTo(409);
        assertThat(reconciliation.findings()).filteredOn(one -> one.id() == found.id())
                .allSatisfy(one -> assertThat(one.looked().orElseThrow().by()).isEqualTo(auditor.number()));
    }

    /** What somebody would write who gave a bank card in the clear round the door. */
    private Entry.Draft view(Case of, Seat by) {
        return ledger.draft(Entry.Actor.staff(by.number(), "care-agent"), "vault.reveal")
                .purpose(AgreementTrial.PURPOSE).ticket(of.ticket())
                .customer(customers.reference(UUID.fromString(of.customer())).orElseThrow())
                .detail("roles", "care-agent").detail("channel", "staff").detail("ticket-state", "GOOD")
                .detail("state", "ACTIVE").register(registers.inForce().version())
                .field("bank-card", Given.CLEAR, List.of("policy.rule"));
    }

    private Finding newest() {
        return reconciliation.findings().stream().max(java.util.Comparator.comparingLong(Finding::id)).orElseThrow();
    }
}
