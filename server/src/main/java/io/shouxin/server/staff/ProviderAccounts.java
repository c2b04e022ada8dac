// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Secrets;
import io.shouxin.server.ledger.Ledger;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.util.Optional;

/**
 * Which account of a sign-in provider is whose. A provider says that somebody has a staff number; that alone lets
 * nobody in. The first time, the person has a password here or a one-time link that is still open, so somebody here
 * let them in; from then on the same account of the provider counts, and no other. Deactivating somebody forgets their
 * account, so that whoever comes back is let in anew.
 */
@Service
public class ProviderAccounts {

    private final ProviderTable table;
    private final StaffTable people;
    private final RoleGrants grants;
    private final Sessions sessions;
    private final Ledger ledger;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    ProviderAccounts(ProviderTable table, StaffTable people, RoleGrants grants, Sessions sessions, Ledger ledger,
            Clock clock) {
        this.table = table;
        this.people = people;
        this.grants = grants;
        this.sessions = sessions;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** An account of a provider, as the provider names it. It prints as nothing: it says who somebody is elsewhere. */
    public record Account(String issuer, String subject) {

        byte[] hash() {
            return Secrets.hash(issuer + "\n" + subject);
        }

        @Override
        public String toString() {
            return "Account";
        }
    }

    /** What came of it. */
    public enum Admission {
        /** The account is this person's. */
        THEIRS,
        /** The person's account is not on, or not any more. */
        CLOSED,
        /** Nobody has let them in yet. */
        UNINVITED,
        /** The number is known with another account, or the account with another number. */
        OTHER
    }

    /** Whether this is the account by which the person came in before. */
    public boolean isTheirs(String number, Account account) {
        return table.of(number).filter(held -> held.is(account)).isPresent();
    }

    /** Whether the person has come in by an account of this provider. */
    public boolean has(String number, String issuer) {
        return table.of(number).filter(held -> held.issuer().equals(issuer)).isPresent();
    }

    /** Whether anybody has come in by an account of this provider. */
    public boolean any(String issuer) {
        return table.any(issuer);
    }

    /**
     * Says whether the account lets this person in, and notes it where it is the first time. Their rows are held
     * meanwhile, so that a deactivation is wholly before it or wholly after.
     */
    @Transactional
    public Admission admit(String number, Account account) {
        people.mainOf(number).ifPresent(people::lock);
        people.lock(number);
        Optional<Person> person = people.person(number, grants.today()).filter(Person::active);
        if (person.isEmpty()) {
            return Admission.CLOSED;
        }
        Optional<ProviderTable.Held> held = table.of(number);
        if (held.filter(one -> one.is(account)).isPresent()) {
            return Admission.THEIRS;
        }
        boolean linked = table.hasLink(number, clock.instant());
        // A provider that the server's settings have replaced by another one says nothing against it.
        boolean elsewhere = held.filter(one -> one.issuer().equals(account.issuer())).isPresent();
        if (table.isTaken(account.hash()) || elsewhere && !linked) {
            return Admission.OTHER;
        }
        if (held.isEmpty() && !person.get().hasPassword() && !linked) {
            return Admission.UNINVITED;
        }
        table.put(number, account, clock.instant());
        if (linked) {
            people.dropInvitations(number, clock.instant());
            sessions.end(number, null);
        }
        ledger.append(ledger.draft(Entry.Actor.staff(number, null), "staff.provider-account")
                .object("person", number));
        return Admission.THEIRS;
    }
}
