// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import static io.shouxin.server.approval.AgreementTrial.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One person's looks are counted by customer; half is told, and beyond the whole somebody else has to agree. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
class BudgetsIT {

    /** The interpretation's half for bank accounts, which the sample register leaves as it is. */
    private static final int LIMIT = 25;
    private static final Budget FAMILY = Budget.TRACK_CONTENT_CREDIT_PROPERTY;

    @Autowired AgreementTrial trial;
    @Autowired Desk desk;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private Seat agent;
    private Seat officer;

    @BeforeEach
    void seats() throws Exception {
        agent = desk.newSeat("care-agent");
        officer = desk.seat("privacy-officer");
    }

    @Test
    void countsACustomerSeenInTheClearOnce() throws Exception {
        Case about = trial.newCase();
        trial.view(agent, about, "bank-card");
        assertThat(count()).as("masked does not count").isZero();
        viewAgreed(about);
        assertThat(count()).isEqualTo(1);
        viewAgreed(about);
        assertThat(count()).as("the same customer again").isEqualTo(1);
        viewAgreed(trial.newCase());
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void tellsAtHalfOnce() throws Exception {
        seen((LIMIT + 1) / 2 - 1, Duration.ZERO);
        viewAgreed(trial.newCase());
        Entry told = newest("budget.half");
        assertThat(told.object()).contains(new Entry.ObjectRef("person", agent.number()));
        assertThat(told.details()).containsEntry("count", "13").containsEntry("limit", "25")
                .containsEntry("family", "track-content-credit-property");
        viewAgreed(trial.newCase());
        assertThat(told("budget.half")).isEqualTo(1);
    }

    @Test
    void opensNothingMoreBeyondTheWholeWithoutASecondPerson() throws Exception {
        Case about = trial.newCase();
        Case known = trial.newCase();
        seen(LIMIT - 2, Duration.ZERO);
        viewAgreed(known);
        viewAgreed(trial.newCase());
        assertThat(told("budget.used-up")).isEqualTo(1);

        // Two scenes stand above it now: the bank account, and what is beyond the budget.
        Page asked = trial.ask(agent, about);
        assertThat(asked.location()).isEqualTo("/approvals");
        List<String> both = db.sql("SELECT id FROM approval WHERE actor = :who AND state = 'PROPOSED' ORDER BY scene")
                .param("who", agent.number()).query(String.class).list();
        assertThat(both).hasSize(2);
        trial.agree(officer, both.get(0));
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
        assertThat(trial.state(both.get(0))).as("half of what is needed is not used up").isEqualTo("AGREED");
        trial.agree(officer, both.get(1));
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
        assertThat(count()).isEqualTo(LIMIT + 1);
        Entry viewed = newest("vault.reveal");
        assertThat(viewed.details()).containsEntry("agreed", "bank-account beyond-budget")
                .containsEntry("used-up", "track-content-credit-property");
        viewAgreed(known);
    }

    @Test
    void forgetsWhatIsOlderThanItsDays() throws Exception {
        seen(LIMIT, Duration.ofDays(31));
        viewAgreed(trial.newCase());
        assertThat(count()).isEqualTo(LIMIT + 1);
        assertThat(told("budget.used-up")).isZero();
    }

    /** Two windows of one person never count past each other. */
    @Test
    void isNotOverrunByTwoAtTheSameTime() throws Exception {
        seen(LIMIT - 1, Duration.ZERO);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Case one = trial.newCase();
            trial.agree(officer, trial.asked(agent, one));
            cases.add(one);
        }
        ExecutorService all = Executors.newFixedThreadPool(4);
        try {
            List<Future<Page>> pages = new ArrayList<>();
            cases.forEach(one -> pages.add(all.submit(() -> trial.view(agent, one, "bank-card"))));
            int clear = 0;
            for (Future<Page> page : pages) {
                clear += page.get().html().contains(CARD) ? 1 : 0;
            }
            assertThat(clear).isEqualTo(1);
        } finally {
            all.shutdownNow();
        }
        assertThat(count()).isEqualTo(LIMIT);
    }

    @Test
    void showsWhoIsHowFarInBothLanguages() throws Exception {
        seen(LIMIT, Duration.ZERO);
        for (String language : List.of("zh-CN", "en")) {
            Page page = desk.seat("auditor").read("/budgets", language);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.html()).contains(agent.number(), language.equals("en") ? "Limit" : "上限")
                    .doesNotContain("??").doesNotContain("budget.");
        }
        assertThat(agent.read("/budgets").status()).isEqualTo(403);
    }

    private void viewAgreed(Case about) throws Exception {
        trial.agree(officer, trial.asked(agent, about));
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    /** As if so many others had been seen, so long ago. */
    private void seen(int customers, Duration ago) {
        for (int i = 0; i < customers; i++) {
            db.sql("INSERT INTO budget_use (person, family, customer, at) VALUES (:who, :family, :customer, :at)")
                    .param("who", agent.number()).param("family", FAMILY.name()).param("customer", UUID.randomUUID())
                    .param("at", Timestamp.from(Instant.now().minus(ago))).update();
        }
    }

    private int count() {
        return db.sql("SELECT count(*) FROM budget_use WHERE person = :who AND family = :family")
                .param("who", agent.number()).param("family", FAMILY.name()).query(Integer.class).single();
    }

    private Entry newest(String action) {
        return ledger.find(LedgerQuery.latest(1).withAction(action)).get(0).entry();
    }

    private long told(String action) {
        return ledger.find(LedgerQuery.latest(50).withAction(action)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().equals(Optional.of(new Entry.ObjectRef("person", agent.number()))))
                .count();
    }
}
