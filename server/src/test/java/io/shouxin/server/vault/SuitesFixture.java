// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Word;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.register.RegisterFixture;
import io.shouxin.server.register.Registers;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Customers of the sample operator, and versions of its register that change suites. */
final class SuitesFixture {

    static final Caller CRM = new Caller(Caller.Kind.SERVICE, "crm", "crm", Set.of("app-crm"),
            Set.of("service.open"), List.of(), Long.MAX_VALUE);

    private SuitesFixture() {}

    static void addCrm(Services services, People people) {
        services.add(new Services.NewService("crm", "crm", "crm", StaffFixture.owner(people), "app-crm",
                List.of("service.open"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
    }

    /** The sample register with the phone and the customer's number under this suite. */
    static String register(Suite suite) {
        String text = RegisterFixture.sample();
        for (String field : List.of("type: phone, mask: phone, index: exact", "mask: customer-number, index: exact")) {
            if (!text.contains(field)) {
                throw new IllegalStateException("The sample register has another shape.");
            }
            text = text.replace(field, field + ", suite: " + Word.of(suite));
        }
        return text;
    }

    /** Puts it in force, by two. */
    static int accept(Registers registers, RegisterReplays replays, String yaml) {
        int version = registers.propose(yaml, "suites", RegisterFixture.FIRST);
        replays.finish(version);
        registers.accept(version, RegisterFixture.SECOND);
        return version;
    }

    static String phone(int number) {
        return String.format("165%08d", number);
    }

    static String number(int number) {
        return String.format("YL5%09d", number);
    }

    static Customers.Row row(int number, String phone) {
        return new Customers.Row(Optional.empty(), Map.of("customer-number", number(number), "name", "欧阳明月",
                "phone", phone, "bank-card", "4111111111111111"), List.of());
    }

    /** Stores customers with these numbers and answers their ids in order. */
    static List<UUID> customers(Customers door, int from, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int first = from; first < from + count; first += 250) {
            List<Customers.Row> rows = new ArrayList<>();
            for (int i = first; i < Math.min(first + 250, from + count); i++) {
                rows.add(row(i, phone(i)));
            }
            door.collect("service.open", rows, Customers.Existing.REFUSE, CRM)
                    .forEach(one -> ids.add(one.customer().orElseThrow()));
        }
        return ids;
    }

    /** Gives a known customer another phone. */
    static Customers.Outcome change(Customers door, int number, String phone) {
        return door.collect("service.open", List.of(row(number, phone)), Customers.Existing.UPDATE, CRM).get(0)
                .outcome();
    }
}
