// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.mask.Mask;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.Waiting;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Makes the outbox readable: states, reasons, and of an address no more than its mask shows. */
@Component
class OutboxViews implements Waiting {

    static final int SHOWN = 100;

    private static final Map<MessageState, String> KINDS = Map.of(MessageState.QUEUED, "off",
            MessageState.SENDING, "acc", MessageState.SENT, "ok", MessageState.DELIVERED, "ok",
            MessageState.FAILED, "bad", MessageState.EXPIRED, "warn", MessageState.UNCERTAIN, "warn");

    private final OutboxTable table;
    private final MessageBox box;
    private final OutboxSettings settings;
    private final Words words;
    private final WallTime times;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators.
    OutboxViews(OutboxTable table, MessageBox box, OutboxSettings settings, Words words, WallTime times,
            Clock clock) {
        this.table = table;
        this.box = box;
        this.settings = settings;
        this.words = words;
        this.times = times;
        this.clock = clock;
    }

    /** One way out: whether it is there, and how many messages stand where. */
    record Way(String name, String kind, String word, String where, List<Count> counts) {}

    record Count(String state, String number) {}

    /**
     * @param masked what may be shown of the address; empty once it is wiped
     * @param why the reason of its state, or empty
     * @param next when it is tried again, or empty
     * @param again how it can be put back: {@code retry}, {@code ask} first, or empty
     */
    record Row(UUID id, String created, String way, String purpose, String recipient, String masked, String kind,
            String state, String why, String tries, String next, String again) {}

    List<Way> ways() {
        List<OutboxTable.Count> all = table.counts();
        return java.util.Arrays.stream(Message.Kind.values()).map(kind -> {
            boolean there = settings.has(kind);
            return new Way(words.of("outbox.kind." + kind.code()), there ? "ok" : "off",
                    words.of(there ? "outbox.way.there" : "outbox.way.none"),
                    there ? where(kind) : words.of("outbox.way.none.do", "shouxin.outbox." + kind.code() + "-host"),
                    all.stream().filter(one -> one.kind() == kind)
                            .sorted(Comparator.comparing(OutboxTable.Count::state))
                            .map(one -> new Count(word(one.state()), number(one.count()))).toList());
        }).toList();
    }

    private @Nullable String where(Message.Kind kind) {
        return kind == Message.Kind.MAIL ? settings.mailHost() + ":" + settings.mailPort()
                : settings.smsHost() + ":" + settings.smsPort();
    }

    List<Row> rows(@Nullable MessageState only) {
        Instant now = clock.instant();
        return table.latest(only, SHOWN).stream().map(one -> row(one, now)).toList();
    }

    /** @throws Refused {@code outbox.unknown} */
    Row row(UUID id) {
        return row(table.find(id).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "outbox.unknown")),
                clock.instant());
    }

    private Row row(Stored one, Instant now) {
        boolean waits = one.state() == MessageState.QUEUED && one.tries() > 0;
        String again = !one.canGoAgain(now) ? "" : one.state() == MessageState.UNCERTAIN ? "ask" : "retry";
        return new Row(one.id(), times.text(one.times().created()), words.of("outbox.kind." + one.kind().code()),
                one.purpose(), one.recipient(), masked(one), KINDS.get(one.state()), word(one.state()),
                why(one.reason()), number(one.tries()), waits ? times.text(one.times().due()) : "", again);
    }

    private String why(Stored.Reason reason) {
        String why = reason.why().map(code -> words.of("outbox.why." + code)).orElse("");
        return reason.code().isEmpty() ? why
                : words.of("outbox.why.code", why, Integer.toString(reason.code().getAsInt()));
    }

    private String masked(Stored message) {
        if (message.wiped() || !box.opens()) {
            return "";
        }
        try {
            SecretText address = box.open(message).address();
            return Mask.named(message.kind() == Message.Kind.MAIL ? "email" : "phone").orElseThrow().apply(address);
        } catch (MessageBox.Damaged | Refused unreadable) {
            return "";
        }
    }

    Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (MessageState state : MessageState.values()) {
            states.put(state.code(), word(state));
        }
        return states;
    }

    private String word(MessageState state) {
        return words.of("outbox.state." + state.code());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** What somebody has to look at: nothing of it goes on by itself. */
    @Override
    public List<Item> items() {
        if (Callers.known().filter(caller -> caller.may(Permission.OUTBOX_MANAGE)).isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        return List.of(MessageState.FAILED, MessageState.UNCERTAIN).stream().flatMap(state ->
                table.latest(state, SHOWN).stream().filter(one -> one.canGoAgain(now))
                        .map(one -> one.times().moved()).min(Comparator.naturalOrder())
                        .map(since -> new Item(words.of("outbox.waiting." + state.code()),
                                words.of("outbox.waiting.why"), "/outbox?state=" + state.code(), "send", since))
                        .stream()).toList();
    }
}
