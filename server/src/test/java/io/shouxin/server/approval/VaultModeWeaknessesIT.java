// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static io.shouxin.server.approval.AgreementTrial.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The seven weaknesses seen in operators' vault modes, each as a test that bears its name. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
class VaultModeWeaknessesIT {

    @Autowired AgreementTrial trial;
    @Autowired Desk desk;
    @Autowired Suspensions suspensions;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private Seat agent;
    private Seat officer;

    @BeforeEach
    void seats() throws Exception {
        agent = desk.newSeat("care-agent");
        officer = desk.seat("privacy-officer");
    }

    /** A row in a table set to 0 let everything through. */
    @Test
    void w1_noSwitchLetsEverythingThrough() throws Exception {
        assertThat(Arrays.stream(ApprovalSettings.class.getRecordComponents()).map(RecordComponent::getName))
                .as("how long, and one way more to be asked in; none to let through")
                .containsExactly("lapseAfter", "smsCodes");
        assertThat(db.sql("""
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_name LIKE 'approval%' AND data_type = 'boolean'
                """).query(String.class).list())
                .containsExactlyInAnyOrder("approval.once", "approval.ticket_held", "approval_clock.singleton");
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        db.sql("UPDATE approval SET once = false, ticket_held = true WHERE id = :id").param("id", id).update();

        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
    }

    /** Reply codes such as "$$$$$$", -3 and -2 counted as a yes, and so did no reply at all. */
    @ParameterizedTest
    @ValueSource(strings = {"$$$$$$", "-3", "-2", "", "agreed", "APPROVED", "AGREED "})
    void w2_noUnknownStateCountsAsAYes(String state) throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        db.sql("""
                UPDATE approval SET state = :state, decided_by = :by, decided_at = now(),
                       valid_until = now() + interval '1 hour' WHERE id = :id
                """).param("state", state).param("by", officer.number()).param("id", id).update();

        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
    }

    /** The same while the part that knows cannot be asked. */
    @Test
    void w2_noAnswerCountsAsAYes() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        db.sql("ALTER TABLE approval RENAME TO approval_away").update();
        try {
            Page page = trial.view(agent, about, "bank-card");
            assertThat(page.status()).isGreaterThanOrEqualTo(500);
            assertThat(page.html()).doesNotContain(CARD);
        } finally {
            db.sql("ALTER TABLE approval_away RENAME TO approval").update();
        }
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    /** The decision was taken in the browser and posted back. */
    @Test
    void w3_nothingTheBrowserSaysIsADecision() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        Page forged = agent.send("/customers/" + about.customer() + "/reveal", "purpose", AgreementTrial.PURPOSE,
                "ticket", about.ticket(), "fields", "bank-card", "agreed", "bank-account", "approved", "true",
                "approval", id, "state", "AGREED", "scene", "bank-account");
        assertThat(forged.html()).doesNotContain(CARD);
        assertThat(agent.send("/approvals/" + id, "state", "AGREED").status()).isGreaterThanOrEqualTo(400);
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
    }

    /** What was known of an account was seven days old. */
    @Test
    void w4_standingIsReadAtTheNextRequest() throws Exception {
        Case about = trial.newCase();
        trial.agree(officer, trial.asked(agent, about));
        suspensions.suspend(agent.number(), TestReasons.of("RISK"), Entry.Actor.system("test"));
        assertThat(trial.view(agent, about, "bank-card").html()).doesNotContain(CARD);
    }

    /** The address was guessed in the browser. */
    @Test
    void w5_theAddressIsTheSockets() throws Exception {
        Case about = trial.newCase();
        agent.send("/customers/" + about.customer() + "/reveal", "purpose", AgreementTrial.PURPOSE, "ticket",
                about.ticket(), "fields", "bank-card", "clientIp", "10.9.8.7", "X-Forwarded-For", "10.9.8.7");
        assertThat(newest().origin().address()).contains("127.0.0.1");
    }

    /** What happened was a line in a local text file. */
    @Test
    void w6_whatHappenedIsInTheLedger() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);
        trial.agree(officer, id);
        trial.view(agent, about, "bank-card");
        List<String> actions = ledger.find(LedgerQuery.latest(20)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().map(Entry.ObjectRef::id).filter(id::equals).isPresent()
                        || entry.approvals().stream().anyMatch(one -> one.id().equals(id)))
                .map(Entry::action).toList();
        assertThat(actions).containsExactly("vault.reveal", "approval.agree", "approval.ask");
    }

    /** The second step set the end to 23:59:59. */
    @Test
    void w7_aWindowIsNeverStretched() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about, "minutes", "5");
        for (String minutes : List.of("6", "10", "1439", "-1", "0")) {
            Page page = trial.agree(officer, id, "minutes", minutes);
            assertThat(page.status()).as(minutes).isEqualTo(400);
        }
        assertThat(trial.ask(agent, trial.newCase(), "minutes", "11").status()).isEqualTo(400);
        assertThat(trial.agree(officer, id, "minutes", "1", "valid_until", "2099-01-01T00:00:00Z").status())
                .isEqualTo(302);
        assertThat(trial.agree(officer, id, "minutes", "5").status()).isEqualTo(409);
        Duration holds = Duration.between(at(id, "decided_at"), at(id, "valid_until"));
        assertThat(holds).isEqualTo(Duration.ofMinutes(1));
    }

    private Instant at(String id, String column) {
        return db.sql("SELECT " + column + " FROM approval WHERE id = :id").param("id", id)
                .query(java.sql.Timestamp.class).single().toInstant();
    }

    private Entry newest() {
        return ledger.find(LedgerQuery.latest(1).withAction("vault.reveal")).get(0).entry();
    }
}
