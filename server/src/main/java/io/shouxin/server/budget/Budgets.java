// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.BudgetLimit;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Word;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.MovedOn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells what is left of a person's budgets, and counts. Applications have none: what they give to whom is theirs
 * to count, and each of their keys is limited to purposes.
 */
@Service
public class Budgets {

    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
    private static final Duration LONGEST = Duration.ofDays(367);
    private static final long DROP_EVERY_MILLIS = 3_600_000;

    private final BudgetTable table;
    private final Ledger ledger;
    private final DoorClock clock;

    Budgets(BudgetTable table, Ledger ledger, DoorClock clock) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** How far one person is with one family. */
    public record Level(BudgetLimit limit, int count) {

        public boolean usedUp() {
            return count >= limit.limit();
        }

        public boolean half() {
            return count >= limit.half();
        }
    }

    /** What one customer's fields in the clear would count against. */
    public record Use(Budget family, UUID customer) {

        /** A search that found this customer, who counts once however often they are looked for. */
        public static Use found(UUID customer) {
            return new Use(Budget.SEARCH, customer);
        }

        /**
         * A search that found nobody, or several: each counts. What was searched for is not kept, in no form,
         * so that a value tried twice counts twice.
         */
        public static Use tried() {
            return new Use(Budget.SEARCH, UUID.randomUUID());
        }
    }

    /** Where this person stands with every family. */
    public Map<Budget, Level> levels(Caller caller, Register register) {
        return caller.isStaff() ? levels(caller, register, EnumSet.allOf(Budget.class)) : Map.of();
    }

    private Map<Budget, Level> levels(Caller caller, Register register, Set<Budget> families) {
        Map<Budget, BudgetLimit> limits = limits(register, caller.roles(), families);
        Map<Budget, Level> levels = new EnumMap<>(Budget.class);
        counts(caller.id(), limits, Set.of()).forEach((family, count) ->
                levels.put(family, new Level(limits.get(family), count.count())));
        return levels;
    }

    /** Where this person stands with their searches; empty where nothing is counted. */
    public Optional<Level> searches(Caller caller, Register register) {
        return caller.isStaff() ? Optional.of(levels(caller, register, EnumSet.of(Budget.SEARCH)).get(Budget.SEARCH))
                : Optional.empty();
    }

    /**
     * For each of these customers the families of which they would be one more than this person's budget; those
     * that come first take what is left.
     */
    public Map<UUID, Set<Budget>> usedUp(Caller caller, Register register, Collection<UUID> customers,
            Set<Budget> families) {
        if (!caller.isStaff() || families.isEmpty()) {
            return Map.of();
        }
        Map<Budget, BudgetLimit> limits = limits(register, caller.roles(), families);
        Map<Budget, BudgetTable.Count> counts = counts(caller.id(), limits, customers);
        Map<UUID, Set<Budget>> usedUp = new HashMap<>();
        counts.forEach((family, count) -> {
            int taken = count.count();
            for (UUID customer : customers) {
                if (!count.known().contains(customer)) {
                    taken++;
                    if (taken > limits.get(family).limit()) {
                        usedUp.computeIfAbsent(customer, id -> EnumSet.noneOf(Budget.class)).add(family);
                    }
                }
            }
        });
        return usedUp;
    }

    /**
     * Counts what is let go in the present transaction, and writes down when half or all of a budget is used.
     *
     * @param beyond what somebody has agreed to beyond the budget
     * @throws MovedOn if others have used meanwhile what was left when it was decided
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(Caller caller, Register register, Set<Use> uses, Set<Use> beyond) {
        if (!caller.isStaff() || uses.isEmpty()) {
            return;
        }
        table.lock(caller.id());
        Map<Budget, List<UUID>> byFamily = uses.stream().collect(Collectors.groupingBy(Use::family,
                () -> new EnumMap<>(Budget.class), Collectors.mapping(Use::customer, Collectors.toList())));
        Map<Budget, BudgetLimit> limits = limits(register, caller.roles(), byFamily.keySet());
        Map<Budget, BudgetTable.Count> counts =
                counts(caller.id(), limits, uses.stream().map(Use::customer).distinct().toList());
        byFamily.forEach((family, customers) -> {
            BudgetTable.Count count = counts.get(family);
            List<UUID> fresh = customers.stream().filter(one -> !count.known().contains(one)).toList();
            long within = fresh.stream().filter(one -> !beyond.contains(new Use(family, one))).count();
            if (within > 0 && count.count() + within > limits.get(family).limit()) {
                throw new MovedOn();
            }
            table.use(caller.id(), family, customers, clock.instant());
            told(caller, limits.get(family), count.count(), count.count() + fresh.size());
        });
    }

    /** Half and all are told once, when they are reached. */
    private void told(Caller caller, BudgetLimit limit, int before, int after) {
        if (before < limit.limit() && after >= limit.limit()) {
            tell("budget.used-up", caller, limit, after);
        } else if (before < limit.half() && after >= limit.half()) {
            tell("budget.half", caller, limit, after);
        }
    }

    private void tell(String action, Caller caller, BudgetLimit limit, int count) {
        ledger.append(ledger.draft(Entry.Actor.system("budget"), action).object("person", caller.id())
                .detail("family", Word.of(limit.family())).detail("count", Integer.toString(count))
                .detail("limit", Integer.toString(limit.limit())).detail("days", Integer.toString(limit.days())));
    }

    private Map<Budget, BudgetTable.Count> counts(
            String person, Map<Budget, BudgetLimit> limits, Collection<UUID> customers) {
        Instant now = clock.instant();
        Map<Budget, Instant> since = new EnumMap<>(Budget.class);
        limits.forEach((family, limit) -> since.put(family, now.minus(Duration.ofDays(limit.days()))));
        return table.counts(person, since, customers);
    }

    private static Map<Budget, BudgetLimit> limits(Register register, Set<String> roles, Set<Budget> families) {
        Map<Budget, BudgetLimit> limits = new EnumMap<>(Budget.class);
        families.forEach(family -> limits.put(family, register.budget(family, roles)));
        return limits;
    }

    @Scheduled(fixedDelay = DROP_EVERY_MILLIS, initialDelay = DROP_EVERY_MILLIS)
    void dropOld() {
        try {
            table.drop(clock.systemInstant().minus(LONGEST));
        } catch (RuntimeException unavailable) {
            LOG.debug("Old counts could not be dropped: {}", unavailable.getClass().getName());
        }
    }
}
