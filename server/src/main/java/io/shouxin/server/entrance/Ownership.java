// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.service.Owners;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.OwnedKeys;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which person answers for which application, told to either side, which do not know each other. Whoever
 * leaves takes along the keys they answered for, at the next request and on every node.
 */
@Component
class Ownership implements Owners, OwnedKeys {

    /** Reasons that say nothing against the person; a reason that is new here stops the keys. */
    private static final Set<String> HARMLESS = Set.of("LEAVE", "TRAINING_OVERDUE", "REVIEW_OVERDUE");

    private final People people;
    /** Asked for late, for the services ask for their owners. */
    private final ObjectProvider<Services> services;

    Ownership(People people, ObjectProvider<Services> services) {
        this.people = people;
        this.services = services;
    }

    @Override
    public Ruled<Standing> standing(String owner) {
        return standing(people.standing(owner));
    }

    @Override
    public Ruled<Standing> readNow(String owner) {
        return standing(people.readNow(owner));
    }

    private static Ruled<Standing> standing(Ruled<Optional<Person>> read) {
        return new Ruled<>(read.ruled(), read.value().filter(Person::active).map(person ->
                person.suspensions().isEmpty() ? Standing.ANSWERS
                        : person.suspensions().stream().allMatch(one -> HARMLESS.contains(one.reason()))
                        ? Standing.AWAY : Standing.SUSPENDED).orElse(Standing.GONE));
    }

    @Override
    public List<Owned> of(String number) {
        Services known = services.getObject();
        return known.ownedBy(people.accounts(number).stream().map(Person::number).toList()).stream()
                .filter(one -> !one.revoked())
                .map(one -> new Owned(one.id(), one.nameForReader(), one.role(), known.works(one))).toList();
    }
}
