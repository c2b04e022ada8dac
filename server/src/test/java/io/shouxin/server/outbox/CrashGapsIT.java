// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static io.shouxin.server.outbox.OutboxTrial.mail;
import static io.shouxin.server.outbox.OutboxTrial.sms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.server.ServerTest;
import io.shouxin.server.outbox.BrokenChannel.Killed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A node that dies, sleeps or loses its database in each gap between two steps of a hand-over, and what is left. */
@ServerTest
@Import(OutboxTrial.class)
class CrashGapsIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Autowired OutboxTrial trial;
    private ScriptedSmtp server;
    private TrialSmsc smsc;
    private final List<OutboxTrial.Node> nodes = new ArrayList<>();

    @BeforeEach
    void openServers() throws Exception {
        trial.empty();
        server = new ScriptedSmtp();
        smsc = new TrialSmsc();
    }

    @AfterEach
    void closeThem() throws Exception {
        nodes.forEach(OutboxTrial.Node::close);
        server.close();
        smsc.close();
        trial.empty();
    }

    private OutboxTrial.Node mailNode() {
        return trial.node(mail(server.port()));
    }

    private OutboxTrial.Node smsNode() {
        OutboxTrial.Node node = trial.node(sms(smsc.port()));
        nodes.add(node);
        return node;
    }

    private interface Moment {

        Outcome at(Channel whole, Outgoing message, Channel.Handover handover);
    }

    /** A node that dies at this moment of sending. */
    private OutboxTrial.Node dying(java.util.Map<String, String> settings, Moment moment) {
        OutboxTrial.Node node = trial.node(settings, channel -> new BrokenChannel(channel) {
            @Override
            public Outcome send(Outgoing message, Handover handover) {
                return moment.at(channel, message, handover);
            }
        });
        nodes.add(node);
        return node;
    }

    private static Outcome dies() {
        throw new Killed();
    }

    private void takeOver(OutboxTrial.Node other, Message.Id id) {
        other.work();
        other.worker().lookAround();
        other.work();
        assertThat(trial.state(id)).as("as long as the lease runs").isEqualTo(MessageState.SENDING);
        trial.lapse(id);
        other.worker().lookAround();
        other.work();
        trial.clock.goOn(LONG);
        other.worker().lookAround();
        other.work();
    }

    @Test
    void deadBeforeTheHandover_theOtherNodeSendsIt() {
        OutboxTrial.Node dying = dying(mail(server.port()), (whole, message, handover) -> dies());
        Message.Id id = trial.send(dying, mail("1", ""));
        assertThatThrownBy(dying::work).isInstanceOf(Killed.class);
        takeOver(mailNode(), id);
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(server.dots()).hasSize(1);
        assertThat(trial.attempts(id)).isEqualTo(1);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.send");
    }

    /** The price: it did not leave, and nobody can know. */
    @Test
    void deadBetweenTheNoteOfTheHandoverAndTheHandover_itIsUncertainAndGoesNowhere() {
        OutboxTrial.Node dying = dying(mail(server.port()), (whole, message, handover) ->
                whole.send(message, () -> {
                    handover.begin();
                    throw new Killed();
                }));
        Message.Id id = trial.send(dying, mail("1", ""));
        assertThatThrownBy(dying::work).isInstanceOf(Killed.class);
        takeOver(mailNode(), id);
        assertThat(trial.state(id)).isEqualTo(MessageState.UNCERTAIN);
        assertThat(trial.why(id)).isEqualTo("crash");
        assertThat(server.dots()).isEmpty();
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.lose-sight");
    }

    @Test
    void deadBetweenTheHandoverAndItsNote_mailIsNotSentTwice() {
        OutboxTrial.Node dying = dying(mail(server.port()), (whole, message, handover) -> {
            whole.send(message, handover);
            return dies();
        });
        Message.Id id = trial.send(dying, mail("1", ""));
        assertThatThrownBy(dying::work).isInstanceOf(Killed.class);
        takeOver(mailNode(), id);
        assertThat(trial.state(id)).isEqualTo(MessageState.UNCERTAIN);
        assertThat(server.dots()).hasSize(1);
    }

    @Test
    void deadBetweenTheHandoverAndItsNote_aReceiptTellsOfTheShortMessage() throws Exception {
        OutboxTrial.Node dying = dying(sms(smsc.port()), (whole, message, handover) -> {
            whole.send(message, handover);
            return dies();
        });
        Message.Id id = trial.send(dying, sms("1", ""));
        assertThatThrownBy(dying::work).isInstanceOf(Killed.class);
        takeOver(smsNode(), id);
        assertThat(trial.state(id)).isEqualTo(MessageState.UNCERTAIN);
        TrialSmsc.Submitted got = smsc.only();
        smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED, TrialSmsc.reference(got));
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
    }

    /** The receipt came while the node was dying: it is kept, and counts once the message is uncertain. */
    @Test
    void deadWithAReceiptOnItsWay_theReceiptIsKeptAndTells() throws Exception {
        OutboxTrial.Node dying = dying(sms(smsc.port()), (whole, message, handover) -> {
            whole.send(message, handover);
            try {
                TrialSmsc.Submitted got = smsc.only();
                smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED, TrialSmsc.reference(got));
            } catch (Exception refused) {
                throw new AssertionError(refused);
            }
            return dies();
        });
        Message.Id id = trial.send(dying, sms("1", ""));
        assertThatThrownBy(dying::work).isInstanceOf(Killed.class);
        takeOver(smsNode(), id);
        assertThat(trial.state(id)).isEqualTo(MessageState.DELIVERED);
        smsc.only();
        assertThat(trial.table.kept()).isEmpty();
    }

    /** Asleep for longer than its lease just before the dot: another node has sent it, so nothing may leave here. */
    @Test
    void asleepBeforeTheHandover_itIsFencedOff() {
        OutboxTrial.Node other = mailNode();
        OutboxTrial.Node sleepy = dying(mail(server.port()), (whole, message, handover) ->
                whole.send(message, () -> {
                    trial.lapse(new Message.Id(message.id()));
                    other.worker().lookAround();
                    other.work();
                    return handover.begin();
                }));
        Message.Id id = trial.send(sleepy, mail("1", ""));
        sleepy.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(server.dots()).hasSize(1);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.send");
    }

    /** Asleep after it: the message was given up as uncertain meanwhile, and the late answer is better. */
    @Test
    void asleepAfterTheHandover_itsLateNoteCounts() {
        OutboxTrial.Node other = mailNode();
        OutboxTrial.Node sleepy = dying(mail(server.port()), (whole, message, handover) -> {
            Outcome outcome = whole.send(message, handover);
            trial.lapse(new Message.Id(message.id()));
            other.worker().lookAround();
            other.work();
            assertThat(trial.state(new Message.Id(message.id()))).isEqualTo(MessageState.UNCERTAIN);
            return outcome;
        });
        Message.Id id = trial.send(sleepy, mail("1", ""));
        sleepy.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(trial.stored(id).sealed()).isNull();
        assertThat(server.dots()).hasSize(1);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.lose-sight", "outbox.send");
    }

    @Test
    void withoutTheDatabaseAtTheHandover_nothingLeaves() {
        OutboxTrial.Node node = mailNode();
        Message.Id id = trial.send(node, mail("1", ""));
        trial.db.sql("ALTER TABLE outbox_attempt RENAME TO outbox_attempt_away").update();
        try {
            node.work();
            assertThat(server.dots()).isEmpty();
        } finally {
            trial.db.sql("ALTER TABLE outbox_attempt_away RENAME TO outbox_attempt").update();
        }
        trial.clock.goOn(LONG);
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(server.dots()).hasSize(1);
    }

    @Test
    void goneByItsTimeAtTheHandover_nothingLeaves() {
        OutboxTrial.Node slow = dying(mail(server.port()), (whole, message, handover) ->
                whole.send(message, () -> {
                    trial.clock.goOn(Duration.ofMinutes(6));
                    return handover.begin();
                }));
        Message.Id id = trial.send(slow, mail("1", ""));
        slow.work();
        slow.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo(MessageState.EXPIRED);
        assertThat(server.dots()).isEmpty();
    }

    /** Two nodes at the same moment, and many messages: each goes once. */
    @Test
    void twoNodesAtOnceSendEachMessageOnce() throws Exception {
        int count = 40;
        OutboxTrial.Node one = smsNode();
        OutboxTrial.Node two = smsNode();
        for (int i = 0; i < count; i++) {
            trial.send(i % 2 == 0 ? one : two, sms("N" + i + "N", ""));
        }
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (OutboxTrial.Node node : List.of(one, two, one, two)) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                    node.work();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(smsc.submitted()).hasSize(count);
        assertThat(smsc.submitted()).extracting(TrialSmsc.Submitted::text).doesNotHaveDuplicates();
        assertThat(smsc.sessions()).isEqualTo(2);
    }

    /** What is of no use any more is wiped, and the key of its day is destroyed, backups and all. */
    @Test
    void destroysTheKeysOfDaysOfWhichNothingIsLeft() {
        Instant day = trial.clock.instant();
        String key = MessageBox.keyName(day);
        smsc.answers(11);
        OutboxTrial.Node node = smsNode();
        Message.Id id = trial.send(node, sms("1", ""));
        node.work();
        Stored failed = trial.stored(id);
        assertThat(failed.sealed()).as("can still be sent again").isNotNull();
        assertThat(trial.box.open(failed).address().toString()).doesNotContain("1");
        trial.clock.goOn(Duration.ofDays(3));
        node.worker().tidy();
        assertThat(trial.stored(id).sealed()).isNull();
        assertThat(keys(key)).isZero();
        assertThatThrownBy(() -> trial.box.open(failed)).isInstanceOf(MessageBox.Damaged.class);
        assertThat(LocalDate.ofInstant(day, ZoneOffset.UTC).toString()).isEqualTo(key.substring("outbox.".length()));
    }

    private long keys(String name) {
        return trial.db.sql("SELECT count(*) FROM key_named WHERE name = :name").param("name", name)
                .query(Long.class).single();
    }

    @Test
    void saysOfALetterThatWasMovedOrChangedThatItDoesNotOpen() {
        OutboxTrial.Node node = mailNode();
        Message.Id one = trial.send(node, mail("1", ""));
        Message.Id two = trial.send(node, mail("2", ""));
        trial.db.sql("UPDATE outbox_message SET sealed = (SELECT sealed FROM outbox_message WHERE id = :two) "
                + "WHERE id = :one").param("one", one.value()).param("two", two.value()).update();
        node.work();
        assertThat(trial.state(one)).isEqualTo(MessageState.FAILED);
        assertThat(trial.why(one)).isEqualTo("damaged");
        assertThat(trial.state(two)).isEqualTo(MessageState.SENT);
        assertThat(server.dots()).hasSize(1);
    }
}
