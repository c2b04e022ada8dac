// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.OtherNode;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.crypto.password.PasswordEncoder;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Fictional people with numbers nobody else in the suite has. */
public final class StaffFixture {

    public static final String PASSWORD = "qingshan-liushui-19";
    public static final Entry.Actor TEST = Entry.Actor.system("test");

    private static final AtomicInteger NUMBERS = new AtomicInteger(710_000);

    private StaffFixture() {}

    public static String number() {
        return "ZZ" + NUMBERS.incrementAndGet();
    }

    /** Somebody in these roles who can sign in with {@link #PASSWORD}; answers the number. */
    public static String someone(People people, String... roles) {
        return add(people, PASSWORD, roles);
    }

    public static String someoneWithoutPassword(People people, String... roles) {
        return add(people, null, roles);
    }

    /** The door to the people as another node has it. */
    public static People onAnotherNode(BeanFactory here, OtherNode node) {
        return new People(here.getBean(StaffTable.class), node.ledger(), node.rulings(), node.clock(),
                here.getBean(PasswordEncoder.class), here.getBean(Sessions.class));
    }

    /** Not through the door, which would end the sessions itself. */
    public static void deactivateInTheTable(BeanFactory node, String number) {
        node.getBean(StaffTable.class).setActive(number, false);
    }

    private static String add(People people, String password, String... roles) {
        String number = number();
        people.add(new Department("ZZ", java.util.Optional.empty(), "试验部", "Trial department", 0));
        people.add(new People.NewPerson(number, "秦试", "Qin Shi", "ZZ", List.of(roles)), password, TEST);
        return number;
    }
}
