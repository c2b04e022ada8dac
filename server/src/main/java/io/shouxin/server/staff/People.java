// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The door to the people: who they are, what they may, and whether they may it now. */
@Service
public class People {

    /** How old a person's standing may be on a node that did not change it itself. */
    static final Duration STANDING_AGE_MAX = Duration.ofMillis(400);

    private static final Duration INVITATION_VALID = Duration.ofHours(24);
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_BYTES_MAX = 72;
    private static final int PEOPLE_MAX = 10_000;

    private final StaffTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final PasswordEncoder passwords;
    private final Cache<String, Optional<Person>> standing =
            Caffeine.newBuilder().maximumSize(PEOPLE_MAX).expireAfterWrite(STANDING_AGE_MAX).build();

    People(StaffTable table, Ledger ledger, Clock clock, PasswordEncoder passwords) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
        this.passwords = passwords;
    }

    /** A new person as an administrator states it; roles are given from today on. */
    public record NewPerson(String number, String name, String nameEn, String department, List<String> roles) {}

    /** The person as the database has it now. */
    public Optional<Person> find(String number) {
        return table.person(number, today());
    }

    /** The person as of at most {@link #STANDING_AGE_MAX} ago: for the check at every request. */
    Optional<Person> standing(String number) {
        return standing.get(number, this::find);
    }

    public List<Person> some(String text, String department, String role, int offset, int limit) {
        return table.some(new StaffTable.Some(text, department, role, offset, limit), today());
    }

    public List<Department> departments() {
        return table.departments();
    }

    public boolean none() {
        return table.count() == 0;
    }

    @Transactional
    public void add(Department department) {
        table.add(department);
    }

    /**
     * Adds a person, with a password or without one (then nobody can sign in until an invitation is
     * taken up).
     */
    @Transactional
    public void add(NewPerson given, @Nullable String password, Entry.Actor by) {
        requireSeparation(given.roles());
        new Checks()
                .that(given.number().matches("[A-Z]{1,4}[0-9]{3,8}"), "number", "staff.rule.number")
                .present("name", given.name()).atMost("name", given.name(), 60)
                .present("nameEn", given.nameEn()).atMost("nameEn", given.nameEn(), 60)
                .present("department", given.department())
                .throwIfAny();
        Person person = new Person(given.number(), given.name(), given.nameEn(), given.department(), true,
                java.util.Set.of(), List.of(), false, Optional.empty(), Optional.empty());
        String hash = password == null ? null : passwords.encode(password);
        if (!table.add(person, hash, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.number-taken", given.number());
        }
        given.roles().forEach(role -> table.addRole(given.number(), role, today(), null));
        ledger.append(ledger.draft(by, "staff.add").object("person", given.number())
                .detail("roles", String.join(" ", given.roles())));
    }

    @Transactional
    public void giveRole(String number, String role, Caller by) {
        requireNotSelf(number, by);
        Person person = required(number);
        List<String> roles = new java.util.ArrayList<>(person.roles());
        roles.add(role);
        requireSeparation(roles);
        table.addRole(number, role, today(), null);
        changed(number, by.actor(), "staff.give-role", role);
    }

    @Transactional
    public void endRole(String number, String role, Caller by) {
        requireNotSelf(number, by);
        if (table.endRole(number, role)) {
            changed(number, by.actor(), "staff.end-role", role);
        }
    }

    /** Takes every right away, or gives the person back an account without rights of its own. */
    @Transactional
    public void setActive(String number, boolean active, Caller by) {
        requireNotSelf(number, by);
        required(number);
        if (table.setActive(number, active)) {
            changed(number, by.actor(), active ? "staff.activate" : "staff.deactivate", null);
        }
    }

    /** Adds one reason to a person's set; rights rest from the next request on, here at once. */
    @Transactional
    public void suspend(String number, String reason, Entry.Actor by) {
        if (table.suspend(number, reason, clock.instant(), by.id())) {
            changed(number, by, "staff.suspend", reason);
        }
    }

    /** Removes one reason, and no other. */
    @Transactional
    public void lift(String number, String reason, Entry.Actor by) {
        if (table.lift(number, reason)) {
            changed(number, by, "staff.lift", reason);
        }
    }

    /** A secret for a one-time link; whoever has it sets the password within a day. */
    @Transactional
    public String invite(String number, Entry.Actor by) {
        required(number);
        String secret = Secrets.random();
        table.invite(Secrets.hash(secret), number, clock.instant().plus(INVITATION_VALID));
        ledger.append(ledger.draft(by, "staff.invite").object("person", number));
        return secret;
    }

    Optional<String> invited(String secret) {
        return table.invited(Secrets.hash(secret), clock.instant());
    }

    /** Sets the first password by a one-time link, which is used up by it. */
    @Transactional
    public void takeInvitation(String secret, String password) {
        requireGood(password);
        String number = table.takeInvitation(Secrets.hash(secret), clock.instant())
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "staff.refused.invitation"));
        setPassword(number, password);
    }

    @Transactional
    public void changePassword(Caller self, String present, String password) {
        String hash = table.password(self.id()).orElse("");
        if (hash.isEmpty() || !passwords.matches(present, hash)) {
            throw new Refused(Refused.Kind.INVALID, "staff.refused.present-password");
        }
        requireGood(password);
        setPassword(self.id(), password);
    }

    private void setPassword(String number, String password) {
        table.setPassword(number, passwords.encode(password));
        ledger.append(ledger.draft(Entry.Actor.staff(number, null), "staff.set-password")
                .object("person", number));
    }

    private static void requireGood(String password) {
        new Checks().that(password.length() >= PASSWORD_MIN
                && password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= PASSWORD_BYTES_MAX,
                "password", "staff.rule.password", Integer.toString(PASSWORD_MIN)).throwIfAny();
    }

    private Person required(String number) {
        return find(number).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown", number));
    }

    /** Nobody edits their own rights. */
    private static void requireNotSelf(String number, Caller by) {
        if (number.equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "staff.refused.own-rights");
        }
    }

    /** GB/T 35273 7.1 and GB/T 22239: the administrators are different people, and none opens customers. */
    private static void requireSeparation(List<String> roles) {
        for (String role : roles) {
            if (!Permission.roles().contains(role) || role.startsWith("app-")) {
                throw new Refused(Refused.Kind.INVALID, "staff.refused.unknown-role", role);
            }
        }
        boolean administrator = roles.stream().anyMatch(Roles.ADMINISTRATORS::contains);
        if (administrator && roles.stream().distinct().count() > 1) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.separation");
        }
    }

    private void changed(String number, Entry.Actor by, String action, @Nullable String what) {
        standing.invalidate(number);
        Entry.Draft draft = ledger.draft(by, action).object("person", number);
        if (what != null) {
            draft.detail("what", what);
        }
        ledger.append(draft);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), clock.getZone());
    }

    /** For the sign-in only: what it needs to know and to write down. */
    Optional<String> passwordHash(String number) {
        return table.password(number);
    }

    void signedIn(String number, Instant at) {
        table.signedIn(number, at);
    }

    void failed(String number, int failuresMax, Instant lockedUntil) {
        table.failed(number, failuresMax, lockedUntil);
    }
}
