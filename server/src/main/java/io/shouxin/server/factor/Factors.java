// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.RuledCache;
import io.shouxin.server.ledger.Rulings;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Sessions;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The door to what people have beside their password: an authenticator app and recovery codes; passkeys have
 * one of their own ({@link Passkeys}).
 *
 * <p>The app's secret is wrapped by a named key, so that a dump of the database makes no codes. What that costs:
 * while the keys are sealed no code can be compared ({@link #canProve}).
 */
@Service
public class Factors {

    /** After so many wrong codes in a row the person waits, each time twice as long as the time before. */
    public static final int TRIES_MAX = 5;

    static final Duration LOCKED_FIRST = Duration.ofMinutes(5);
    static final Duration LOCKED_LONGEST = Duration.ofDays(1);
    static final Duration OFFER_VALID = Duration.ofMinutes(15);

    private static final FactorTable.Limits LIMITS =
            new FactorTable.Limits(TRIES_MAX, LOCKED_FIRST, LOCKED_LONGEST);
    private static final String KEY = "factor-totp";
    private static final int PEOPLE_MAX = 10_000;
    private static final int TYPED_MAX = 60;
    private static final String WRONG = "factor.refused.wrong";

    private final FactorTable table;
    private final PasskeyTable passkeys;
    private final Sessions sessions;
    private final Keys keys;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RuledCache<String, Boolean> enrolled;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Factors(FactorTable table, PasskeyTable passkeys, Sessions sessions, Keys keys, Ledger ledger,
            Rulings rulings, TransactionTemplate transaction, Clock clock) {
        this.table = table;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.keys = keys;
        this.ledger = ledger;
        this.transaction = transaction;
        this.clock = clock;
        this.enrolled = new RuledCache<>(rulings, PEOPLE_MAX, this::hasNow);
    }

    /** Where and for what a proof is given. */
    public enum Occasion {
        SIGN_IN("sign-in"), STEP_UP("step-up"), DESK("desk");

        private final String code;

        Occasion(String code) {
            this.code = code;
        }
    }

    /** What somebody has. */
    record Summary(Optional<Instant> appSince, int recoveryCodes) {}

    /** A secret to put into an app: as text to type, and as the address that a code holds. */
    record Offer(String secret, String address) {

        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** Whether this person has a second factor, as far as this node knows. */
    public boolean has(String number) {
        return enrolled.get(number).value();
    }

    private boolean hasNow(String number) {
        return table.totp(number).isPresent() || passkeys.has(number);
    }

    /** Whether this person can prove themselves now: while the keys are sealed an app's codes cannot be compared. */
    public boolean canProve(String number) {
        return keys.open() || passkeys.has(number);
    }

    /** Whether the keys are open on this node. */
    public boolean keysOpen() {
        return keys.open();
    }

    Summary of(String number) {
        return new Summary(table.totp(number).map(FactorTable.Stored::enrolledAt), table.countRecovery(number));
    }

    /** A new secret, shown until its first code confirms it or 15 minutes are over; it voids the one offered before. */
    Offer offer(Caller self) {
        try (SecretBytes secret = SecretBytes.random(Totp.SECRET_BYTES)) {
            table.offer(self.id(), wrapped(self.id(), secret), clock.instant());
            return shown(self.id(), secret);
        }
    }

    /** What was offered last, for a page that is drawn again; empty when it is too old. */
    Optional<Offer> offered(Caller self) {
        return offeredBytes(self).map(wrapped -> {
            try (SecretBytes secret = opened(self.id(), wrapped)) {
                return shown(self.id(), secret);
            }
        });
    }

    private Optional<byte[]> offeredBytes(Caller self) {
        return table.offered(self.id(), clock.instant().minus(OFFER_VALID));
    }

    private static Offer shown(String number, SecretBytes secret) {
        String text = Totp.text(secret);
        return new Offer(text, "otpauth://totp/Shouxin:" + number + "?secret=" + text + "&issuer=Shouxin");
    }

    /**
     * Takes the offered secret into use by its first code, which is used up by it. New recovery codes come along.
     *
     * @throws Refused {@code factor.refused.offer-over}, {@code factor.refused.wrong}, {@code factor.refused.locked}
     */
    List<String> confirm(Caller self, String typed) {
        byte[] wrapped = offeredBytes(self).orElseThrow(
                () -> new Refused(Refused.Kind.CONFLICT, "factor.refused.offer-over"));
        Attempt attempt = new Attempt(self.id(), Occasion.STEP_UP, self.actor());
        takeTry(attempt);
        OptionalLong step;
        try (SecretBytes secret = opened(self.id(), wrapped)) {
            step = Totp.stepOf(secret, RecoveryCodes.normal(typed), clock.instant());
        }
        if (step.isEmpty()) {
            throw refused(attempt, WRONG);
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            if (!table.dropOffer(self.id())) {
                throw new Refused(Refused.Kind.CONFLICT, "factor.refused.offer-over");
            }
            table.enrol(self.id(), new FactorTable.Stored(wrapped, clock.instant(), step.getAsLong()));
            table.clearTries(self.id());
            changed(self.id(), self.actor(), "staff.factor-enrol", Proof.Kind.TOTP);
            return writeRecovery(self.id(), self.actor());
        }));
    }

    /** An app for somebody whose secret is kept elsewhere, as the sample operator keeps its people's; answers it. */
    public String enrol(String number, Entry.Actor by) {
        try (SecretBytes secret = SecretBytes.random(Totp.SECRET_BYTES)) {
            byte[] wrapped = wrapped(number, secret);
            transaction.executeWithoutResult(status -> {
                table.enrol(number, new FactorTable.Stored(wrapped, clock.instant(), 0));
                changed(number, by, "staff.factor-enrol", Proof.Kind.TOTP);
            });
            return Totp.text(secret);
        }
    }

    /** Makes the key that wraps secrets, where somebody will enrol within a transaction. */
    public void prepare() {
        keys.named(KEY);
    }

    /** Takes one's own app out of use; recovery codes go with the last factor. */
    void removeApp(Caller self) {
        transaction.executeWithoutResult(status -> {
            if (!table.removeTotp(self.id())) {
                throw new Refused(Refused.Kind.CONFLICT, "factor.refused.none");
            }
            dropCodesOfNothing(self.id());
            changed(self.id(), self.actor(), "staff.factor-remove", Proof.Kind.TOTP);
        });
    }

    /** Recovery codes stand in for a factor: without one there is nothing to recover. */
    void dropCodesOfNothing(String number) {
        if (!hasNow(number)) {
            table.dropRecovery(number);
        }
    }

    /**
     * Takes everything from somebody who lost it, and ends their sessions: the next sign-in is by password, and
     * enrols anew where the role needs it. Who may say so is {@link Resets}' to know.
     *
     * @return how many factors it was
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int takeAway(String number) {
        boolean app = table.removeTotp(number);
        int keysRemoved = passkeys.removeAll(number);
        if (!app && keysRemoved == 0) {
            throw new Refused(Refused.Kind.CONFLICT, "factor.refused.none-of-them");
        }
        table.dropOffer(number);
        table.dropRecovery(number);
        table.clearTries(number);
        sessions.end(number, null);
        return keysRemoved + (app ? 1 : 0);
    }

    /** Ten new recovery codes, which void the ones before. */
    List<String> newRecoveryCodes(Caller self) {
        if (!has(self.id())) {
            throw new Refused(Refused.Kind.CONFLICT, "factor.refused.none");
        }
        return Objects.requireNonNull(transaction.execute(status -> writeRecovery(self.id(), self.actor())));
    }

    private List<String> writeRecovery(String number, Entry.Actor by) {
        List<String> codes = RecoveryCodes.fresh();
        table.setRecovery(number, codes.stream().map(code -> RecoveryCodes.hash(number, code)).toList());
        ledger.append(ledger.draft(by, "staff.factor-codes").object("person", number)
                .detail("count", Integer.toString(codes.size())));
        return codes;
    }

    /** A ruling, so that every node asks for the factor from here on, or stops asking. */
    void changed(String number, Entry.Actor by, String action, Proof.Kind kind) {
        ledger.appendRuling(ledger.draft(by, action).object("person", number).detail("kind", kind.code()));
    }

    private record Attempt(String number, Occasion occasion, Entry.Actor typedBy) {}

    /**
     * Proves somebody by a code. Right or wrong it is an entry, and it is used up.
     *
     * @param typedBy at whose session it was typed
     * @throws Refused {@code factor.refused.wrong}, {@code factor.refused.used} for a code that came before,
     *     {@code factor.refused.locked} after too many wrong ones, {@code keys.closed}
     */
    public Proof.Kind prove(String number, Proof.Code code, Occasion occasion, Entry.Actor typedBy) {
        Attempt attempt = new Attempt(number, occasion, typedBy);
        String typed = code.typed().length() > TYPED_MAX ? "" : RecoveryCodes.normal(code.typed());
        Proof.Kind kind = typed.length() == Totp.DIGITS ? Proof.Kind.TOTP : Proof.Kind.RECOVERY_CODE;
        if (kind == Proof.Kind.TOTP) {
            // What cannot be compared is no try.
            keys.named(KEY);
        }
        takeTry(attempt);
        transaction.executeWithoutResult(status -> {
            if (kind == Proof.Kind.TOTP) {
                requireTotp(attempt, typed);
            } else if (!table.useRecovery(number, RecoveryCodes.hash(number, typed))) {
                throw refused(attempt, WRONG);
            }
            table.clearTries(number);
            ledger.append(entry(attempt, Entry.Outcome.DONE).detail("how", kind.code()));
        });
        return kind;
    }

    private void requireTotp(Attempt attempt, String typed) {
        FactorTable.Stored stored = table.totp(attempt.number()).orElseThrow(() -> refused(attempt, WRONG));
        OptionalLong step;
        try (SecretBytes secret = opened(attempt.number(), stored.wrapped())) {
            step = Totp.stepOf(secret, typed, clock.instant());
        }
        if (step.isEmpty()) {
            throw refused(attempt, WRONG);
        }
        if (!table.moveStep(attempt.number(), step.getAsLong())) {
            throw refused(attempt, "factor.refused.used");
        }
    }

    private void takeTry(Attempt attempt) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A rollback would give the try back, and the code with it.");
        }
        if (!table.takeTry(attempt.number(), LIMITS, clock.instant())) {
            Instant until = table.lockedUntil(attempt.number()).orElseGet(clock::instant);
            long minutes = Math.max(1, Duration.between(clock.instant(), until).plusSeconds(59).toMinutes());
            throw refused(attempt, new Refused(Refused.Kind.TOO_MANY, "factor.refused.locked",
                    Long.toString(minutes)));
        }
    }

    private Refused refused(Attempt attempt, String key) {
        return refused(attempt, new Refused(Refused.Kind.FORBIDDEN, key));
    }

    /** The entry outlives the caller's transaction, which the refusal ends: it is written by itself. */
    private Refused refused(Attempt attempt, Refused refusal) {
        ledger.record(entry(attempt, Entry.Outcome.REFUSED)
                .detail("why", refusal.key().substring(refusal.key().lastIndexOf('.') + 1)));
        return refusal;
    }

    /** Of a proof at another's desk the entry names both: who typed and who was to be proved. */
    private Entry.Draft entry(Attempt attempt, Entry.Outcome outcome) {
        return ledger.draft(attempt.typedBy(), "staff.factor-proof").outcome(outcome)
                .object("person", attempt.number()).detail("for", attempt.occasion().code);
    }

    /** Notes a proof that was compared elsewhere. */
    void note(String number, Occasion occasion, Entry.Actor typedBy, Proof.Kind how, boolean held) {
        Entry.Draft draft = entry(new Attempt(number, occasion, typedBy),
                held ? Entry.Outcome.DONE : Entry.Outcome.REFUSED).detail("how", how.code());
        ledger.record(held ? draft : draft.detail("why", "wrong"));
    }

    private byte[] wrapped(String number, SecretBytes secret) {
        return KeyWrap.wrapNamed(keys.named(KEY), secret, name(number));
    }

    private SecretBytes opened(String number, byte[] wrapped) {
        return KeyWrap.unwrapNamed(keys.named(KEY), wrapped, name(number));
    }

    private static String name(String number) {
        return "totp." + number;
    }
}
