// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Register;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.replay.RecordedReveal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goes through every view, search and row of a file since the last time, decides it again under the register of then as
 * if nobody had agreed, and where that would have given less, looks for the agreement: there, to this very request, by
 * whom the entry says, and in its time. It believes neither the door nor the entry: the door is what it checks.
 */
@Service
class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final Entry.Actor SYSTEM = Entry.Actor.system("reconciliation");
    private static final List<String> VIEWS = List.of("vault.reveal", "vault.detokenise", RecordedReveal.EXPORT,
            RecordedSearch.ACTION);
    /** The clock of the node that let go and of the one that agreed may differ by so much. */
    private static final Duration APART_MAX = Duration.ofSeconds(5);
    /** What is in its transaction right now is looked at the next time. */
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final int WORDS_MAX = 200;
    private static final int LIST_MAX = 200;

    private final ReconcileTable table;
    private final Approvals approvals;
    private final Registers registers;
    private final CustomerNames customers;
    private final Ledger ledger;
    private final DoorClock clock;

    Reconciliation(ReconcileTable table, Approvals approvals, Registers registers, CustomerNames customers,
            Ledger ledger, DoorClock clock) {
        this.table = table;
        this.approvals = approvals;
        this.registers = registers;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * One comparison.
     *
     * @param first and {@code past}: the entries looked at, the last one excluded
     * @param needed how many views gave something that somebody had to agree to
     */
    record Run(long first, long past, Instant at, long views, long needed, long matched, long findings) {}

    Instant lastAt() {
        return table.lastAt();
    }

    List<Run> runs() {
        return table.runs(LIST_MAX);
    }

    List<Finding> findings() {
        return table.findings(LIST_MAX);
    }

    int open() {
        return table.open();
    }

    /** Compares what came since; empty while another node does. */
    @Transactional
    Optional<Run> run() {
        Optional<ReconcileTable.Position> position = table.positionLocked();
        if (position.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.systemInstant();
        long first = position.get().next();
        long past = ledger.size();
        Pass pass = new Pass();
        for (String action : VIEWS) {
            LedgerQuery query = LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withAction(action);
            List<Ledger.Line> page = ledger.find(query.before(past));
            while (!page.isEmpty() && pass.addAll(page, first)) {
                page = ledger.find(query.before(page.get(page.size() - 1).number()));
            }
        }
        Instant settled = now.minus(SETTLED);
        approvals.usedUp(position.get().at().minus(SETTLED), settled).stream()
                .filter(one -> !pass.named.contains(one.id()) && !viewed(one))
                .forEach(one -> pass.findings.add(new Finding(0, Finding.Kind.USED_WITHOUT_VIEW, Optional.empty(),
                        one.request().actor(), one.request().scene(), one.id(), Optional.empty())));
        Run run = new Run(first, past, now, pass.views, pass.needed, pass.matched, pass.findings.size());
        long id = table.add(run);
        pass.findings.forEach(one -> table.add(id, one));
        table.move(past, now);
        ledger.append(ledger.draft(SYSTEM, "approval.reconcile")
                .outcome(pass.findings.isEmpty() ? Entry.Outcome.DONE : Entry.Outcome.REFUSED)
                .detail("views", Long.toString(run.views())).detail("needed", Long.toString(run.needed()))
                .detail("matched", Long.toString(run.matched()))
                .detail("findings", Long.toString(run.findings())));
        if (!pass.findings.isEmpty()) {
            LOG.error("{} views or agreements do not fit together: dual control may have been bypassed",
                    pass.findings.size());
        }
        return Optional.of(run);
    }

    /** Whether the entry that used it was looked at the last time: it is of the moment at which it was used up. */
    private boolean viewed(Approval one) {
        Instant used = one.endedAt().orElseThrow();
        LedgerQuery query = LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withActor(one.request().actor())
                .since(used.minus(APART_MAX));
        return ledger.find(query).stream().map(Ledger.Line::entry)
                .anyMatch(entry -> entry.approvals().stream().anyMatch(named -> named.id().equals(one.id())));
    }

    /** Somebody has looked into a finding and says what it was. */
    @Transactional
    void look(long id, String words, Caller by) {
        new Checks().present("words", words).atMost("words", words, WORDS_MAX).throwIfAny();
        if (!table.look(id, new Finding.Looked(by.id(), clock.systemInstant(), words.strip()))) {
            throw new Refused(Refused.Kind.CONFLICT, "reconcile.refused.looked-already");
        }
        ledger.append(ledger.draft(by.actor(), "approval.look-into").object("finding", Long.toString(id)));
    }

    /** What one comparison gathers. */
    private final class Pass {

        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> named = new HashSet<>();
        private final Map<String, Integer> rows = new HashMap<>();
        private long views;
        private long needed;
        private long matched;

        /** Whether there may be more to look at behind these. */
        boolean addAll(List<Ledger.Line> lines, long first) {
            for (Ledger.Line line : lines) {
                if (line.number() < first) {
                    return false;
                }
                add(line);
            }
            return true;
        }

        private void add(Ledger.Line line) {
            Entry entry = line.entry();
            views++;
            entry.approvals().forEach(one -> named.add(one.id()));
            Set<String> scenes = needed(entry);
            boolean file = isFile(entry);
            if (scenes.isEmpty() && !file) {
                return;
            }
            needed++;
            if (scenes.isEmpty()) {
                // Nothing leaves in a file that no scene covers, so the door did not write this.
                findings.add(finding(Finding.Kind.BYPASS, line.number(), entry, "", ""));
                return;
            }
            List<Finding> found = scenes.stream()
                    .flatMap(scene -> fault(line.number(), entry, scene).stream()).toList();
            findings.addAll(found);
            matched += found.isEmpty() ? 1 : 0;
            if (file) {
                withinItsCap(line.number(), entry);
            }
        }

        /** More rows than somebody agreed to are one finding a file. */
        private void withinItsCap(long number, Entry entry) {
            String export = entry.object().map(Entry.ObjectRef::id).orElse("");
            int written = rows.merge(export, 1, Integer::sum);
            entry.approvals().stream().flatMap(one -> approvals.find(one.id()).stream())
                    .filter(one -> written == one.request().rows() + 1)
                    .findFirst().ifPresent(one -> findings.add(finding(Finding.Kind.MISMATCH, number, entry,
                            one.request().scene(), one.id())));
        }
    }

    private static boolean isFile(Entry entry) {
        return entry.action().equals(RecordedReveal.EXPORT) && entry.outcome() == Entry.Outcome.DONE;
    }

    /** The scenes without whose agreement the register of then would have given less than was given. */
    private Set<String> needed(Entry entry) {
        if (entry.action().equals(RecordedSearch.ACTION)) {
            return registers.known(entry.register()).map(register -> RecordedSearch.needed(entry, register))
                    .orElse(Set.of());
        }
        Optional<RecordedReveal> view = RecordedReveal.of(entry);
        Optional<Register> register = view.flatMap(one -> registers.known(one.version()));
        if (register.isEmpty() || register.get().scenes().isEmpty()) {
            return Set.of();
        }
        Decision alone = Decisions.decide(register.get(), view.get().ask().agreed(Set.of()));
        Set<String> scenes = new TreeSet<>();
        view.get().fields().forEach((name, given) -> {
            if (given.form().opens() && given.form().compareTo(alone.fields().get(name).form()) < 0) {
                alone.fields().get(name).reasons().stream()
                        .filter(reason -> reason.key().equals("policy.needs-agreement"))
                        .forEach(reason -> scenes.addAll(reason.arguments()));
            }
        });
        return scenes;
    }

    private Optional<Finding> fault(long number, Entry entry, String scene) {
        List<Approval> agreements = entry.approvals().stream()
                .flatMap(one -> approvals.find(one.id()).stream()).toList();
        if (entry.approvals().isEmpty()) {
            return Optional.of(finding(Finding.Kind.BYPASS, number, entry, scene, ""));
        }
        boolean fits = agreements.stream().anyMatch(one -> one.request().scene().equals(scene) && fits(entry, one));
        return fits ? Optional.empty() : Optional.of(finding(Finding.Kind.MISMATCH, number, entry, scene,
                entry.approvals().get(0).id()));
    }

    private static Finding finding(Finding.Kind kind, long number, Entry entry, String scene, String approval) {
        return new Finding(0, kind, Optional.of(number), entry.actor().id(), scene, approval, Optional.empty());
    }

    private boolean fits(Entry entry, Approval one) {
        Optional<Approval.Decided> decided = one.decided();
        boolean told = decided.isPresent() && entry.approvals().stream().anyMatch(named -> named.id().equals(one.id())
                && named.actor().equals(decided.get().by()) && named.at().equals(decided.get().at()));
        // A file is begun within the window and written for as long as it takes.
        Instant used = isFile(entry) ? one.endedAt().orElse(Instant.MAX) : entry.at();
        boolean inTime = decided.flatMap(Approval.Decided::validUntil).filter(until ->
                !used.isAfter(until.plus(APART_MAX)) && !used.isBefore(decided.get().at().minus(APART_MAX))
                        && !entry.at().isBefore(used.minus(APART_MAX))).isPresent();
        return told && inTime && one.uses() > 0
                && one.request().actor().equals(entry.actor().id())
                && one.request().purpose().equals(entry.purpose().orElse(""))
                && one.request().ticket().equals(entry.ticket())
                && new TreeSet<>(one.request().fields()).equals(new TreeSet<>(entry.fields().keySet()))
                && aboutIts(entry, one);
    }

    /** An erased customer's reference is known no more; then there is nothing left to compare. */
    private boolean aboutIts(Entry entry, Approval one) {
        if (entry.action().equals(RecordedSearch.ACTION)) {
            return one.request().operation() == Operation.SEARCH;
        }
        if (isFile(entry)) {
            return one.request().operation() == Operation.EXPORT && one.request().term("export")
                    .equals(entry.object().filter(object -> object.kind().equals("export")).map(Entry.ObjectRef::id));
        }
        return entry.customer().map(reference -> {
            List<io.shouxin.core.ledger.Entry.CustomerRef> asked = one.request().customers().stream()
                    .flatMap(id -> customers.reference(id).stream()).toList();
            return asked.size() < one.request().customers().size() || asked.contains(reference);
        }).orElse(false);
    }
}
