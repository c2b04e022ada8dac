// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.outbox.Message.Kind;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Nodes with an outbox of their own settings, on one database and one clock; the worker goes step by step. */
@TestComponent
public class OutboxTrial {

    static final String ADDRESS = "ouyang.mingyue@staff.example";
    static final String PHONE = "+8616400770077";
    static final String PASSWORD = "pw-trial";

    private static final AtomicInteger NAMES = new AtomicInteger();

    final TrialClock clock = new TrialClock();

    @Autowired OutboxTable table;
    @Autowired MessageBox box;
    @Autowired Moves moves;
    @Autowired Templates templates;
    @Autowired JdbcClient db;
    @Autowired TransactionTemplate transaction;

    /** One node of the system. */
    record Node(Outbox outbox, Channels channels, OutboxWorker worker) implements AutoCloseable {

        /** Tries everything that is due. */
        void work() {
            while (worker.step(Kind.MAIL) || worker.step(Kind.SMS)) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            channels.close();
        }
    }

    /** A line to an SMSC on loopback, for a test of whoever sends by it. */
    public static final class Line implements Closeable {

        private final TrialSmsc smsc;
        private final Node node;

        private Line(TrialSmsc smsc, Node node) {
            this.smsc = smsc;
            this.node = node;
        }

        public Outbox outbox() {
            return node.outbox();
        }

        /** Sends what is due. */
        public void work() {
            node.work();
        }

        /** What the SMSC has got. */
        public List<String> texts() {
            return smsc.submitted().stream().map(TrialSmsc.Submitted::text).toList();
        }

        @Override
        public void close() throws IOException {
            node.close();
            smsc.close();
        }
    }

    public Line line() throws IOException {
        empty();
        TrialSmsc smsc = new TrialSmsc();
        return new Line(smsc, node(sms(smsc.port())));
    }

    /** Nothing is left of an earlier test. */
    void empty() {
        db.sql("DELETE FROM outbox_message").update();
        db.sql("DELETE FROM outbox_receipt").update();
    }

    static OutboxSettings settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        given.forEach((key, value) -> all.put("shouxin.outbox." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("shouxin.outbox", Bindable.of(OutboxSettings.class));
    }

    static Map<String, String> mail(int port) {
        return Map.of("mail-host", "127.0.0.1", "mail-port", Integer.toString(port), "mail-tls", "none",
                "mail-from", "shouxin@operator.example", "mail-timeout", "2s");
    }

    static Map<String, String> sms(int port) {
        return Map.of("sms-host", "127.0.0.1", "sms-port", Integer.toString(port), "sms-system-id", "shouxin",
                "sms-password-file", file(PASSWORD).toString(), "sms-sender", "106900000", "sms-timeout", "2s");
    }

    static Path file(String content) {
        try {
            Path file = Files.createTempFile(Files.createDirectories(Path.of("target", "outbox")), "secret", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, content + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Node node(Map<String, String> settings) {
        return node(settings, channel -> channel);
    }

    /** @param between put between the worker and each channel, to break something at a moment of the test's choice */
    Node node(Map<String, String> given, UnaryOperator<Channel> between) {
        OutboxSettings settings = settings(given);
        Receipts receipts = new Receipts(table, moves, clock);
        Channels plain = Channels.of(settings, receipts, clock);
        Map<Kind, Channel> channels = new HashMap<>();
        for (Kind kind : Kind.values()) {
            plain.by(kind).ifPresent(channel -> channels.put(kind, between.apply(channel)));
        }
        Channels all = new Channels(channels);
        Outbox outbox = new Outbox(table, box, moves, templates, settings, clock);
        return new Node(outbox, all,
                new OutboxWorker(table, box, moves, receipts, templates, all, settings, clock, outbox));
    }

    static Message mail(String code, String more) {
        return message(Kind.MAIL, ADDRESS, Locale.SIMPLIFIED_CHINESE, List.of("欧阳明月", code, more));
    }

    static Message sms(String code, String more) {
        return message(Kind.SMS, PHONE, Locale.SIMPLIFIED_CHINESE, List.of("欧阳明月", code, more));
    }

    static Message message(Kind kind, String address, Locale language, List<String> parameters) {
        return new Message(kind, "trial." + NAMES.incrementAndGet() + "." + UUID.randomUUID(), "trial.code",
                new Message.Recipient("KF0" + NAMES.incrementAndGet(), SecretText.of(address), language),
                "trial.letter", parameters.stream().map(SecretText::of).toList(), Duration.ofMinutes(5));
    }

    Message.Id send(Node node, Message message) {
        return Objects.requireNonNull(transaction.execute(status ->
                node.outbox().send(message, Entry.Actor.system("test"))));
    }

    /**
     * Sends by both ways, to a mail server that refuses and quotes the address, to an SMSC that answers with a
     * receipt that quotes the text, and to nobody.
     */
    public void sendBadly(String address, String phone, List<String> parameters) throws Exception {
        empty();
        try (ScriptedSmtp server = new ScriptedSmtp(); TrialSmsc smsc = new TrialSmsc();
                Node node = node(both(server, smsc.port()))) {
            server.says(Map.of("RCPT", "550 5.1.1 <" + address + ">: " + parameters));
            send(node, message(Kind.MAIL, address, Locale.ENGLISH, parameters));
            send(node, message(Kind.SMS, phone, Locale.SIMPLIFIED_CHINESE, parameters));
            node.work();
            smsc.receipt(smsc.only(), org.jsmpp.bean.MessageState.UNDELIVERABLE);
            smsc.answer(smsc.only(), phone + parameters);
        }
        try (ScriptedSmtp server = new ScriptedSmtp(); Node node = node(both(server, 1))) {
            server.says(Map.of(ScriptedSmtp.DOT, ScriptedSmtp.HANG_UP));
            send(node, message(Kind.MAIL, address, Locale.SIMPLIFIED_CHINESE, parameters));
            send(node, message(Kind.SMS, phone, Locale.ENGLISH, parameters));
            node.work();
            node.worker().lookAround();
        }
    }

    private static Map<String, String> both(ScriptedSmtp server, int smsc) {
        Map<String, String> all = new HashMap<>(mail(server.port()));
        all.putAll(sms(smsc));
        return all;
    }

    Stored stored(Message.Id id) {
        return table.find(id.value()).orElseThrow();
    }

    MessageState state(Message.Id id) {
        return stored(id).state();
    }

    String why(Message.Id id) {
        return stored(id).reason().why().orElse("");
    }

    /** As if the node that has it had been silent for longer than its lease. */
    void lapse(Message.Id id) {
        db.sql("UPDATE outbox_message SET lease_until = now() - interval '1 s' WHERE id = :id AND state = 'SENDING'")
                .param("id", id.value()).update();
    }

    /** What the ledger says of it, in order. */
    List<String> entries(Message.Id id) {
        return db.sql("""
                SELECT action FROM ledger_entry WHERE action LIKE 'outbox.%'
                AND convert_from(bytes, 'UTF8') LIKE '%' || :id || '%' ORDER BY number""")
                .param("id", id.toString()).query(String.class).list();
    }

    String entryText(Message.Id id) {
        return String.join("\n", db.sql("""
                SELECT convert_from(bytes, 'UTF8') FROM ledger_entry WHERE action LIKE 'outbox.%'
                AND convert_from(bytes, 'UTF8') LIKE '%' || :id || '%' ORDER BY number""")
                .param("id", id.toString()).query(String.class).list());
    }

    long attempts(Message.Id id) {
        return db.sql("SELECT count(*) FROM outbox_attempt WHERE message = :id").param("id", id.value())
                .query(Long.class).single();
    }
}
