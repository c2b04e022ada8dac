// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.factor.FactorTable.ProposedReset;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Taking the second factor from somebody who has lost it needs two: after it the password alone signs in, and
 * whoever could do it alone could become anybody whose password they set or know.
 */
@Service
class Resets {

    /** So long somebody can accept it: whoever lost it waits, and whoever proposed it has seen them. */
    static final Duration VALID = Duration.ofHours(24);

    private static final String NONE = "factor.refused.reset-none";

    private final FactorTable table;
    private final Factors factors;
    private final People people;
    private final Ledger ledger;
    private final Clock clock;

    Resets(FactorTable table, Factors factors, People people, Ledger ledger, Clock clock) {
        this.table = table;
        this.factors = factors;
        this.people = people;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What waits for this person's factor; what an administrator proposed who is none any more does not. */
    Optional<ProposedReset> of(String number) {
        return table.proposedReset(number, since()).filter(this::stands);
    }

    /** What this person could accept or refuse now. */
    List<ProposedReset> waitingFor(Caller by) {
        return mayDecide(by) ? table.proposedResets(since()).stream().filter(this::stands)
                .filter(one -> !mine(one.by(), by) && !mine(one.number(), by)).toList() : List.of();
    }

    private static boolean mayDecide(Caller by) {
        return by.may(Permission.STAFF_MANAGE) || by.may(Permission.KEYS_MANAGE);
    }

    private boolean stands(ProposedReset one) {
        return people.find(one.by()).filter(Person::active).map(person -> person.caller(0))
                .filter(by -> by.suspended().isEmpty() && by.may(Permission.STAFF_MANAGE)).isPresent();
    }

    private boolean mine(String number, Caller by) {
        return number.equals(by.id()) || people.samePerson(number, by.id());
    }

    private Instant since() {
        return clock.instant().minus(VALID);
    }

    /**
     * The first word.
     *
     * @throws Refused {@code staff.refused.own-rights} for one's own, through whichever of one's accounts, {@code
     *     factor.refused.reset-waiting} while another one waits
     */
    @Transactional
    public void propose(String number, Caller by) {
        requireOther(number, by);
        if (!factors.has(number)) {
            throw new Refused(Refused.Kind.CONFLICT, "factor.refused.none-of-them");
        }
        table.proposedReset(number, since()).filter(one -> !stands(one)).ifPresent(table::endReset);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!table.proposeReset(new ProposedReset(number, by.id(), now), since())) {
            throw new Refused(Refused.Kind.CONFLICT, "factor.refused.reset-waiting");
        }
        ledger.append(entry("staff.factor-reset-propose", number, by));
    }

    /**
     * The second person's yes, and the reset with it.
     *
     * @throws Refused {@code factor.refused.reset-own} for what one proposed oneself
     */
    @Transactional
    public void accept(String number, Caller by) {
        requireOther(number, by);
        ProposedReset proposed = required(number);
        if (mine(proposed.by(), by)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.reset-own");
        }
        end(proposed);
        int count = factors.takeAway(number);
        ledger.appendRuling(entry("staff.factor-reset", number, by).detail("proposed-by", proposed.by())
                .detail("count", Integer.toString(count)));
    }

    /** Whoever proposed it takes it back; anybody else who may decide says no. */
    @Transactional
    public void refuse(String number, Caller by) {
        ProposedReset proposed = required(number);
        end(proposed);
        ledger.append(mine(proposed.by(), by) ? entry("staff.factor-reset-withdraw", number, by)
                : entry("staff.factor-reset-refuse", number, by).detail("proposed-by", proposed.by()));
    }

    private void requireOther(String number, Caller by) {
        if (mine(number, by)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "staff.refused.own-rights");
        }
    }

    private ProposedReset required(String number) {
        return of(number).orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, NONE));
    }

    private void end(ProposedReset proposed) {
        if (!table.endReset(proposed)) {
            throw new Refused(Refused.Kind.CONFLICT, NONE);
        }
    }

    private Entry.Draft entry(String action, String number, Caller by) {
        return ledger.draft(by.actor(), action).object("person", number);
    }
}
