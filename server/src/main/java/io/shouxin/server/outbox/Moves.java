// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.outbox.OutboxTable.Move;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of {@link MessageState}: each is one {@code UPDATE … WHERE state = :from} and one entry, in one
 * transaction. Without an entry are only the taking of a message and its going back unsent, for nothing has
 * happened then.
 *
 * <p>Entries name the purpose, the way and the recipient's staff number; never an address, a word or a parameter.
 */
@Component
class Moves {

    static final Duration PAUSE_MIN = Duration.ofSeconds(5);
    static final Duration PAUSE_MAX = Duration.ofMinutes(10);

    private static final List<MessageState> HELD = List.of(MessageState.SENDING, MessageState.UNCERTAIN);
    /** A receipt moves nothing that a node has in its hands. */
    private static final UUID NOBODY = new UUID(0, 0);
    private static final Entry.Actor OUTBOX = Entry.Actor.system("outbox");
    /** How long a lost answer's receipt may take; references go round after 65,536 messages. */
    private static final Duration RECEIPTS_FOR = Duration.ofDays(3);

    private final OutboxTable table;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    Moves(OutboxTable table, Ledger ledger, TransactionTemplate transaction) {
        this.table = table;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /** In the caller's transaction: the entry stands if and only if the message does. */
    void queued(Stored message, Entry.Actor by) {
        ledger.append(entry(by, "outbox.queue", message));
    }

    /** How long to wait after so many tries in vain: 5 seconds, doubled each time, 10 minutes at most. */
    static Duration pause(int tries) {
        Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(tries, 10));
        return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }

    /**
     * A message in the hands of a node.
     *
     * @param handed whether the attempt was begun; its number is then one more than when the message was taken
     */
    record Held(Stored message, UUID node, boolean handed) {

        int number() {
            return message.attempts() + (handed ? 1 : 0);
        }
    }

    /**
     * What came of an attempt. The message is this node's, or has become uncertain or was put back by hand
     * meanwhile: then the note is late, and still better than none.
     */
    void settle(Held held, Outcome outcome, Instant now) {
        transaction.executeWithoutResult(status -> settleWithin(held, outcome, now));
    }

    private void settleWithin(Held held, Outcome outcome, Instant now) {
        Stored taken = held.message();
        if (held.handed()) {
            table.outcome(taken.id(), held.number(), outcome);
        }
        Step step = step(taken, outcome, now);
        for (MessageState from : held.handed() ? step.from() : List.of(MessageState.SENDING)) {
            Move move = new Move(taken.id(), held.number(), from, step.to(), step.reason(), held.node(), step.due(),
                    step.wipe());
            if (table.move(move, now)) {
                if (!step.action().isEmpty()) {
                    ledger.append(reasoned(entry(OUTBOX, step.action(), taken), step.reason()));
                }
                return;
            }
        }
    }

    private record Step(MessageState to, String action, Stored.Reason reason, List<MessageState> from,
            @Nullable Instant due, boolean wipe) {}

    private static Step step(Stored taken, Outcome outcome, Instant now) {
        return switch (outcome.result()) {
            // Mail: nothing more will come, so nothing more is kept.
            case TAKEN -> new Step(MessageState.SENT, "outbox.send", Stored.Reason.NONE,
                    List.of(MessageState.SENDING, MessageState.UNCERTAIN, MessageState.QUEUED), null,
                    taken.kind() == Message.Kind.MAIL);
            case LATER -> new Step(MessageState.QUEUED, "", outcome.reason(), HELD, now.plus(pause(taken.tries())),
                    false);
            case REFUSED -> new Step(MessageState.FAILED, "outbox.fail", outcome.reason(), HELD, null, false);
            case UNKNOWN -> new Step(MessageState.UNCERTAIN, "outbox.lose-sight", outcome.reason(),
                    List.of(MessageState.SENDING), null, false);
        };
    }

    /** Of messages whose node died: those that nobody can have wait again, the others are uncertain. */
    void lapse(Instant now) {
        table.lapsedUnhanded(now);
        transaction.executeWithoutResult(status -> table.lapsedHanded(now).forEach(one -> {
            table.outcome(one.id(), one.attempts(), Outcome.unknown("crash"));
            ledger.append(reasoned(entry(OUTBOX, "outbox.lose-sight", one), one.reason()));
        }));
    }

