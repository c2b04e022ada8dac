// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.service.Owners;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.OwnedKeys;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.SuspensionReasons;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/**
 * Which person answers for which application, told to either side, which do not know each other. Whoever
 * leaves takes along the keys they answered for, at the next request and on every node.
 */
@Component
class Ownership implements Owners, OwnedKeys {

    private final People people;
    private final SuspensionReasons reasons;
    /** Asked for late, for the services ask for their owners. */
    private final ObjectProvider<Services> services;

    Ownership(People people, SuspensionReasons reasons, ObjectProvider<Services> services) {
        this.people = people;
        this.reasons = reasons;
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

    private Ruled<Standing> standing(Ruled<Optional<Person>> read) {
        return new Ruled<>(read.ruled(), read.value().filter(Person::active).map(person ->
                person.suspensions().isEmpty() ? Standing.ANSWERS
                        : reasons.stopKeys(person) ? Standing.SUSPENDED : Standing.AWAY).orElse(Standing.GONE));
    }

    @Override
    public List<Owned> of(String number) {
        Services known = services.getObject();
        return known.ownedBy(people.accounts(number).stream().map(Person::number).toList()).stream()
                .filter(one -> !one.revoked())
                .map(one -> new Owned(one.id(), one.nameForReader(), one.role(), known.works(one))).toList();
    }
}
