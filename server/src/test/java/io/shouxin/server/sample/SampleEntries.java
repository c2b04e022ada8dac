// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was planned and what the ledger says of it, in the same words. */
final class SampleEntries {

    private static final Set<String> ACTS =
            Set.of("vault.ticket-open", "vault.ticket-close", "vault.search", "vault.reveal");

    private SampleEntries() {}

    /** An act that can be compared between two samples: nothing random is in it. */
    record Act(Instant at, String actor, String action, String purpose, Set<String> fields) {}

    static String freshHome() {
        try {
            return Files.createTempDirectory(Path.of("target"), "sample-home").toString();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    static List<Entry> all(Ledger ledger) {
        List<Entry> all = new ArrayList<>();
        List<Ledger.Line> lines = ledger.find(LedgerQuery.latest(LedgerQuery.LIMIT_MAX));
        while (!lines.isEmpty()) {
            lines.forEach(line -> all.add(line.entry()));
            lines = ledger.find(LedgerQuery.latest(LedgerQuery.LIMIT_MAX)
                    .before(lines.get(lines.size() - 1).number()));
        }
        return all;
    }

    /** The acts of people and of applications that look at one customer; bulk looks are left out. */
    static List<Act> done(Ledger ledger, SampleTable table, SampleRun run) {
        Instant workBegins = run.startOf(0);
        Set<Instant> nights = Set.copyOf(IntStream.range(0, run.days()).boxed()
                .flatMap(day -> new SamplePlan(run).night(day).stream()).map(SampleApplications.Bulk::at).toList());
        return all(ledger).stream()
                .filter(entry -> entry.clock().isPresent() && ACTS.contains(entry.action()))
                .filter(entry -> !entry.at().isBefore(workBegins) && !nights.contains(entry.at()))
                .map(entry -> new Act(entry.at(), entry.actor().id(), entry.action(),
                        entry.purpose().orElse("-"), Set.copyOf(entry.fields().keySet()))).toList();
    }

    static List<Act> planned(SampleRun run) {
        SamplePlan plan = new SamplePlan(run);
        return IntStream.range(0, run.days()).boxed().flatMap(day -> plan.day(day).stream())
                .flatMap(act -> Stream.concat(Stream.of(new Act(act.at(), act.staffNumber(), action(act.kind()),
                        purpose(act), Set.copyOf(act.fields()))), plan.request(act)
                                .filter(one -> one.outcome() == SampleRequests.Outcome.AGREED)
                                .map(one -> new Act(one.viewedAt(), act.staffNumber(), "vault.reveal", act.purpose(),
                                        Set.copyOf(one.fields()))).stream())).toList();
    }

    static List<SampleRequests.Request> requests(SampleRun run) {
        SamplePlan plan = new SamplePlan(run);
        return IntStream.range(0, run.days()).boxed().flatMap(day -> plan.day(day).stream())
                .flatMap(act -> plan.request(act).stream()).toList();
    }

    private static String purpose(SampleAct act) {
        return switch (act.kind()) {
            case TICKET_OPEN, TICKET_CLOSE -> "-";
            case SEARCH, REVEAL -> act.purpose();
        };
    }

    private static String action(SampleAct.Kind kind) {
        return switch (kind) {
            case TICKET_OPEN -> "vault.ticket-open";
            case TICKET_CLOSE -> "vault.ticket-close";
            case SEARCH -> "vault.search";
            case REVEAL -> "vault.reveal";
        };
    }
}
