// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
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
import java.util.Map;
import java.util.Optional;

/** The door to the people: who they are, what they may, and whether they may it now. */
@Service
public class People {

    public static final Duration INVITATION_VALID = Duration.ofHours(24);
    public static final int PASSWORD_MIN = 10;
    public static final int PASSWORD_BYTES_MAX = 72;
    private static final int PEOPLE_MAX = 10_000;
    private static final int NAME_MAX = 60;
    private static final int PEERS_MAX = 2_000;

    private final StaffTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final PasswordEncoder passwords;
    private final Sessions sessions;
    private final RoleGrants grants;
    private final RuledCache<String, Optional<Person>> standing;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    People(StaffTable table, Ledger ledger, Rulings rulings, Clock clock, PasswordEncoder passwords,
            Sessions sessions, RoleGrants grants) {
        this.table = table;
        this.grants = grants;
        this.ledger = ledger;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
        this.standing = new RuledCache<>(rulings, PEOPLE_MAX, this::find);
    }

    /** A new person as an administrator states it; roles are given from today on. */
    public record NewPerson(String number, String name, String nameEn, String department, List<String> roles) {}

    /**
     * What is said of a person beside number and rights.
     *
     * @param endsOn the last day on which the person's accounts work, in the operator's time zone
     * @param superior the staff number of whom the person reports to
     */
    public record Particulars(String name, String nameEn, String department, boolean contractor,
            Optional<LocalDate> endsOn, Optional<String> superior) {

        /** As they are now. */
        public static Particulars of(Person person) {
            Person.Account account = person.account();
            return new Particulars(person.name(), person.nameEn(), person.department(), account.contractor(),
                    account.endsOn(), account.superior());
        }
    }

    /** A further account of somebody, for one system; it bears a number of its own and the roles given to it. */
    public record SubAccount(String main, String number, String system) {}

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

    /** Every account of the natural person behind this number, the main account first. */
    public List<Person> accounts(String number) {
        return table.mainOf(number).map(person -> table.ofPerson(person, today())).orElse(List.of());
    }

    /** Whether both numbers are accounts of one natural person; a number nobody has is nobody's. */
    public boolean samePerson(String number, String other) {
        return table.mainOf(number).equals(table.mainOf(other)) && table.mainOf(number).isPresent();
    }

    /**
     * Who works beside this person: the others with one of their roles in their department, each with all of their
     * accounts.
     */
    public Map<String, List<String>> peers(Person person) {
        return table.peers(person, today(), PEERS_MAX);
    }

    /**
     * Whether the person behind one account reports to the person behind the other, at whatever distance. An
     * approval by somebody's own subordinate is none.
     */
    public boolean reportsTo(String number, String superior) {
        return table.mainOf(number).flatMap(person -> table.mainOf(superior)
                .map(above -> table.reportsTo(person, above))).orElse(false);
    }

    public List<Person> some(String text, String department, String role, int offset, int limit) {
        return table.some(new StaffTable.Some(text, department, role, offset, limit), today());
    }

