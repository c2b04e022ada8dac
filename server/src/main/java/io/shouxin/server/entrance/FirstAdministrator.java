// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/**
 * There are no default passwords. While nobody can sign in, each start makes the first administrator, or
 * finds the one a former start made, and prints a link that sets a password once; a new link voids the
 * ones before it. With the sample operator there are people already.
 */
@Component
class FirstAdministrator implements ApplicationRunner {

    static final String NUMBER = "ADM001";

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final Entry.Actor SYSTEM = Entry.Actor.system("first-start");
    private static final Department OFFICE =
            new Department("HQ", Optional.empty(), "公司总部", "Head office", 0);

    private final People people;
    private final OidcOffer provider;
    private final boolean sample;

    FirstAdministrator(People people, OidcOffer provider, @Value("${shouxin.sample.enabled:false}") boolean sample) {
        this.people = people;
        this.provider = provider;
        this.sample = sample;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (sample || !people.nobodyHasAPassword() || provider.opensForAnybody()) {
            return;
        }
        if (people.none()) {
            if (!people.knows(OFFICE.code())) {
                people.add(OFFICE, SYSTEM);
            }
            people.add(new People.NewPerson(NUMBER, "系统管理员", "System administrator", OFFICE.code(),
                    List.of("system-administrator")), null, SYSTEM);
        }
        if (people.find(NUMBER).filter(Person::active).isPresent()) {
            // The one secret this program ever writes to its log: it is void once used, and after a day.
            LOG.info("Nobody can sign in yet. Set the password of {} at /invitation/{} within 24 hours.",
                    NUMBER, people.invite(NUMBER, SYSTEM));
        }
    }
}
