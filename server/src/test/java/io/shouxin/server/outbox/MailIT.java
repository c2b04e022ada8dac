// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static io.shouxin.server.outbox.OutboxTrial.ADDRESS;
import static io.shouxin.server.outbox.OutboxTrial.mail;
import static io.shouxin.server.outbox.ScriptedSmtp.DOT;
import static io.shouxin.server.outbox.ScriptedSmtp.HANG_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.problem.Refused;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.IllegalTransactionStateException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Mail by SMTP, against a mail server and against one that misbehaves. */
@ServerTest
@Import(OutboxTrial.class)
class MailIT {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Autowired OutboxTrial trial;
    @Autowired Outbox unset;
    private GreenMail server;

    @BeforeEach
    void openAMailServer() {
        trial.empty();
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void closeIt() {
        server.stop();
        trial.empty();
    }

    private OutboxTrial.Node node() {
        return trial.node(mail(server.getSmtp().getPort()));
    }

    @Test
    void sendsOnceInTheRecipientsLanguage() throws Exception {
        OutboxTrial.Node node = node();
        Message.Id chinese = trial.send(node, mail("314159", "第二行"));
        Message.Id english = trial.send(node, OutboxTrial.message(Message.Kind.MAIL, "qin.shi@中文.example",
                Locale.ENGLISH, List.of("Qin Shi", "271828", "")));
        node.work();
        node.work();
        MimeMessage[] got = server.getReceivedMessages();
        assertThat(got).hasSize(2);
        assertThat(got[0].getSubject()).isEqualTo("欧阳明月的验证码");
        assertThat(got[0].getHeader("Subject")[0]).startsWith("=?UTF-8?");
        assertThat(got[0].getContent().toString()).contains("你的验证码是 314159，五分钟内有效。", "第二行");
        assertThat(got[0].getAllRecipients()).containsExactly(new InternetAddress(ADDRESS));
        assertThat(got[0].getMessageID()).isEqualTo("<" + chinese + "@operator.example>");
        assertThat(got[0].getFrom()[0].toString()).contains("shouxin@operator.example");
        assertThat(((InternetAddress) got[0].getFrom()[0]).getPersonal()).isEqualTo("Shouxin 守信");
        assertThat(got[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(got[1].getSubject()).isEqualTo("Code for Qin Shi");
        assertThat(got[1].getAllRecipients()).containsExactly(new InternetAddress("qin.shi@xn--fiq228c.example"));
        assertThat(trial.state(chinese)).isEqualTo(MessageState.SENT);
        assertThat(trial.entries(english)).containsExactly("outbox.queue", "outbox.send");
        assertThat(trial.entryText(chinese)).contains("trial.code").doesNotContain("314159").doesNotContain("ouyang");
        assertThat(trial.stored(chinese).sealed()).as("wiped: SMTP says no more").isNull();
    }

    @Test
    void goesWithTheCallersTransactionOrNotAtAll() {
        OutboxTrial.Node node = node();
        Message message = mail("111111", "");
        assertThatThrownBy(() -> trial.transaction.executeWithoutResult(status -> {
            node.outbox().send(message, Entry.Actor.system("test"));
            throw new IllegalStateException("the caller's own");
        })).hasMessage("the caller's own");
        node.work();
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(trial.table.findOnce(message.once())).isEmpty();
        assertThatThrownBy(() -> unset.send(message, Entry.Actor.system("test")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void sendsOneMessageForOneName() {
        OutboxTrial.Node node = node();
        Message message = mail("222222", "");
        Message.Id first = trial.send(node, message);
        assertThat(trial.send(node, message)).isEqualTo(first);
        node.work();
        assertThat(trial.send(node, message)).isEqualTo(first);
        node.work();
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(trial.entries(first)).containsExactly("outbox.queue", "outbox.send");
        Message other = new Message(message.kind(), message.once(), "another.purpose", message.to(),
                message.template(), message.parameters(), message.validity());
        assertThatThrownBy(() -> trial.send(node, other)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.key()).isEqualTo("outbox.other-message"));
    }

    @Test
    void saysByNameThatNothingCanBeSent() {
        assertThat(unset.sends(Message.Kind.MAIL)).isFalse();
        for (Message message : List.of(mail("333333", ""), OutboxTrial.sms("333333", ""))) {
            assertThatThrownBy(() -> trial.transaction.executeWithoutResult(status ->
                    unset.send(message, Entry.Actor.system("test")))).isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.key()).isEqualTo("outbox.not-configured");
                        assertThat(refused.kind().status()).isEqualTo(503);
                        assertThat(refused.arguments()).containsExactly(
                                "shouxin.outbox." + message.kind().code() + "-host");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "a@b", "欧阳@staff.example", "a@staff.example\r\nBcc: all@staff.example"})
    void refusesAnAddressNobodyCanSendTo(String address) {
        OutboxTrial.Node node = node();
        assertThatThrownBy(() -> trial.send(node, OutboxTrial.message(Message.Kind.MAIL, address, Locale.ENGLISH,
                List.of("", "", "")))).isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.key()).isEqualTo("outbox.address");
                    assertThat(refused.toString()).doesNotContain(address);
                });
    }

    @Test
    void keepsALineBreakInAParameterOutOfTheHeaders() throws Exception {
        OutboxTrial.Node node = node();
        trial.send(node, OutboxTrial.message(Message.Kind.MAIL, ADDRESS, Locale.ENGLISH,
                List.of("x\r\nBcc: all@staff.example\r\n\r\nbody", "1", "")));
        node.work();
        MimeMessage got = server.getReceivedMessages()[0];
        assertThat(got.getAllRecipients()).hasSize(1);
        assertThat(got.getHeader("Bcc")).isNull();
        assertThat(got.getSubject()).isEqualTo("Code for x Bcc: all@staff.example body");
    }

    @Test
    void limitsHowManyOneRecipientGetsInAnHour() {
        Map<String, String> few = new HashMap<>(mail(server.getSmtp().getPort()));
        few.put("mail-per-hour", "2");
        OutboxTrial.Node node = trial.node(few);
        Message first = mail("1", "");
        trial.send(node, first);
        trial.send(node, to(first, "again"));
        assertThatThrownBy(() -> trial.send(node, to(first, "and-again"))).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.key()).isEqualTo("outbox.too-many"));
        trial.send(node, mail("1", ""));
        trial.clock.goOn(Duration.ofMinutes(61));
        trial.send(node, to(first, "later"));
    }

    private static Message to(Message first, String name) {
        return new Message(first.kind(), first.once() + name, first.purpose(), first.to(), first.template(),
                first.parameters(), first.validity());
    }

    @Test
    void waitsLongerAndLongerForAServerThatIsAwayAndSendsOnceItIsBack() throws Exception {
        int port = server.getSmtp().getPort();
        server.stop();
        OutboxTrial.Node node = trial.node(mail(port));
        Message.Id id = trial.send(node, mail("444444", ""));
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.QUEUED);
        assertThat(trial.why(id)).isEqualTo("unreachable");
        assertThat(trial.attempts(id)).isZero();
        trial.clock.goOn(Moves.pause(0).minusMillis(1));
        assertThat(node.worker().step(Message.Kind.MAIL)).as("not before its pause is over").isFalse();
        trial.clock.goOn(Duration.ofMillis(1));
        assertThat(node.worker().step(Message.Kind.MAIL)).isTrue();
        assertThat(trial.stored(id).times().due()).isEqualTo(trial.clock.instant().plus(Moves.pause(1)));
        assertThat(Moves.pause(1)).isGreaterThan(Moves.pause(0));
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        trial.clock.goOn(Moves.pause(1));
        node.work();
        node.work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.send");
    }

    @Test
    void doesNotSendWhatHasLapsed() {
        int port = server.getSmtp().getPort();
        server.stop();
        OutboxTrial.Node node = trial.node(mail(port));
        Message.Id id = trial.send(node, mail("555555", ""));
        node.work();
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        trial.clock.goOn(Duration.ofMinutes(5));
        node.work();
        node.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo(MessageState.EXPIRED);
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(trial.stored(id).sealed()).isNull();
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.expire");
    }

    /** 4yz is tried again and then goes, 5yz never does; whichever of them it is said to. */
    @ParameterizedTest
    @CsvSource({"MAIL,451,QUEUED", "RCPT,450,QUEUED", "DATA,452,QUEUED", ".,451,QUEUED", ".,421,QUEUED",
        "MAIL,553,FAILED", "RCPT,550,FAILED", "DATA,554,FAILED", ".,554,FAILED"})
    void takesARefusalAsItIsMeant(String verb, int reply, MessageState state) throws Exception {
        try (ScriptedSmtp scripted = new ScriptedSmtp()) {
            scripted.says(Map.of(verb, reply + " <" + ADDRESS + "> no"));
            OutboxTrial.Node node = trial.node(mail(scripted.port()));
            Message.Id id = trial.send(node, mail("666666", ""));
            node.work();
            assertThat(trial.state(id)).isEqualTo(state);
            assertThat(trial.stored(id).reason().code()).hasValue(reply);
            scripted.says(Map.of());
            trial.clock.goOn(A_MINUTE);
            node.work();
            assertThat(trial.state(id)).isEqualTo(state == MessageState.QUEUED ? MessageState.SENT : state);
            assertThat(trial.entryText(id)).doesNotContain("staff.example");
        }
    }

    /** Until the dot nobody has it; after it nobody knows. */
    @ParameterizedTest
    @CsvSource({"EHLO,QUEUED", "RCPT,QUEUED", "DATA,QUEUED", ".,UNCERTAIN"})
    void knowsUntilWhenABrokenConnectionIsHarmless(String verb, MessageState state) throws Exception {
        try (ScriptedSmtp scripted = new ScriptedSmtp()) {
            scripted.says(verb.equals("EHLO") ? Map.of("EHLO", HANG_UP, "HELO", HANG_UP) : Map.of(verb, HANG_UP));
            OutboxTrial.Node node = trial.node(mail(scripted.port()));
            Message.Id id = trial.send(node, mail("777777", ""));
            node.work();
            assertThat(trial.state(id)).isEqualTo(state);
            scripted.says(Map.of());
            trial.clock.goOn(A_MINUTE);
            node.work();
            node.worker().lookAround();
            node.work();
            assertThat(trial.state(id)).isEqualTo(state == MessageState.QUEUED ? MessageState.SENT : state);
            assertThat(scripted.dots()).as("up to its dot at most once").hasSize(1);
        }
    }

    @Test
    void sendsAnUncertainOneAgainOnlyByTheHandOfSomebodyWhoWasWarned() throws Exception {
        try (ScriptedSmtp scripted = new ScriptedSmtp()) {
            scripted.says(Map.of(DOT, HANG_UP));
            OutboxTrial.Node node = trial.node(mail(scripted.port()));
            Message.Id id = trial.send(node, mail("888888", ""));
            node.work();
            scripted.says(Map.of());
            Entry.Actor by = Entry.Actor.staff("ADM001", "system-administrator");
            assertThatThrownBy(() -> trial.moves.again(id.value(), false, by, trial.clock.instant()))
                    .isInstanceOfSatisfying(Refused.class,
                            refused -> assertThat(refused.key()).isEqualTo("outbox.perhaps-twice"));
            trial.moves.again(id.value(), true, by, trial.clock.instant());
            node.work();
            assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
            assertThat(scripted.dots()).hasSize(2).allMatch(one -> one.contains("<" + id + "@operator.example>"));
            assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.lose-sight", "outbox.retry",
                    "outbox.send");
        }
    }

    @Test
    void sendsNothingInClearWhereTlsIsAskedFor() throws Exception {
        Map<String, String> strict = new HashMap<>(mail(server.getSmtp().getPort()));
        strict.put("mail-tls", "starttls");
        OutboxTrial.Node node = trial.node(strict);
        Message.Id id = trial.send(node, mail("999999", ""));
        node.work();
        assertThat(trial.why(id)).isEqualTo("tls");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    /** Neither a certificate of an unknown issuer nor one for another name will do. */
    @ParameterizedTest
    @CsvSource({"true, localhost, SENT", "false, localhost, QUEUED", "true, 127.0.0.1, QUEUED"})
    void talksTlsOnlyWithWhomItTrusts(boolean known, String host, MessageState state) throws Exception {
        TlsServer tls = TlsServer.make();
        try (ScriptedSmtp scripted = new ScriptedSmtp(tls.listen())) {
            Map<String, String> strict = new HashMap<>(mail(scripted.port()));
            strict.put("mail-tls", "tls");
            strict.put("mail-host", host);
            if (known) {
                strict.put("ca-file", tls.certificate().toString());
            }
            OutboxTrial.Node node = trial.node(strict);
            Message.Id id = trial.send(node, mail("101010", ""));
            node.work();
            assertThat(trial.state(id)).isEqualTo(state);
            assertThat(trial.why(id)).isEqualTo(state == MessageState.SENT ? "" : "tls");
        }
    }

    @Test
    void signsInAndTellsAWrongPasswordFromAnAbsentServer() {
        server.setUser("shouxin", "the right one");
        server.getUserManager().setAuthRequired(true);
        Map<String, String> account = new HashMap<>(mail(server.getSmtp().getPort()));
        account.put("mail-user", "shouxin");
        account.put("mail-password-file", OutboxTrial.file("a wrong one").toString());
        OutboxTrial.Node wrong = trial.node(account);
        Message.Id id = trial.send(wrong, mail("121212", ""));
        wrong.work();
        assertThat(trial.why(id)).isEqualTo("login");
        account.put("mail-password-file", OutboxTrial.file("the right one").toString());
        trial.clock.goOn(A_MINUTE);
        trial.node(account).work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
    }
}
