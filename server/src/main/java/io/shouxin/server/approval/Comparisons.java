// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.approval.Comparison.AboutCustomer;
import io.shouxin.server.approval.Comparison.Work;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gathers what whoever asks and their peers did in the last thirty days; all accounts of a person are theirs. */
@Component
class Comparisons {

    static final Duration LATELY = Duration.ofDays(30);
    private static final String VIEW = "vault.reveal";
    private static final int REQUESTS_MAX = 5_000;

    private final ApprovalTable table;
    private final People people;
    private final CustomerNames customers;
    private final Ledger ledger;
    private final DoorClock clock;
    private final ObjectProvider<CarelessReasons> careless;
    private final ObjectProvider<WhatWasSeen> seen;

    @SuppressWarnings("checkstyle:ParameterNumber") // Whom it asks.
    Comparisons(ApprovalTable table, People people, CustomerNames customers, Ledger ledger, DoorClock clock,
            ObjectProvider<CarelessReasons> careless, ObjectProvider<WhatWasSeen> seen) {
        this.table = table;
        this.people = people;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
        this.careless = careless;
        this.seen = seen;
    }

    /** Empty where an application asks: it has no peers. */
    Optional<Comparison> of(Approval approval) {
        Optional<Person> asker = people.find(approval.request().actor());
        if (asker.isEmpty()) {
            return Optional.empty();
        }
        Instant since = clock.systemInstant().minus(LATELY);
        List<String> own = people.accounts(asker.get().number()).stream().map(Person::number).toList();
        Map<String, List<String>> peers = people.peers(asker.get());
        List<String> all = new ArrayList<>(own);
        peers.values().forEach(all::addAll);
        Done done = new Done(table.figures(all, since), seen.stream().findFirst()
                .map(one -> one.since(since, all)).orElse(Map.of()), careless.stream().findFirst()
                        .map(one -> one.among(table.askedBy(all, since, REQUESTS_MAX))).orElse(Map.of()));
        return Optional.of(Comparison.of(done.by(own), peers.values().stream().map(done::by).toList(),
                about(approval, own, since)));
    }

    private record Done(Map<String, ApprovalTable.Figures> figures, Map<String, WhatWasSeen.Seen> seen,
            Map<String, Integer> careless) {

        private static final ApprovalTable.Figures NONE = new ApprovalTable.Figures(0, 0, 0, 0);

        private Work by(List<String> accounts) {
            return accounts.stream().map(this::by).reduce(Work.NONE, Work::and);
        }

        private Work by(String account) {
            ApprovalTable.Figures asked = figures.getOrDefault(account, NONE);
            WhatWasSeen.Seen looked = seen.getOrDefault(account, WhatWasSeen.Seen.NOTHING);
            return new Work(asked.asked(), asked.agreed(), asked.refused(), asked.lapsed(),
                    careless.getOrDefault(account, 0), looked.customers(), looked.searches());
        }
    }

    private AboutCustomer about(Approval approval, List<String> own, Instant since) {
        if (approval.request().customers().size() != 1) {
            return new AboutCustomer(false, 0, 0, 0);
        }
        UUID customer = approval.request().customers().get(0);
        int asked = table.asksAbout(customer, own, since);
        long views = customers.reference(customer).map(reference -> own.stream().flatMap(account ->
                ledger.find(LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withAction(VIEW).withActor(account)
                        .withCustomer(reference).since(since)).stream())
                .filter(line -> line.entry().outcome() == Entry.Outcome.DONE).count()).orElse(0L);
        return new AboutCustomer(true, asked, table.asksAbout(customer, since) - asked, (int) views);
    }
}
