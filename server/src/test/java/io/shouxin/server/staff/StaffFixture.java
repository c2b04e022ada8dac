// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Fictional people with numbers nobody else in the suite has. */
final class StaffFixture {

    static final String PASSWORD = "qingshan-liushui-19";
    static final Entry.Actor TEST = Entry.Actor.system("test");

    private static final AtomicInteger NUMBERS = new AtomicInteger(710_000);

    private StaffFixture() {}

    static String number() {
        return "ZZ" + NUMBERS.incrementAndGet();
    }

    /** Somebody in these roles who can sign in with {@link #PASSWORD}; answers the number. */
    static String someone(People people, String... roles) {
        return add(people, PASSWORD, roles);
    }

    static String someoneWithoutPassword(People people, String... roles) {
        return add(people, null, roles);
    }

    private static String add(People people, String password, String... roles) {
        String number = number();
        people.add(new Department("ZZ", java.util.Optional.empty(), "试验部", "Trial department", 0));
        people.add(new People.NewPerson(number, "秦试", "Qin Shi", "ZZ", List.of(roles)), password, TEST);
        return number;
    }
}
