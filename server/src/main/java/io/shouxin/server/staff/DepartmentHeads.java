// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.StaffTable.Headed;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Optional;

/**
 * Who answers for a department (负责人). It is somebody of the department or of one above it: nobody answers for
 * another line. Who has left, or works elsewhere since, answers for nothing, without anybody having to think of it.
 */
@Service
public class DepartmentHeads {

    private final StaffTable table;
    private final People people;
    private final Ledger ledger;

    DepartmentHeads(StaffTable table, People people, Ledger ledger) {
        this.table = table;
        this.people = people;
        this.ledger = ledger;
    }

    /** Whoever answers for this department now. */
    public Optional<Person> of(String department) {
        return head(table.line(department));
    }

    /**
     * Whoever answers for what this person does: the head of their department, and for a head that of the next
     * department above that has another one. Where the post on that way is vacant it is nobody.
     */
    public Optional<Person> above(Person person) {
        List<Headed> line = table.line(person.department());
        for (int i = 0; i < line.size(); i++) {
            Optional<Person> head = head(line.subList(i, line.size()));
            if (head.isEmpty() || !head.get().person().equals(person.person())) {
                return head;
            }
        }
        return Optional.empty();
    }

    private Optional<Person> head(List<Headed> line) {
        return line.stream().findFirst().flatMap(Headed::head).flatMap(people::find).filter(Person::active)
                .filter(person -> line.stream().anyMatch(one -> one.code().equals(person.department())));
    }

    /**
     * Names the head, or nobody. Nobody names themselves: agreeing to what others ask for is a right.
     *
     * @throws Refused {@code problem.invalid} naming {@code head} where it is no main account of this line
     */
    @Transactional
    public void name(String department, Optional<String> head, Caller by) {
        List<Headed> line = table.line(department);
        if (line.isEmpty()) {
            throw new Refused(Refused.Kind.UNKNOWN, "staff.refused.no-department");
        }
        if (head.filter(number -> number.equals(by.id()) || people.samePerson(number, by.id())).isPresent()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "staff.refused.own-rights");
        }
        new Checks().that(head.isEmpty() || head.flatMap(people::find).filter(Person::active)
                .filter(person -> !person.isSub() && line.stream()
                        .anyMatch(one -> one.code().equals(person.department()))).isPresent(),
                "head", "staff.rule.head").throwIfAny();
        if (table.setHead(department, head)) {
            Entry.Draft draft = ledger.draft(by.actor(), "staff.name-head").object("department", department);
            head.ifPresent(number -> draft.detail("head", number));
            ledger.append(draft);
        }
    }
}
