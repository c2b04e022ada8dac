// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Customers.Collected;
import io.shouxin.server.vault.Customers.Consent;
import io.shouxin.server.vault.Customers.Row;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Collects the sample's customers through the door, as the applications do that would: the CRM system
 * opens the account, the shop system brings the document, billing the credit grade.
 *
 * <p>A step is noted in the transaction that stores it. Whenever the process dies, its customers are
 * stored and it is noted, or neither.
 */
@Component
class SampleIntake {

    private static final int BATCH = 200;
    private static final LocalTime OPENS = LocalTime.of(8, 0);
    private static final Duration OPEN_FOR = Duration.ofHours(14);
    private static final String NOTICE = "YL-2026-03";

    /** Who collects for which purpose; a field goes with the first that may collect it. */
    private enum Feed {
        OPEN("service.open", "app-crm"),
        REAL_NAME("shop.real-name", "app-shop"),
        SETTLE("billing.settle", "app-billing"),
        /** What the network knows of a device; only where the register lets the CRM system bring it. */
        NETWORK("fraud.check", "app-crm");

        private final String purpose;
        private final String service;

        Feed(String purpose, String service) {
            this.purpose = purpose;
            this.service = service;
        }
    }

    private final SampleTable table;
    private final SampleCallers callers;
    private final SampleProgress progress;
    private final Customers door;
    private final Registers registers;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    SampleIntake(SampleTable table, SampleCallers callers, SampleProgress progress, Customers door,
            Registers registers, DoorClock clock) {
        this.table = table;
        this.callers = callers;
        this.progress = progress;
        this.door = door;
        this.registers = registers;
        this.clock = clock;
    }

    /** Goes on until all are collected, or until it is told to stop. */
    void run(SampleRun run, BooleanSupplier stopping) {
        int batches = (run.customers() + BATCH - 1) / BATCH;
        int steps = batches * Feed.values().length;
        if (table.begin(SamplePhase.CUSTOMERS, steps, clock.systemInstant()).finished()) {
            return;
        }
        Set<Integer> done = table.steps();
        SampleCustomers customers = new SampleCustomers(run.seed(), run.customers());
        progress.begin(SamplePhase.CUSTOMERS, (long) run.customers() * done.size() / steps, run.customers());
        AtomicInteger next = new AtomicInteger();
        try (SampleCrew crew = new SampleCrew()) {
            crew.together(() -> {
                for (int batch = next.getAndIncrement(); batch < batches && !stopping.getAsBoolean();
                        batch = next.getAndIncrement()) {
                    batch(new Batch(batch, batches, run, customers), done);
                }
            });
        }
        if (!stopping.getAsBoolean()) {
            table.advance(SamplePhase.CUSTOMERS, new SampleTable.Move(0, steps, 0), clock.systemInstant());
        }
    }

    private void batch(Batch batch, Set<Integer> done) {
        for (Feed feed : Feed.values()) {
            Step step = new Step(batch, feed);
            if (!done.contains(step.number())) {
                step(step);
                progress.done(feed == Feed.OPEN ? batch.size() : 0);
            }
        }
    }

    /** Some neighbouring customers. */
    private record Batch(int number, int of, SampleRun run, SampleCustomers customers) {

        int from() {
            return number * BATCH;
        }

        int to() {
            return Math.min(from() + BATCH, run.customers());
        }

        int size() {
            return to() - from();
        }
    }

    /** One feed's part of one batch. */
    private record Step(Batch batch, Feed feed) {

        int number() {
            return batch.number() * Feed.values().length + feed.ordinal();
        }

        /** Spread over the day on which the operator brings its customers in. */
        Instant at() {
            int all = batch.of() * Feed.values().length;
            return batch.run().foundingDay(OPENS).plus(OPEN_FOR.multipliedBy(number()).dividedBy(all));
        }
    }

    private void step(Step step) {
        Register register = registers.inForce().register();
        Set<String> fields = fields(step.feed(), register);
        if (fields.isEmpty()) {
            table.addStep(step.number());
            return;
        }
        clock.during(SampleFounding.CLOCK, step.at(), () -> {
            Caller caller = callers.service(step.feed().service);
            return door.collect(step.feed().purpose, rows(step, fields), Customers.Existing.UPDATE, caller,
                    answers -> stored(step, answers));
        });
    }

    /** In the transaction of the batch. */
    private boolean stored(Step step, List<Collected> answers) {
        answers.stream().filter(one -> one.outcome() == Customers.Outcome.REJECTED).findFirst().ifPresent(one -> {
            throw new SampleRefused("The door refuses a sample customer: " + one.problems());
        });
        if (step.feed() == Feed.OPEN) {
            table.addCustomers(step.batch().from(),
                    answers.stream().map(one -> one.customer().orElseThrow()).toList());
        }
        table.addStep(step.number());
        return true;
    }

    /** What this feed brings: what its purpose collects and no feed before it does. */
    private static Set<String> fields(Feed feed, Register register) {
        Set<String> before = new HashSet<>();
        for (Feed other : Feed.values()) {
            Set<String> collects = mayCollect(other, register)
                    ? new HashSet<>(register.purposes().get(other.purpose).collects()) : new HashSet<>();
            collects.removeAll(before);
            if (other == feed) {
                return collects;
            }
            before.addAll(collects);
        }
        throw new IllegalStateException("A feed is one of its own values.");
    }

    private static boolean mayCollect(Feed feed, Register register) {
        return register.purposes().containsKey(feed.purpose)
                && register.rule(feed.service, feed.purpose).isPresent();
    }

    private List<Row> rows(Step step, Set<String> fields) {
        Batch batch = step.batch();
        boolean fresh = step.feed() == Feed.OPEN;
        UUID[] ids = fresh ? new UUID[0] : table.customers(batch.from(), batch.to());
        List<Row> rows = new ArrayList<>(batch.size());
        for (int i = batch.from(); i < batch.to(); i++) {
            Map<String, String> values = new LinkedHashMap<>(batch.customers().customer(i).fields());
            values.keySet().retainAll(fields);
            Optional<UUID> id = fresh ? Optional.empty() : Optional.of(ids[i - batch.from()]);
            rows.add(new Row(id, values, fresh ? consents(batch.customers(), i) : List.of()));
        }
        return rows;
    }

    private static List<Consent> consents(SampleCustomers customers, int i) {
        return customers.consents(i).stream()
                .map(purpose -> new Consent(purpose, NOTICE, i % 3 == 0 ? "shop" : "app")).toList();
    }
}