    /** Every main account, by number. */
    public List<Person> mains() {
        return table.mains(today());
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

    public boolean nobodyHasAPassword() {
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
        RoleGrants.requireSeparation(given.roles());
        Checks checks = new Checks()
                .that(isNumber(given.number()), "number", "staff.rule.number")
                .present("department", given.department());
        checkName(checks, "name", given.name());
        checkName(checks, "nameEn", given.nameEn());
        checks.throwIfAny();
        Person person = new Person(given.number(), given.name(), given.nameEn(), given.department(), true,
                java.util.Set.of(), List.of(), false, Optional.empty(), Optional.empty(), 0, Person.Account.NEW);
        String hash = password == null ? null : passwords.encode(password);
        if (!table.add(person, hash, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.number-taken", given.number());
        }
        given.roles().forEach(role -> grants.give(person, role, null, null));
        ledger.append(ledger.draft(by, "staff.add").object("person", given.number())
                .detail("roles", String.join(" ", given.roles())));
    }

    /** Whether this can be somebody's staff number. */
    public static boolean isNumber(String text) {
        return text.matches("[A-Z]{1,4}[0-9]{3,8}");
    }

    /**
     * Adds a sub-account for one system. It has a sign-in and roles of its own; standing, end and superior are
     * the person's.
     */
    @Transactional
    public void add(SubAccount given, Caller by) {
        Person main = required(given.main());
        requireNotSelf(given.main(), by);
        new Checks().that(isNumber(given.number()), "number", "staff.rule.number")
                .that(given.system().matches("[a-z][a-z0-9-]{1,30}"), "system", "staff.rule.system").throwIfAny();
        if (main.isSub()) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.not-main", main.person());
        }
        requireActive(main);
        Person.Account account = new Person.Account(Optional.of(given.main()), Optional.of(given.system()),
                false, Optional.empty(), Optional.empty(), true, true, false);
        if (!table.add(new Person(given.number(), main.name(), main.nameEn(), main.department(), true,
                java.util.Set.of(), List.of(), false, Optional.empty(), Optional.empty(), 0, account),
                null, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.number-taken", given.number());
        }
        ledger.append(ledger.draft(by.actor(), "staff.add-account").object("person", given.number())
                .detail("main", given.main()).detail("system", given.system()));
    }

    /**
     * Changes what is said of a person. The entry names the parts that changed, and of them only what is a date
     * or a number: names stay out of the ledger.
     */
    @Transactional
    public void describe(String number, Particulars given, Caller by) {
        table.lock(number);
        Person person = required(number);
        requireNotSelf(number, by);
        if (person.isSub()) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.not-main", person.person());
        }
        check(number, given);
        Person.Account account = new Person.Account(Optional.empty(), Optional.empty(), given.contractor(),
                given.endsOn(), given.superior(), true, true, false);
        Particulars before = Particulars.of(person);
        if (before.equals(given)) {
            return;
        }
        table.describe(new Person(number, given.name(), given.nameEn(), given.department(), true, java.util.Set.of(),
                List.of(), false, Optional.empty(), Optional.empty(), 0, account));
        Entry.Draft draft = ledger.draft(by.actor(), "staff.change").object("person", number)
                .detail("what", changes(before, given));
        given.endsOn().ifPresent(day -> draft.detail("last-day", day.toString()));
        given.superior().ifPresent(above -> draft.detail("superior", above));
        ledger.appendRuling(draft);
    }

    private void check(String number, Particulars given) {
        Checks checks = new Checks().that(knows(given.department()), "department", "staff.rule.department")
                .that(!given.contractor() || given.endsOn().isPresent(), "endsOn", "staff.rule.contractor-ends")
                .that(given.superior().map(above -> isSuperior(number, above)).orElse(true),
                        "superior", "staff.rule.superior");
        checkName(checks, "name", given.name());
        checkName(checks, "nameEn", given.nameEn());
        checks.throwIfAny();
    }

    /** Somebody with a main account who does not report to this person. */
    private boolean isSuperior(String number, String above) {
        return !above.equals(number) && table.mainOf(above).filter(above::equals).isPresent()
                && !table.reportsTo(above, number);
    }

    private static String changes(Particulars before, Particulars after) {
        List<String> what = new java.util.ArrayList<>();
        if (!before.name().equals(after.name()) || !before.nameEn().equals(after.nameEn())) {
            what.add("name");
        }
        if (!before.department().equals(after.department())) {
            what.add("department");
        }
        if (before.contractor() != after.contractor()) {
            what.add("contractor");
        }
        if (!before.endsOn().equals(after.endsOn())) {
            what.add("end");
        }
        if (!before.superior().equals(after.superior())) {
            what.add("superior");
        }
        return String.join(" ", what);
    }

    /**
     * Gives an account a role from one day until another.
     *
     * @param from the first day, today when null
     * @param until the last day, for good when null
     */
    @Transactional
    public void giveRole(String number, String role, @Nullable LocalDate from, @Nullable LocalDate until, Caller by) {
        requireNotSelf(number, by);
        Person account = required(number);
        requireActive(account);
        StaffTable.Grant grant = grants.give(account, role, from, until);
        Entry.Draft draft = ledger.draft(by.actor(), "staff.give-role").object("person", number)
                .detail("what", role).detail("first-day", grant.from().toString());
        grant.until().ifPresent(day -> draft.detail("last-day", day.toString()));
        ledger.appendRuling(draft);
    }

    @Transactional
    public void endRole(String number, String role, Caller by) {
        requireNotSelf(number, by);
        if (table.endRole(number, role)) {
            changed(number, by.actor(), "staff.end-role", role);
        }
    }

    /**
     * Takes every right away, or gives back an account without any. Switching off ends roles, password, links, the
     * tie to a provider's account and sessions, of a main account those of every sub-account too; switching on
     * restores none of them, so that who comes back is asked about anew.
     */
    @Transactional
    public void setActive(String number, boolean active, Caller by) {
        requireNotSelf(number, by);
        required(number);
        if (!table.setActive(number, active)) {
            return;
        }
        if (active) {
            changed(number, by.actor(), "staff.activate", null);
            return;
        }
        List<String> numbers = accounts(number).stream().map(Person::number)
                .filter(one -> one.equals(number) || table.mainOf(number).equals(Optional.of(number))).toList();
        List<String> roles = table.dropRights(numbers);
        Entry.Draft draft = ledger.draft(by.actor(), "staff.deactivate").object("person", number);
        ledger.appendRuling(roles.isEmpty() ? draft : draft.detail("roles", String.join(" ", roles)));
        numbers.forEach(one -> sessions.end(one, null));
    }

    /** Signs the person out wherever they are signed in. */
    @Transactional
    public void endSessions(String number, Entry.Actor by) {
        required(number);
        int ended = sessions.end(number, null);
        ledger.append(ledger.draft(by, "staff.end-sessions").object("person", number)
                .detail("count", Integer.toString(ended)));
    }

    /**
     * Ends one session of an account, one's own or another's.
     *
     * @throws Refused {@code staff.refused.no-session} when it is over already
     */
    @Transactional
    public void endSession(String number, String handle, Entry.Actor by) {
        required(number);
        if (!sessions.endOne(number, handle)) {
            throw new Refused(Refused.Kind.UNKNOWN, "staff.refused.no-session");
        }
        ledger.append(ledger.draft(by, "staff.end-sessions").object("person", number).detail("count", "1"));
    }

    /**
     * A secret for a one-time link; whoever has it sets the password within a day. It voids every link
     * made before for the same person.
     *
     * @throws Refused {@code staff.refused.inactive} for a deactivated person
     */
    @Transactional
    public String invite(String number, Entry.Actor by) {
        requireActive(required(number));
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

    /** Nobody edits their own rights, through whichever of their accounts. */
    private void requireNotSelf(String number, Caller by) {
        if (by.isStaff() && (number.equals(by.id()) || samePerson(number, by.id()))) {
            throw new Refused(Refused.Kind.FORBIDDEN, "staff.refused.own-rights");
        }
    }

    private static void requireActive(Person person) {
        if (!person.active()) {
            throw new Refused(Refused.Kind.CONFLICT,
                    person.account().ended() ? "staff.refused.ended" : "staff.refused.inactive", person.number());
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
        return grants.today();
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
