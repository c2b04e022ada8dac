// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** People who read the ledger. */
@TestComponent
public class PeopleFixture {

    private static final AtomicInteger NUMBERS = new AtomicInteger(100);
    private static final Entry.Actor TEST = Entry.Actor.system("test");

    private final People people;
    private final ConcurrentHashMap<String, String> byRole = new ConcurrentHashMap<>();

    PeopleFixture(People people) {
        this.people = people;
    }

    /** The number of somebody in this role, always the same one. */
    public String in(String role) {
        return byRole.computeIfAbsent(role, name -> {
            if (people.departments().stream().noneMatch(one -> one.code().equals("ledger-test"))) {
                people.add(new Department("ledger-test", Optional.empty(), "核验部", "Verification", 0));
            }
            String number = "LT" + NUMBERS.incrementAndGet();
            people.add(new People.NewPerson(number, "何予安", "He Yu'an", "ledger-test", List.of(name)), null, TEST);
            return number;
        });
    }

    /** Somebody signed in; what they may is read by the server itself. */
    public static Authentication session(String number) {
        return new UsernamePasswordAuthenticationToken(number, null, List.of());
    }
}
