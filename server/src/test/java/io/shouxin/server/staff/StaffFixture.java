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
        return add(people, number(), PASSWORD, roles);
    }

    /** Somebody who answers for the applications of a test; the same person for all of them. */
    public static synchronized String owner(People people) {
        String number = "ZZ700000";
        if (people.find(number).isEmpty()) {
            add(people, number, null, "security-administrator");
        }
        return number;
    }

    /** The same by whatever node runs. */
    public static String owner(BeanFactory node) {
        return owner(node.getBean(People.class));
    }

    public static String someoneWithoutPassword(People people, String... roles) {
        return add(people, number(), null, roles);
    }

    /** The door to the people as another node has it. */
    public static People onAnotherNode(BeanFactory here, OtherNode node) {
        return new People(here.getBean(StaffTable.class), node.ledger(), node.rulings(), node.clock(),
                here.getBean(PasswordEncoder.class), here.getBean(Sessions.class),
                new RoleGrants(here.getBean(StaffTable.class), node.clock()));
    }

    /** The door to what suspends people as another node has it. */
    public static Suspensions suspensionsOnAnotherNode(BeanFactory here, OtherNode node) {
        return new Suspensions(here.getBean(StaffTable.class), here.getBean(SuspensionReasons.class), node.ledger(),
                node.clock());
    }

    /** Not through the door, which would end the sessions itself. */
    public static void deactivateInTheTable(BeanFactory node, String number) {
        node.getBean(StaffTable.class).setActive(number, false);
    }

    private static String add(People people, String number, String password, String... roles) {
        people.add(new Department("ZZ", java.util.Optional.empty(), "试验部", "Trial department", 0));
        people.add(new People.NewPerson(number, "秦试", "Qin Shi", "ZZ", List.of(roles)), password, TEST);
        return number;
    }
}
