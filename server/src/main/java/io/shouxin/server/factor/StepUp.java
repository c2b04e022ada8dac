// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The door for whoever wants to know that this person, now, at this session, is the one who signed in; and
 * for an approver who proves themselves at somebody else's desk without being signed in there.
 *
 * <p>Who has a second factor proves it by that. Who has none shows the password, where the settings allow it.
 * A handler of a page is marked {@link io.shouxin.server.caller.Sensitive} and needs none of this.
 */
@Service
public class StepUp {

    private static final int STRANGERS_MAX = 10_000;

    private final Factors factors;
    private final People people;
    private final PasswordProof passwords;
    private final FactorSettings settings;
    private final Ledger ledger;
    private final Clock clock;
    private final Cache<String, Integer> strangers = Caffeine.newBuilder().maximumSize(STRANGERS_MAX)
            .expireAfterWrite(Factors.LOCKED_FIRST).build();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    StepUp(Factors factors, People people, PasswordProof passwords, FactorSettings settings, Ledger ledger,
            Clock clock) {
        this.factors = factors;
        this.people = people;
        this.passwords = passwords;
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Until when this person needs no further proof at the session of the present request; empty when at once. */
    public Optional<Instant> freshUntil(Caller caller) {
        return FactorSession.present().flatMap(request -> FactorSession.provedAt(request, caller.id()))
                .map(at -> at.plus(settings.freshFor())).filter(clock.instant()::isBefore);
    }

    /**
     * Lets pass who has proved themselves lately.
     *
     * @throws Refused {@code factor.refused.step-up}
     */
    public void require(Caller caller) {
        if (freshUntil(caller).isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.step-up");
        }
    }

    /**
     * Whether a proof has to be asked for now.
     *
     * @param always also of who has no second factor
     * @throws Refused {@code factor.refused.enrol-first} of whom nothing can be asked
     */
    boolean isDue(Caller caller, boolean always) {
        if (freshUntil(caller).isPresent()) {
            return false;
        }
        if (factors.has(caller.id())) {
            // While the keys are sealed no code can be compared; opening them is for two, or for custodians.
            return factors.canProve(caller.id());
        }
        if (always && !settings.passwordUntilEnrolled()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.enrol-first");
        }
        return always;
    }

    /** Whether this person enrols a second factor before anything else. */
    public boolean mustEnrol(Caller caller) {
        return caller.isStaff() && caller.roles().stream().anyMatch(settings.requiredFor()::contains)
                && !factors.has(caller.id());
    }

    /** What was typed, as the kind of proof this person gives. */
    Proof proof(Caller caller, String typed) {
        return factors.has(caller.id()) ? new Proof.Code(typed) : new Proof.Password(typed);
    }

    /**
     * Proves by password somebody who is about to enrol their first second factor, whatever the settings say.
     *
     * @throws Refused {@code factor.refused.wrong}, {@code .locked}
     */
    void requireToEnrol(Caller caller, String password, HttpServletRequest request) {
        if (!factors.has(caller.id()) && !wasProvedByProvider(caller, request)) {
            compare(caller.id(), new Proof.Password(password), Factors.Occasion.STEP_UP, caller.actor());
        }
        FactorSession.mayEnrol(request, caller.id(), clock.instant());
    }

    /**
     * Notes that the sign-in provider has asked this person anew who they are. It is worth a password: who has a
     * second factor, or may not use a password, is not fresh by it, but may enrol.
     */
    public void provedByProvider(Caller caller, HttpServletRequest request) {
        Instant now = clock.instant();
        factors.note(caller.id(), Factors.Occasion.STEP_UP, caller.actor(), Proof.Kind.PROVIDER, true);
        FactorSession.provedByProvider(request, caller.id(), now);
        if (!factors.has(caller.id()) && settings.passwordUntilEnrolled()) {
            FactorSession.proved(request, caller.id(), now);
        }
    }

    /** For how long a proof holds. */
    public Duration freshFor() {
        return settings.freshFor();
    }

    /** Notes that whoever signed in at the provider instead was not this person, or did not do it now. */
    public void refusedByProvider(Caller caller) {
        factors.note(caller.id(), Factors.Occasion.STEP_UP, caller.actor(), Proof.Kind.PROVIDER, false);
    }

    /** Whether the provider has said so lately. */
    public boolean wasProvedByProvider(Caller caller, HttpServletRequest request) {
        return FactorSession.provedByProviderAt(request, caller.id()).map(at -> at.plus(settings.freshFor()))
                .filter(clock.instant()::isBefore).isPresent();
    }

    /**
     * Lets pass who was let enrol within the last minutes.
     *
     * @throws Refused {@code factor.refused.step-up}
     */
    void requireEnrolling(Caller caller, HttpServletRequest request) {
        if (FactorSession.mayEnrolSince(request, caller.id())
                .filter(at -> at.plus(Factors.OFFER_VALID).isAfter(clock.instant())).isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.step-up");
        }
    }

    /**
     * Proves the caller at the session of the present request, which is fresh from then on. An application
     * has no session to prove anything at.
     *
     * @throws Refused {@code factor.refused.wrong}, {@code .used}, {@code .locked}, {@code .password} where a
     *     password does not do, {@code .step-up} outside a session
     */
    public void require(Caller caller, Proof proof) {
        HttpServletRequest request = FactorSession.present().filter(known -> caller.isStaff()).orElseThrow(
                () -> new Refused(Refused.Kind.FORBIDDEN, "factor.refused.step-up"));
        if (proved(caller.id(), proof, Factors.Occasion.STEP_UP, caller.actor()) != Proof.Kind.PASSWORD) {
            FactorSession.passed(request, caller.id());
        }
        FactorSession.proved(request, caller.id(), clock.instant());
    }

    /**
     * Proves another person at the desk of the caller. Nobody is signed in by it, and nothing becomes fresh: it
     * holds for what the caller of this does next and for nothing else. Whether that person may do it, and is
     * not the caller, is for the caller of this to ask ({@code entrance.Standing}).
     *
     * @throws Refused as {@link #require(Caller, Proof)}; {@code factor.refused.wrong} also for a number nobody
     *     has, or whose person is deactivated
     */
    public Proof.Kind requireBeside(String number, Proof proof, Caller desk) {
        Optional<Person> person = people.find(number).filter(Person::active);
        if (person.isEmpty()) {
            throw stranger(number, desk);
        }
        return proved(number, proof, Factors.Occasion.DESK, desk.actor());
    }

    /** Answered as a wrong code, and as often: what was typed may be anything, so the entry does not repeat it. */
    private Refused stranger(String typed, Caller desk) {
        boolean locked = strangers.asMap().merge(typed, 1, Integer::sum) > Factors.TRIES_MAX;
        ledger.record(ledger.draft(desk.actor(), "staff.factor-proof").outcome(Entry.Outcome.REFUSED)
                .detail("for", "desk").detail("why", "unknown"));
        return locked ? new Refused(Refused.Kind.TOO_MANY, "factor.refused.locked",
                Long.toString(Factors.LOCKED_FIRST.toMinutes()))
                : new Refused(Refused.Kind.FORBIDDEN, "factor.refused.wrong");
    }

    private Proof.Kind proved(String number, Proof proof, Factors.Occasion occasion, Entry.Actor typedBy) {
        if (proof instanceof Proof.Code code) {
            return factors.prove(number, code, occasion, typedBy);
        }
        if (proof instanceof Proof.Password password) {
            return byPassword(number, password, occasion, typedBy);
        }
        throw new IllegalStateException("A proof of a new kind.");
    }

    private Proof.Kind byPassword(String number, Proof.Password password, Factors.Occasion occasion,
            Entry.Actor typedBy) {
        if (factors.has(number) || !settings.passwordUntilEnrolled()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.password");
        }
        return compare(number, password, occasion, typedBy);
    }

    private Proof.Kind compare(String number, Proof.Password password, Factors.Occasion occasion,
            Entry.Actor typedBy) {
        boolean holds = passwords.holds(number, password.typed());
        factors.note(number, occasion, typedBy, Proof.Kind.PASSWORD, holds);
        if (!holds) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.wrong");
        }
        return Proof.Kind.PASSWORD;
    }
}
