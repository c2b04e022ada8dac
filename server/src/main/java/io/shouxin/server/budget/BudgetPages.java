// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import io.shouxin.core.data.Budget;
import io.shouxin.core.policy.BudgetLimit;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Word;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who has seen how much, for those who read the ledger. */
@Controller
class BudgetPages {

    static final String PATH = "/budgets";

    private static final int PEOPLE_MAX = 20;

    private final BudgetTable table;
    private final Registers registers;
    private final RegisterWords names;
    private final Words words;
    private final DoorClock clock;
    private final People people;

    BudgetPages(BudgetTable table, Registers registers, RegisterWords names, Words words, DoorClock clock,
            People people) {
        this.table = table;
        this.registers = registers;
        this.names = names;
        this.words = words;
        this.clock = clock;
        this.people = people;
    }

    /** @param share of the limit, in percent, at most 100 for the bar */
    record Row(String number, String who, int count, int limit, int days, int share, String kind) {}

    /** @param none what is said where nobody has used anything */
    record Family(String name, String about, String counted, String none, List<Row> rows) {}

    @GetMapping(PATH)
    @PreAuthorize("hasAuthority('ledger.read')")
    String show(Model model) {
        Register register = registers.inForce().register();
        List<Family> families = new ArrayList<>();
        for (Budget family : Budget.values()) {
            BudgetLimit usual = register.budget(family, Set.of());
            List<Row> rows = table.people(family, clock.systemInstant().minus(Duration.ofDays(usual.days())),
                    PEOPLE_MAX).stream().map(one -> row(one, register.budget(family,
                            people.find(one.number()).map(Person::roles).orElse(Set.of())))).toList();
            boolean search = family == Budget.SEARCH;
            families.add(new Family(words.of("register.value." + Word.of(family)),
                    words.of(search ? "budget.searches.about" : "budget.family.about", usual.limit(), usual.days(),
                            usual.half()), search ? ">budget.column.searches" : ">budget.column.count",
                    words.of(search ? "budget.searches.none" : "budget.none"), rows));
        }
        model.addAttribute("families", families);
        return "budget/budgets";
    }

    private Row row(BudgetTable.Person one, BudgetLimit limit) {
        int share = (int) Math.min(100, 100L * one.count() / limit.limit());
        String kind = one.count() >= limit.limit() ? "bad" : one.count() >= limit.half() ? "warn" : "2";
        return new Row(one.number(), names.person(one.number()), one.count(), limit.limit(), limit.days(), share, kind);
    }
}
