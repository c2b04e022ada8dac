// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.staff.Caller;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.Service;
import io.shouxin.server.staff.Services;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Who acts in the sample, with the rights that the staff module gives at that moment and no others. */
@Component
class SampleCallers {

    private final People people;
    private final Services services;

    SampleCallers(People people, Services services) {
        this.people = people;
        this.services = services;
    }

    /** A person or an application as of the door's time; empty where somebody has removed or revoked it. */
    Optional<Caller> find(String id) {
        Optional<Caller> person = people.find(id).map(Person::caller);
        return person.isPresent() ? person
                : services.find(id).filter(service -> !service.revoked()).map(Service::caller);
    }

    /** An application without which the sample cannot go on. */
    Caller service(String id) {
        return find(id).orElseThrow(() -> new SampleRefused("The account " + id + " is not there or revoked."));
    }
}
