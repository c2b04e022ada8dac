// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;

/**
 * The door to what suspends people. Suspension is a set of reasons: each is added and removed by its owner alone, and
 * a person's rights work only while the set is empty. Each change is a ruling with its entry, so that what any node
 * remembers of the person is no longer good from the commit on.
 */
@Service
public class Suspensions {

    private final StaffTable table;
    private final SuspensionReasons reasons;
    private final Ledger ledger;
    private final Clock clock;

    Suspensions(StaffTable table, SuspensionReasons reasons, Ledger ledger, Clock clock) {
        this.table = table;
        this.reasons = reasons;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Adds one reason to the set of the person behind an account; where it is there already nothing changes.
     *
     * @param reason the bean that the caller declared
     * @throws Refused {@code staff.refused.reason} for one that nobody declared
     */
    @Transactional
    public void suspend(String account, SuspensionReason reason, Entry.Actor by) {
        reasons.requireDeclared(reason);
        String person = table.mainOf(account).orElse(account);
        if (table.suspend(person, reason.code(), clock.instant(), by.id())) {
            changed(person, by, "staff.suspend", reason);
        }
    }

    /**
     * Removes one reason, and no other.
     *
     * @throws Refused {@code staff.refused.reason} for one that nobody declared
     */
    @Transactional
    public void lift(String account, SuspensionReason reason, Entry.Actor by) {
        reasons.requireDeclared(reason);
        String person = table.mainOf(account).orElse(account);
        if (table.lift(person, reason.code())) {
            changed(person, by, "staff.lift", reason);
        }
    }

    /**
     * What an administrator does on the person's page.
     *
     * @throws Refused {@code staff.refused.reason} for a reason that is a module's,
     *     {@code staff.refused.own-standing}, {@code staff.refused.unknown}
     */
    @Transactional
    public void suspendByHand(String account, String code, Caller by) {
        ByHand reason = byHand(account, code, by);
        suspend(account, reason, by.actor());
    }

    /** Takes it away again; the same refusals, and nobody lifts what suspends themselves. */
    @Transactional
    public void liftByHand(String account, String code, Caller by) {
        ByHand reason = byHand(account, code, by);
        lift(account, reason, by.actor());
    }

    private ByHand byHand(String account, String code, Caller by) {
        ByHand reason = ByHand.of(code).orElseThrow(
                () -> new Refused(Refused.Kind.INVALID, "staff.refused.reason"));
        String person = table.mainOf(account).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
        if (table.mainOf(by.id()).filter(person::equals).isPresent()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "staff.refused.own-standing");
        }
        return reason;
    }

    private void changed(String person, Entry.Actor by, String action, SuspensionReason reason) {
        ledger.appendRuling(ledger.draft(by, action).object("person", person).detail("what", reason.code()));
    }
}
