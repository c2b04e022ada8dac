// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static io.shouxin.server.outbox.OutboxTrial.sms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.problem.Refused;

import org.jsmpp.extra.NegativeResponseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Short messages by SMPP, against an SMSC on loopback. */
@ServerTest
@Import(OutboxTrial.class)
class SmsIT {

    @Autowired OutboxTrial trial;
    private TrialSmsc smsc;
    private final List<OutboxTrial.Node> nodes = new ArrayList<>();

    @BeforeEach
    void openAnSmsc() throws Exception {
        trial.empty();
        smsc = new TrialSmsc();
    }

    @AfterEach
    void closeIt() throws Exception {
        nodes.forEach(OutboxTrial.Node::close);
        smsc.close();
        trial.empty();
    }

    private OutboxTrial.Node node() {
        OutboxTrial.Node node = trial.node(sms(smsc.port()));
        nodes.add(node);
        return node;
    }

    @Test
    void sendsOnceAndKnowsFromTheReceiptThatItArrived() throws Exception {
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("314159", ""));
        node.work();
        node.work();
        TrialSmsc.Submitted got = smsc.only();
        assertThat(got.text()).isEqualTo("【守信】你的验证码是 314159。");
        assertThat(got.to()).isEqualTo("8616400770077");
        assertThat(got.from()).isEqualTo("106900000");
        assertThat(got.validity()).as("the SMSC forgets it too").isEqualTo("000000000500000R");
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED);
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
        assertThat(trial.stored(id).sealed()).isNull();
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.send", "outbox.deliver");
        smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED);
        assertThat(trial.entries(id)).as("a receipt that comes twice says nothing new").hasSize(3);
        assertThat(trial.entryText(id)).doesNotContain("314159").doesNotContain("16400770077");
        assertThat(smsc.sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"UNDELIV,undelivered", "EXPIRED,lapsed-there", "DELETED,deleted-there", "REJECTD,rejected-there"})
    void knowsFromTheReceiptThatItDidNotArrive(String word, String why) throws Exception {
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        smsc.receiptInText(smsc.only(), "ACCEPTD");
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        smsc.receiptInText(smsc.only(), word);
        assertThat(trial.state(id)).isEqualTo(MessageState.FAILED);
        assertThat(trial.why(id)).isEqualTo(why);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.send", "outbox.fail");
        trial.moves.again(id.value(), false, Entry.Actor.system("test"), trial.clock.instant());
        node.work();
        assertThat(smsc.submitted()).hasSize(2);
    }

    @Test
    void writesGsmWhereItSufficesAndChineseOtherwiseAndLongTextsInOnePiece() {
        OutboxTrial.Node node = node();
        String more = "长".repeat(100);
        trial.send(node, OutboxTrial.message(Message.Kind.SMS, OutboxTrial.PHONE, Locale.ENGLISH,
                List.of("", "42", "")));
        trial.send(node, sms("42", more));
        trial.send(node, OutboxTrial.message(Message.Kind.SMS, OutboxTrial.PHONE, Locale.ENGLISH,
                List.of("", "42", "x".repeat(200))));
        node.work();
        assertThat(smsc.submitted()).hasSize(3);
        assertThat(smsc.submitted()).filteredOn(one -> one.dataCoding() == 0).extracting(
                one -> one.body().length, TrialSmsc.Submitted::payload).containsExactlyInAnyOrder(
                tuple("[Shouxin] Your code is 42.".length() + 2, false),
                tuple("[Shouxin] Your code is 42.".length() + 202, true));
        assertThat(smsc.submitted()).filteredOn(one -> one.dataCoding() == 8).singleElement().satisfies(one -> {
            assertThat(one.text()).isEqualTo("【守信】你的验证码是 42。" + more);
            assertThat(one.payload()).isTrue();
        });
    }

    @Test
    void refusesATextThatNoHandsetPutsTogether() {
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", "长".repeat(700)));
        node.work();
        assertThat(trial.why(id)).isEqualTo("too-long");
        assertThat(smsc.submitted()).isEmpty();
    }

    /** SMPP 3.4 5.1.3: throttled, queue full and system error pass; a bad destination does not. */
    @ParameterizedTest
    @CsvSource({"88,QUEUED", "20,QUEUED", "8,QUEUED", "11,FAILED", "69,FAILED"})
    void takesARefusalAsItIsMeant(int status, MessageState state) {
        smsc.answers(status);
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        assertThat(trial.state(id)).isEqualTo(state);
        assertThat(trial.stored(id).reason().code()).hasValue(status);
        smsc.answers(0);
        trial.clock.goOn(Duration.ofMinutes(1));
        node.work();
        assertThat(smsc.submitted()).hasSize(state == MessageState.QUEUED ? 1 : 0);
    }

    @Test
    void waitsForAnSmscThatIsAwayAndSendsOnceItIsBack() throws Exception {
        int port = smsc.port();
        smsc.close();
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        assertThat(trial.why(id)).isEqualTo("unreachable");
        assertThat(trial.attempts(id)).isZero();
        smsc = TrialSmsc.at(port);
        trial.clock.goOn(Moves.pause(0));
        node.work();
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        smsc.only();
    }

    /** Whether the lost connection was noticed before or after the text was written, it never goes twice. */
    @Test
    void neverSendsTwiceOverAConnectionThatBreaks() throws Exception {
        int port = smsc.port();
        OutboxTrial.Node node = node();
        trial.send(node, sms("1", ""));
        node.work();
        smsc.close();
        Message.Id id = trial.send(node, sms("2", ""));
        node.work();
        assertThat(trial.state(id)).isIn(MessageState.QUEUED,
                MessageState.UNCERTAIN);
        boolean waits = trial.state(id) == MessageState.QUEUED;
        smsc = TrialSmsc.at(port);
        trial.clock.goOn(Duration.ofMinutes(1));
        node.work();
        assertThat(smsc.submitted()).hasSize(waits ? 1 : 0);
    }

    @Test
    void isUncertainWhereTheAnswerDoesNotComeAndLearnsFromALateReceipt() throws Exception {
        smsc.fallSilent();
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.UNCERTAIN);
        trial.clock.goOn(Duration.ofMinutes(1));
        node.work();
        node.worker().lookAround();
        node.work();
        TrialSmsc.Submitted got = smsc.only();
        smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED, TrialSmsc.reference(got));
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.lose-sight", "outbox.deliver");
    }

    /** The SMSC is fast: its receipt is there before the answer was noted. It waits for it. */
    @Test
    void keepsAReceiptThatComesBeforeTheNote() throws Exception {
        OutboxTrial.Node node = trial.node(sms(smsc.port()), channel -> new BrokenChannel(channel) {
            @Override
            public Outcome send(Outgoing message, Handover handover) {
                Outcome outcome = super.send(message, handover);
                try {
                    smsc.receipt(smsc.only(), org.jsmpp.bean.MessageState.DELIVERED);
                } catch (Exception refused) {
                    throw new AssertionError(refused);
                }
                return outcome;
            }
        });
        nodes.add(node);
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        node.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void asksTheSmscWhereNoReceiptComes() {
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        smsc.stands(smsc.only(), org.jsmpp.bean.MessageState.DELIVERED);
        node.worker().lookAround();
        assertThat(trial.state(id)).as("not yet").isEqualTo(MessageState.SENT);
        trial.clock.goOn(Duration.ofMinutes(11));
        node.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void confirmsAndForgetsWhatSomebodyAnswersAndWhatIsNotOurs() throws Exception {
        OutboxTrial.Node node = node();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        smsc.answer(smsc.only(), "who are you");
        smsc.receipt(new TrialSmsc.Submitted("not-ours", "8616400770077", 0, new byte[0], false, 1, null, "1069"),
                org.jsmpp.bean.MessageState.DELIVERED);
        smsc.receipt(new TrialSmsc.Submitted("", "8616400770077", 0, new byte[0], false, 1, null, "1069"),
                org.jsmpp.bean.MessageState.DELIVERED);
        node.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(trial.table.kept()).extracting(Receipt::remoteId).containsExactly("not-ours");
    }

    /** Without the database nothing is confirmed, so that the SMSC sends it again. */
    @Test
    void doesNotConfirmAReceiptThatIsNotOnDisk() throws Exception {
        OutboxTrial.Node node = node();
        trial.send(node, sms("1", ""));
        node.work();
        trial.db.sql("ALTER TABLE outbox_attempt RENAME TO outbox_attempt_away").update();
        try {
            assertThatThrownBy(() -> smsc.receipt(smsc.only(), org.jsmpp.bean.MessageState.DELIVERED))
                    .isInstanceOfSatisfying(NegativeResponseException.class,
                            no -> assertThat(no.getCommandStatus()).isEqualTo(0x64));
        } finally {
            trial.db.sql("ALTER TABLE outbox_attempt_away RENAME TO outbox_attempt").update();
        }
    }

    @Test
    void tellsAWrongPasswordFromAnAbsentSmsc() {
        Map<String, String> wrong = new HashMap<>(sms(smsc.port()));
        wrong.put("sms-password-file", OutboxTrial.file("wrong").toString());
        OutboxTrial.Node node = trial.node(wrong);
        nodes.add(node);
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        assertThat(trial.why(id)).isEqualTo("login");
    }

    @ParameterizedTest
    @CsvSource({"true, localhost, SENT", "false, localhost, QUEUED", "true, 127.0.0.1, QUEUED"})
    void talksTlsOnlyWithWhomItTrusts(boolean known, String host, MessageState state)
            throws Exception {
        TlsServer tls = TlsServer.make();
        try (TrialSmsc secure = new TrialSmsc(tls.listen())) {
            Map<String, String> strict = new HashMap<>(sms(secure.port()));
            strict.put("sms-tls", "true");
            strict.put("sms-host", host);
            if (known) {
                strict.put("ca-file", tls.certificate().toString());
            }
            OutboxTrial.Node node = trial.node(strict);
            nodes.add(node);
            Message.Id id = trial.send(node, sms("1", ""));
            node.work();
            assertThat(trial.state(id)).isEqualTo(state);
            assertThat(trial.why(id)).isEqualTo(state == MessageState.SENT ? "" : "tls");
        }
    }

    @Test
    void refusesANumberNobodyCanBeReachedBy() {
        OutboxTrial.Node node = node();
        assertThatThrownBy(() -> trial.send(node, OutboxTrial.message(Message.Kind.SMS, "12345", Locale.ENGLISH,
                List.of("", "", "")))).isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(refused.key()).isEqualTo("outbox.address"));
    }
}
