// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Secrets;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.factor.PasswordProof;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.SuspensionReasons;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.security.authentication.AccountExpiredException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Signs a person in by number and password. Each attempt on a known number is an entry. A number nobody
 * has, or whose person is deactivated, is answered the same way in the same time, also when it is tried
 * too often: the answers must not tell which numbers exist.
 */
@Component
public class SignIn implements AuthenticationProvider, PasswordProof {

    public static final int FAILURES_MAX = 5;
    public static final Duration LOCKED_FOR = Duration.ofMinutes(5);
    private static final int TYPED_MAX = 200;
    private static final int STRANGERS_MAX = 100_000;

    private final People people;
    private final SuspensionReasons reasons;
    private final Factors factors;
    private final Ledger ledger;
    private final PasswordEncoder passwords;
    private final OidcSettings provider;
    private final Clock clock;
    private final String nobody;
    private final Cache<String, Integer> strangers =
            Caffeine.newBuilder().maximumSize(STRANGERS_MAX).expireAfterWrite(LOCKED_FOR).build();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    SignIn(People people, SuspensionReasons reasons, Factors factors, Ledger ledger, PasswordEncoder passwords,
            OidcSettings provider, Clock clock) {
        this.people = people;
        this.reasons = reasons;
        this.factors = factors;
        this.ledger = ledger;
        this.passwords = passwords;
        this.provider = provider;
        this.clock = clock;
        this.nobody = passwords.encode(Secrets.random());
    }

    @Override
    public Authentication authenticate(Authentication typed) throws AuthenticationException {
        if (!provider.passwords()) {
            throw new DisabledException("passwords do not sign in");
        }
        String number = String.valueOf(typed.getPrincipal()).strip().toUpperCase(java.util.Locale.ROOT);
        String password = String.valueOf(typed.getCredentials());
        if (number.length() > TYPED_MAX || password.length() > TYPED_MAX) {
            throw new BadCredentialsException("too long");
        }
        Optional<Person> person = people.find(number).filter(Person::active);
        requireUnlocked(person, number);
        // The same work whether or not the number exists, so that time does not tell which ones do.
        String hash = person.flatMap(known -> people.passwordHash(number)).orElse(nobody);
        if (!passwords.matches(password, hash) || person.isEmpty()) {
            failed(person, number);
            throw new BadCredentialsException("wrong");
        }
        if (person.filter(reasons::allowSignIn).isEmpty()) {
            note(number, Entry.Outcome.REFUSED, "suspended");
            throw new AccountExpiredException("suspended");
        }
        if (factors.has(number)) {
            // Half of it: who has a second factor is in with that, and not before.
            ledger.record(ledger.draft(Entry.Actor.staff(number, null), "staff.sign-in-begin")
                    .detail("how", "password"));
        } else {
            note(number, Entry.Outcome.DONE, "password");
            people.signedIn(number, clock.instant());
        }
        return new UsernamePasswordAuthenticationToken(number, null, List.of());
    }

    /** Counts and locks as a sign-in does, so that there is no second way to try passwords. */
    @Override
    public boolean holds(String number, String typed) {
        Optional<Person> person = people.find(number).filter(Person::active);
        Optional<Instant> locked = person.flatMap(Person::lockedUntil).filter(clock.instant()::isBefore);
        if (locked.isPresent()) {
            long minutes = Duration.between(clock.instant(), locked.get()).plusSeconds(59).toMinutes();
            throw new Refused(Refused.Kind.TOO_MANY, "factor.refused.locked", Long.toString(minutes));
        }
        String hash = person.flatMap(known -> people.passwordHash(number)).orElse(nobody);
        boolean holds = typed.length() <= TYPED_MAX && passwords.matches(typed, hash) && person.isPresent();
        if (!holds) {
            people.failed(number, FAILURES_MAX, clock.instant().plus(LOCKED_FOR));
        }
        return holds;
    }

    private void requireUnlocked(Optional<Person> person, String number) {
        boolean locked = person.isPresent()
                ? person.flatMap(Person::lockedUntil).filter(clock.instant()::isBefore).isPresent()
                : strangers.asMap().getOrDefault(number, 0) >= FAILURES_MAX;
        if (locked) {
            person.ifPresent(known -> note(number, Entry.Outcome.REFUSED, "locked"));
            throw new LockedException("locked");
        }
    }

    private void failed(Optional<Person> person, String number) {
        if (person.isPresent()) {
            people.failed(number, FAILURES_MAX, clock.instant().plus(LOCKED_FOR));
            note(number, Entry.Outcome.REFUSED, "wrong-password");
        } else {
            strangers.asMap().merge(number, 1, Integer::sum);
        }
    }

    private void note(String number, Entry.Outcome outcome, String how) {
        ledger.record(ledger.draft(Entry.Actor.staff(number, null), "staff.sign-in")
                .outcome(outcome).detail("how", how));
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    /** Which sentence the sign-in page shows. */
    static String reason(AuthenticationException failure) {
        return failure instanceof DisabledException ? "no-passwords"
                : failure instanceof AccountExpiredException ? "suspended"
                : failure instanceof LockedException ? "locked" : "wrong";
    }
}