    /** Whoever waits longer than it is valid does not go out, and leaves nothing. */
    void expire(Instant now) {
        transaction.executeWithoutResult(status -> table.expire(now).forEach(one ->
                ledger.append(reasoned(entry(OUTBOX, "outbox.expire", one), one.reason()))));
    }

    /**
     * Takes a receipt: durably when this returns.
     *
     * @return false if it fits nothing yet, so that it was only kept
     */
    boolean receive(Receipt receipt, Instant now) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean settled = receipt.what() == Receipt.What.OPEN || match(receipt, now);
            if (settled) {
                table.drop(receipt);
            } else {
                table.keep(receipt, now);
            }
            return settled;
        }));
    }

    private boolean match(Receipt receipt, Instant now) {
        OutboxTable.Attempt attempt = table.attempt(receipt.remoteId()).or(() -> receipt.reference().isPresent()
                ? table.attempt(receipt.reference().getAsInt(), now.minus(RECEIPTS_FOR))
                : Optional.empty()).orElse(null);
        if (attempt == null) {
            return false;
        }
        Stored message = table.find(attempt.message()).orElse(null);
        if (message == null || message.attempts() != attempt.number() || over(message)) {
            return true;
        }
        if (message.state() == MessageState.SENDING) {
            // The note of the attempt is on its way, or its node is dead; either is settled within the lease.
            return false;
        }
        boolean delivered = receipt.what() == Receipt.What.DELIVERED;
        if (message.state() == MessageState.QUEUED && !delivered) {
            // Put back by hand: it is to go out again anyhow.
            return true;
        }
        Stored.Reason reason = delivered ? Stored.Reason.NONE
                : Outcome.refused(receipt.what().why()).reason();
        Move move = new Move(message.id(), attempt.number(), message.state(),
                delivered ? MessageState.DELIVERED : MessageState.FAILED, reason, NOBODY, null, delivered);
        if (!table.move(move, now)) {
            return false;
        }
        table.outcome(message.id(), attempt.number(), Outcome.taken(receipt.remoteId()));
        ledger.append(reasoned(entry(OUTBOX, delivered ? "outbox.deliver" : "outbox.fail", message), reason));
        return true;
    }

    private static boolean over(Stored message) {
        return message.state() == MessageState.DELIVERED || message.state() == MessageState.FAILED
                || message.state() == MessageState.EXPIRED;
    }

    /**
     * Puts a failed message back by hand, or one of which nobody knows whether it arrived.
     *
     * @param perhapsTwice that whoever asks knows that an uncertain one may arrive a second time
     * @throws Refused {@code outbox.unknown}, {@code outbox.over}, {@code outbox.perhaps-twice}
     */
    void again(UUID id, boolean perhapsTwice, Entry.Actor by, Instant now) {
        Stored message = table.find(id).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "outbox.unknown"));
        if (!message.canGoAgain(now)) {
            throw new Refused(Refused.Kind.CONFLICT, "outbox.over");
        }
        if (message.state() == MessageState.UNCERTAIN && !perhapsTwice) {
            throw new Refused(Refused.Kind.CONFLICT, "outbox.perhaps-twice");
        }
        transaction.executeWithoutResult(status -> {
            if (!table.again(id, message.state(), now)) {
                throw new Refused(Refused.Kind.CONFLICT, "outbox.over");
            }
            ledger.append(entry(by, "outbox.retry", message).detail("was", message.state().code()));
        });
    }

    private Entry.Draft entry(Entry.Actor by, String action, Stored message) {
        return ledger.draft(by, action).purpose(message.purpose()).object("message", message.id().toString())
                .detail("kind", message.kind().code()).detail("recipient", message.recipient());
    }

    private static Entry.Draft reasoned(Entry.Draft draft, Stored.Reason reason) {
        reason.why().ifPresent(why -> draft.detail("why", why));
        reason.code().ifPresent(code -> draft.detail("code", String.format(Locale.ROOT, "%d", code)));
        return draft;
    }
}
