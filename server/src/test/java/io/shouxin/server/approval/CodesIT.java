// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static io.shouxin.server.approval.AgreementTrial.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.outbox.OutboxTrial;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Contact;
import io.shouxin.server.staff.Contacts;
import io.shouxin.server.staff.Languages;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Agreement by a code that travels by SMPP to the approver's telephone. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class, OutboxTrial.class})
class CodesIT {

    private static final Pattern CODE = Pattern.compile("授权码 ([0-9]{6})");
    private static final String MOBILE = "8616400770078";

    @Autowired AgreementTrial trial;
    @Autowired OutboxTrial outbox;
    @Autowired Desk desk;
    @Autowired ApprovalTable table;
    @Autowired Approvals approvals;
    @Autowired Contacts contacts;
    @Autowired Languages languages;
    @Autowired Standing standing;
    @Autowired ApprovalWords words;
    @Autowired PasswordEncoder hashes;
    @Autowired TransactionTemplate transaction;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private OutboxTrial.Line line;
    private Codes codes;
    private Seat agent;
    private Seat officer;
    private Caller asker;

    @BeforeEach
    void openALine() throws Exception {
        line = outbox.line();
        codes = new Codes(table, approvals, new ApprovalSettings(Duration.ofMinutes(15), true), line.outbox(), contacts,
                languages, standing, words, hashes, transaction);
        agent = desk.newSeat("care-agent");
        officer = desk.newSeat("privacy-officer");
        asker = caller(agent);
        contacts.change(officer.number(), new Contact(Optional.empty(), Optional.of(MOBILE)),
                caller(desk.seat("system-administrator")));
    }

    @AfterEach
    void closeIt() throws Exception {
        line.close();
    }

    @Test
    void theApproverTellsTheCodeAndItCountsForThisRequest() throws Exception {
        Case about = trial.newCase();
        String id = trial.asked(agent, about);

        codes.send(id, officer.number(), asker);
        line.work();

        String text = line.texts().get(0);
        assertThat(text).contains(id, agent.number(), "前台查看银行账号明文").doesNotContain(CARD, about.customer());
        codes.take(id, code(text), asker);
        Entry agreed = ledger.find(LedgerQuery.latest(1).withAction("approval.agree")).get(0).entry();
        assertThat(agreed.actor().id()).isEqualTo(officer.number());
        assertThat(agreed.details()).containsEntry("proof", "sms-code").containsEntry("way", "remote");
        assertThat(agreed.toString()).doesNotContain(code(text)).doesNotContain(MOBILE);
        assertThat(trial.view(agent, about, "bank-card").html()).contains(CARD);
    }

    /** The pages the approver reads say which it is: at the sign-in, and when they change it. */
    @Test
    void speaksTheApproversLanguage() throws Exception {
        assertThat(languages.of(officer.number())).contains(Locale.SIMPLIFIED_CHINESE);
        officer.read("/?lang=en");
        assertThat(languages.of(officer.number())).contains(Locale.ENGLISH);
        officer.read("/?lang=klingon");
        assertThat(languages.of(officer.number())).contains(Locale.ENGLISH);
        String id = trial.asked(agent, trial.newCase());
        codes.send(id, officer.number(), asker);
        line.work();
        assertThat(line.texts().get(0)).contains("is the code to agree to request " + id, "Bank account in the clear");
    }

    /** Who has never signed in is written to in the operator's language. */
    @Test
    void speaksTheOperatorsLanguageWhereNoneIsKnown() throws Exception {
        db.sql("UPDATE staff_person SET language = NULL WHERE number = :who").param("who", officer.number())
                .update();
        assertThat(languages.of(officer.number())).isEmpty();
        String id = trial.asked(agent, trial.newCase());
        codes.send(id, officer.number(), asker);
        line.work();
        assertThat(line.texts().get(0)).contains("授权码");
    }

    @Test
    void goesToNobodyWhoMayNotDecideOrCannotBeReached() throws Exception {
        String id = trial.asked(agent, trial.newCase());
        refused(() -> codes.send(id, agent.number(), asker), "approval.refused.own-request");
        refused(() -> codes.send(id, desk.seat("care-agent").number(), asker), "approval.refused.not-approver");
        refused(() -> codes.send(id, "ZZ000001", asker), "approval.refused.not-approver");
        refused(() -> codes.send(id, desk.newSeat("privacy-officer").number(), asker), "approval.refused.no-mobile");
        refused(() -> codes.send(id, officer.number(), caller(desk.seat("care-agent"))), "approval.refused.not-yours");
        line.work();
        assertThat(line.texts()).isEmpty();
    }

    @Test
    void countsFiveTriesAndTheNewestCodeOnly() throws Exception {
        String id = trial.asked(agent, trial.newCase());
        refused(() -> codes.take(id, "000000", asker), "approval.refused.no-code");
        codes.send(id, officer.number(), asker);
        line.work();
        String first = code(line.texts().get(0));
        for (int i = 0; i < 5; i++) {
            refused(() -> codes.take(id, other(first), asker), "approval.refused.code");
        }
        refused(() -> codes.take(id, first, asker), "approval.refused.code-tries");
        codes.send(id, officer.number(), asker);
        line.work();
        String second = code(line.texts().get(1));
        if (!first.equals(second)) {
            refused(() -> codes.take(id, first, asker), "approval.refused.code");
        }
        codes.send(id, officer.number(), asker);
        refused(() -> codes.send(id, officer.number(), asker), "approval.refused.codes");
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
    }

    /** The SMSC is away: nothing is agreed to, and the message goes once when it is back. */
    @Test
    void isNotAgreedToWhileNothingCanBeSent() throws Exception {
        line.close();
        String id = trial.asked(agent, trial.newCase());
        codes.send(id, officer.number(), asker);
        line.work();
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
        assertThat(db.sql("SELECT count(*) FROM outbox_message WHERE recipient = :who").param("who", officer.number())
                .query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void isOffUnlessSet() throws Exception {
        Codes off = new Codes(table, approvals, new ApprovalSettings(Duration.ofMinutes(15), false), line.outbox(),
                contacts, languages, standing, words, hashes, transaction);
        String id = trial.asked(agent, trial.newCase());
        refused(() -> off.send(id, officer.number(), asker), "approval.refused.no-codes");
        assertThat(agent.read("/approvals/" + id).html()).doesNotContain("/by-code");
        assertThat(agent.send("/approvals/" + id + "/code", "number", officer.number()).status()).isEqualTo(409);
    }

    private Caller caller(Seat seat) {
        return standing.person(seat.number()).orElseThrow();
    }

    private static String code(String text) {
        Matcher found = CODE.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    private static String other(String code) {
        return code.equals("111111") ? "222222" : "111111";
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String key) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class, one -> assertThat(one.key()).isEqualTo(key));
    }
}
