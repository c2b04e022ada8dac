// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.approval.ApprovalTable.Deputy;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Who decides while an approver is away. Everybody names their own, for a time, and for some scenes or all; a
 * deputy cannot pass it on, because only what the scene itself names is looked at behind a deputy.
 */
@Service
class Deputies {

    static final int DAYS_MAX = 30;

    private final ApprovalTable table;
    private final People people;
    private final Registers registers;
    private final Ledger ledger;
    private final DoorClock clock;

    Deputies(ApprovalTable table, People people, Registers registers, Ledger ledger, DoorClock clock) {
        this.table = table;
        this.people = people;
        this.registers = registers;
        this.ledger = ledger;
        this.clock = clock;
    }

    List<Deputy> of(String principal) {
        return table.deputiesOf(principal);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.systemInstant(), clock.getZone());
    }

    /** @param until the last day, at most {@link #DAYS_MAX} days ahead */
    @Transactional
    void name(String deputy, LocalDate from, LocalDate until, Set<String> scenes, Caller by) {
        if (!by.suspended().isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.suspended").with("standing", Callers.STANDING);
        }
        Set<String> known = registers.inForce().register().scenes().keySet();
        boolean person = people.find(deputy).filter(Person::active).isPresent();
        new Checks()
                .that(person && !deputy.equals(by.id()) && !people.samePerson(deputy, by.id()), "deputy",
                        "approval.rule.deputy")
                .that(!from.isAfter(until), "until", "approval.rule.deputy-order")
                .that(!from.isBefore(today()) && ChronoUnit.DAYS.between(today(), until) <= DAYS_MAX, "until",
                        "approval.rule.deputy-days", Integer.toString(DAYS_MAX))
                .that(known.containsAll(scenes), "scenes", "approval.rule.scene").throwIfAny();
        table.add(new Deputy(by.id(), deputy, from, until, scenes));
        ledger.append(ledger.draft(by.actor(), "approval.deputy").object("person", deputy)
                .detail("begins", from.toString()).detail("until", until.toString())
                .detail("scenes", String.join(" ", scenes.stream().sorted().toList())));
    }

    @Transactional
    void end(String deputy, Caller by) {
        if (!table.endDeputy(by.id(), deputy)) {
            throw new Refused(Refused.Kind.UNKNOWN, "approval.refused.no-deputy");
        }
        ledger.append(ledger.draft(by.actor(), "approval.end-deputy").object("person", deputy));
    }
}
