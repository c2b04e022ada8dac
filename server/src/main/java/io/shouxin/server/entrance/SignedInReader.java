// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.page.WhoAmI;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the frame of a page who reads it. */
@Component
class SignedInReader implements WhoAmI {

    private final People people;

    SignedInReader(People people) {
        this.people = people;
    }

    @Override
    public Optional<Reader> reader() {
        return Callers.known().filter(Caller::isStaff).map(this::reader);
    }

    private Reader reader(Caller caller) {
        String name = people.standing(caller.id()).value().map(Person::nameForReader).orElse(caller.name());
        return new Reader(name, Roles.key(caller.roles()), caller.id(), shown(caller));
    }

    /** The door refuses a suspended person by reason; the menu does not lead there in the first place. */
    private static Set<String> shown(Caller caller) {
        return caller.permissions().stream()
                .filter(permission -> caller.suspended().isEmpty() || !permission.opensCustomers())
                .map(Permission::code).collect(Collectors.toSet());
    }
}
