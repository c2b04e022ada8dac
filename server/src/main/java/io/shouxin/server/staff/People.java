// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.caller.Secrets;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.ledger.RuledCache;
import io.shouxin.server.ledger.Rulings;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

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

    public static final Duration INVITATION_VALID = Duration.ofHours(24);
    public static final int PASSWORD_MIN = 10;
    public static final int PASSWORD_BYTES_MAX = 72;
    private static final int PEOPLE_MAX = 10_000;
    private static final int NAME_MAX = 60;

    private final StaffTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final PasswordEncoder passwords;
    private final Sessions sessions;
    private final RuledCache<String, Optional<Person>> standing;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    People(StaffTable table, Ledger ledger, Rulings rulings, Clock clock, PasswordEncoder passwords,
            Sessions sessions) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
        this.standing = new RuledCache<>(rulings, PEOPLE_MAX, this::find);
    }

    /** A new person as an administrator states it; roles are given from today on. */
    public record NewPerson(String number, String name, String nameEn, String department, List<String> roles) {}

    /** The person as the database has it now. */
    public Optional<Person> find(String number) {
        return table.person(number, today());
    }

    /** The person as far as this node knows: for the check at every request. */
    public Ruled<Optional<Person>> standing(String number) {
        return standing.get(number);
    }

    /** The person as the database has it now, and how far the rulings were then. */
    public Ruled<Optional<Person>> readNow(String number) {
        return standing.fresh(number);
    }

    public boolean samePerson(String a, String b) { return a.equals(b); }
    public boolean reportsTo(String a, String b) { return false; }
    public List<Person> some(String text, String department, String role, int offset, int limit) {
        return table.some(new StaffTable.Some(text, department, role, offset, limit), today());
    }

    /** How many {@link #some} would list without a limit. */
    int count(String text, String department, String role) {
        return table.count(new StaffTable.Some(text, department, role, 0, 0), today());
    }

    List<StaffTable.Grant> grants(String number) {
        return table.grants(number, today());
    }

    public List<Department> departments() {
        return table.departments();
    }

    public boolean none() {
        return table.count() == 0;
    }

    public boolean nobodyCanSignIn() {
        return table.countWithPassword() == 0;
    }

    @Transactional
    public void add(Department department) {
        table.add(department);
    }

    /** Adds a part of the organisation on somebody's word. */
    @Transactional
    public void add(Department department, Entry.Actor by) {
        boolean parentKnown = department.parent().map(this::knows).orElse(true);
        Checks checks = new Checks()
                .that(department.code().matches("[A-Z][A-Z0-9-]{0,15}"), "code", "staff.rule.department-code")
                .that(parentKnown, "parent", "staff.rule.department");
        checkName(checks, "nameZh", department.nameZh());
        checkName(checks, "nameEn", department.nameEn());
        checks.throwIfAny();
        if (!table.add(department)) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.department-taken", department.code());
        }
        ledger.append(ledger.draft(by, "staff.add-department").object("department", department.code()));
    }

    public boolean knows(String department) {
        return departments().stream().anyMatch(one -> one.code().equals(department));
    }

    static void checkName(Checks checks, String where, String name) {
        checks.present(where, name).atMost(where, name, NAME_MAX)
                .that(name.codePoints().noneMatch(Character::isISOControl), where, "staff.rule.name");
    }

    /**
     * Adds a person, with a password or without one (then nobody can sign in until an invitation is
     * taken up).
     */
    @Transactional
    public void add(NewPerson given, @Nullable String password, Entry.Actor by) {
        requireSeparation(given.roles());
        Checks checks = new Checks()
                .that(given.number().matches("[A-Z]{1,4}[0-9]{3,8}"), "number", "staff.rule.number")
                .present("department", given.department());
        checkName(checks, "name", given.name());
        checkName(checks, "nameEn", given.nameEn());
        checks.throwIfAny();
        Person person = new Person(given.number(), given.name(), given.nameEn(), given.department(), true,
                java.util.Set.of(), List.of(), false, Optional.empty(), Optional.empty(), 0);
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
            sessions.end(number, null);
        }
    }

    /** Signs the person out wherever they are signed in. */
    @Transactional
    public void endSessions(String number, Entry.Actor by) {
        required(number);
        int ended = sessions.end(number, null);
        ledger.append(ledger.draft(by, "staff.end-sessions").object("person", number)
                .detail("count", Integer.toString(ended)));
    }

    /** Adds one reason to a person's set; from this entry on, rights rest on every node. */
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

    /**
     * A secret for a one-time link; whoever has it sets the password within a day. It voids every link
     * made before for the same person.
     *
     * @throws Refused {@code staff.refused.inactive} for a deactivated person
     */
    @Transactional
    public String invite(String number, Entry.Actor by) {
        if (!required(number).active()) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.inactive", number);
        }
        String secret = Secrets.random();
        table.dropInvitations(number, clock.instant());
        table.invite(Secrets.hash(secret), number, clock.instant().plus(INVITATION_VALID));
        ledger.append(ledger.draft(by, "staff.invite").object("person", number));
        return secret;
    }

    public Optional<String> invited(String secret) {
        return table.invited(Secrets.hash(secret), clock.instant())
                .filter(number -> find(number).filter(Person::active).isPresent());
    }

    /** Sets the first password by a one-time link, which is used up by it. */
    @Transactional
    public void takeInvitation(String secret, String password) {
        requireGood(password);
        String number = table.takeInvitation(Secrets.hash(secret), clock.instant())
                .filter(invited -> find(invited).filter(Person::active).isPresent())
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "staff.refused.invitation"));
        setPassword(number, password);
        sessions.end(number, null);
    }

    /**
     * Changes the caller's own password; their other sessions are for the caller of this to end.
     *
     * @throws Refused {@code staff.refused.present-password} when the present one is not what it is
     */
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
                "password", "staff.rule.password", Integer.toString(PASSWORD_MIN), Integer.toString(PASSWORD_BYTES_MAX))
                .throwIfAny();
    }

    private Person required(String number) {
        return find(number).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
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
        Entry.Draft draft = ledger.draft(by, action).object("person", number);
        if (what != null) {
            draft.detail("what", what);
        }
        ledger.appendRuling(draft);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), clock.getZone());
    }

    /** For the sign-in only: what it needs to know and to write down. */
    public Optional<String> passwordHash(String number) {
        return table.password(number);
    }

    public void signedIn(String number, Instant at) {
        table.signedIn(number, at);
    }

    public void failed(String number, int failuresMax, Instant lockedUntil) {
        table.failed(number, failuresMax, lockedUntil);
    }
}
