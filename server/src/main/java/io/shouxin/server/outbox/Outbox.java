// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.data.EmailAddress;
import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.PhoneNumber;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The door for whoever has something to tell somebody.
 *
 * <p>A message commits with the change that calls for it, or not at all; whoever is answered an id can rely on one
 * of three things: it arrives at most once, it is refused, or it stands as uncertain where administrators see it.
 * That it arrives is not promised: nobody who speaks SMTP or SMPP can.
 */
@Service
public class Outbox {

    private static final Duration LIMIT_OVER = Duration.ofHours(1);

    private final OutboxTable table;
    private final MessageBox box;
    private final Moves moves;
    private final Templates templates;
    private final OutboxSettings settings;
    private final Clock clock;
    private volatile Runnable wake = () -> { };

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Outbox(OutboxTable table, MessageBox box, Moves moves, Templates templates, OutboxSettings settings,
            Clock clock) {
        this.table = table;
        this.box = box;
        this.moves = moves;
        this.templates = templates;
        this.settings = settings;
        this.clock = clock;
    }

    /** The language of messages to people of whom none is known. */
    public Locale language() {
        return Locale.forLanguageTag(settings.language());
    }

    /** Whether this way is there; ask before offering it to somebody. */
    public boolean sends(Message.Kind kind) {
        return settings.has(kind);
    }

    /**
     * Puts a message into the caller's transaction.
     *
     * @param by who calls for it, as the ledger names them
     * @return its id; the first one's where a message of this name is there already
     * @throws Refused {@code outbox.not-configured}, {@code outbox.address}, {@code outbox.too-many},
     *     {@code outbox.other-message}; {@code keys.closed} while it could not be sealed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Message.Id send(Message message, Entry.Actor by) {
        requireWay(message.kind());
        templates.require(message);
        Optional<Stored> same = table.findOnce(message.once());
        if (same.isPresent()) {
            return known(message, same.get());
        }
        Instant now = clock.instant();
        Letter letter = new Letter(address(message), message.to().language(), message.parameters());
        requireFew(message, now);
        UUID id = UUID.randomUUID();
        String key = MessageBox.keyName(now);
        if (!table.add(id, message, key, box.seal(id, key, letter), now)) {
            // Another transaction was faster, and has committed by now.
            return known(message, table.findOnce(message.once()).orElseThrow());
        }
        moves.queued(table.find(id).orElseThrow(), by);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake.run();
            }
        });
        return new Message.Id(id);
    }

    /** Where it stands; empty once it is forgotten, 30 days after its last step. */
    public Optional<MessageState> state(Message.Id id) {
        return table.find(id.value()).map(Stored::state);
    }

    private void requireWay(Message.Kind kind) {
        if (!settings.has(kind)) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "outbox.not-configured",
                    "shouxin.outbox." + kind.code() + "-host");
        }
    }

    private static Message.Id known(Message message, Stored stored) {
        if (stored.kind() != message.kind() || !stored.purpose().equals(message.purpose())
                || !stored.template().equals(message.template()) || !stored.recipient().equals(message.to().id())) {
            throw new Refused(Refused.Kind.CONFLICT, "outbox.other-message");
        }
        return new Message.Id(stored.id());
    }

    /** Two at the same moment may both still pass: it is a limit against floods, not a count of rights. */
    private void requireFew(Message message, Instant now) {
        int most = settings.perHour(message.kind());
        if (table.countTo(message.kind(), message.to().id(), now.minus(LIMIT_OVER)) >= most) {
            throw new Refused(Refused.Kind.TOO_MANY, "outbox.too-many", Integer.toString(most));
        }
    }

    /** In the normal form of its type. A mailbox outside ASCII would need SMTPUTF8 all the way. */
    private static SecretText address(Message message) {
        String typed = message.to().address().plain(PlainAccess.granted());
        try {
            if (message.kind() == Message.Kind.SMS) {
                return PhoneNumber.parse(typed).secret();
            }
            SecretText mail = EmailAddress.parse(typed).secret();
            String local = mail.plain(PlainAccess.granted()).split("@", 2)[0];
            if (StandardCharsets.US_ASCII.newEncoder().canEncode(local)) {
                return mail;
            }
        } catch (InvalidValue invalid) {
            // The refusal below says the same, and nothing of the value.
        }
        throw new Refused(Refused.Kind.INVALID, "outbox.address");
    }

    /** The worker looks at once instead of at its next round. */
    void wakes(Runnable worker) {
        wake = worker;
    }
}
