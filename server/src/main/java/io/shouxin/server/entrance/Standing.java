// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.GoodStanding;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Who stands at the door, with roles and suspensions as the database has them at this moment. */
@Component
public class Standing implements GoodStanding {

    private final People people;
    private final Services services;

    Standing(People people, Services services) {
        this.people = people;
        this.services = services;
    }

    /** A person in the staff; empty when deactivated or unknown. */
    public Optional<Caller> person(String number) {
        Ruled<Optional<Person>> read = people.readNow(number);
        return read.value().filter(Person::active).map(person -> person.caller(read.ruled()));
    }

    /** An application's account; empty when revoked, unknown, or nobody answers for it any more. */
    public Optional<Caller> service(String id) {
        return services.workingNow(id);
    }

    /** Whether what somebody asks for or agreed to counts now; nobody is in good standing whom nobody knows. */
    public boolean isGood(String id) {
        return person(id).map(caller -> caller.suspended().isEmpty()).orElseGet(() -> service(id).isPresent());
    }

    @Override
    public boolean rests(String id) {
        return !isGood(id) && (people.find(id).isPresent() || services.find(id).isPresent());
    }

    /**
     * The same caller once more, after something was ruled that may concern them. A request over HTTP
     * shows its key or its session again; work without a request is known by who began it.
     *
     * @throws Refused {@code problem.sign-in} when that does not open the door any more
     */
    public Caller again(Caller caller) {
        Optional<Caller> known = Callers.renewed(caller)
                .orElseGet(() -> caller.isStaff() ? person(caller.id()) : service(caller.id()));
        return known.orElseThrow(() -> new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
    }
}
