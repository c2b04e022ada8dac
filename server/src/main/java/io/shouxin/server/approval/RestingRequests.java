// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.RestingWork;

import org.springframework.stereotype.Component;

import java.util.List;

/** What became of somebody's requests, for the page of their standing. */
@Component
class RestingRequests implements RestingWork {

    private final Approvals approvals;
    private final People people;
    private final ApprovalWords words;

    RestingRequests(Approvals approvals, People people, ApprovalWords words) {
        this.approvals = approvals;
        this.people = people;
        this.words = words;
    }

    @Override
    public List<Item> of(Person person) {
        int count = approvals.openOrVoided(people.accounts(person.number()).stream().map(Person::number).toList())
                .size();
        return count == 0 ? List.of() : List.of(new Item("shield-lock", words.of(person.suspensions().isEmpty()
                ? "approval.resting.open" : "approval.resting.void", count)));
    }
}
