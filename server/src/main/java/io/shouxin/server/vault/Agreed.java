// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.TicketState;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.budget.Budgets;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Reveals.Case;
import io.shouxin.server.vault.Reveals.RevealAsk;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Between the door and what is used up by it: an agreement, a budget. That and what is let go are one transaction:
 * a server that dies between them has let nothing go and used nothing.
 */
@Component
class Agreed {

    private final Approvals approvals;
    private final Budgets budgets;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    Agreed(Approvals approvals, Budgets budgets, Ledger ledger, TransactionTemplate transaction) {
        this.approvals = approvals;
        this.budgets = budgets;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /**
     * What is counted against somebody's budgets.
     *
     * @param beyond what of it somebody has agreed to beyond the budget
     */
    record Counted(Caller caller, Register register, Set<Budgets.Use> uses, Set<Budgets.Use> beyond) {}

    /** What holds for a request, by scene; nearly always nothing. */
    record Holding(Map<String, Approvals.Held> byScene) {

        private static final Holding NONE = new Holding(Map.of());
        private static final String AGREED = "policy.agreed";

        Set<String> scenes() {
            return byScene.keySet();
        }

        /** The entry with who agreed, where a field of it was given on that. */
        Entry.Draft told(Entry.Draft draft, Decision decision) {
            SortedSet<String> used = used(decision);
            used.forEach(scene -> draft.approval(approval(byScene.get(scene).approval())));
            return used.isEmpty() ? draft : draft.detail("agreed", String.join(" ", used));
        }

        private static Entry.Approval approval(Approval one) {
            Approval.Decided decided = one.decided().orElseThrow();
            return new Entry.Approval(decided.by(), decided.at(), one.id());
        }

        private static SortedSet<String> used(Decision decision) {
            SortedSet<String> used = new TreeSet<>();
            decision.fields().values().stream().flatMap(field -> field.reasons().stream())
                    .filter(reason -> reason.key().equals(AGREED)).map(Reason::arguments).forEach(used::addAll);
            return used;
        }
    }

    /** Looks only where somebody has to agree, so that an ordinary look costs nothing more. */
    Holding holding(RevealAsk ask, List<Case> cases, Caller caller, Register register) {
        Set<String> needed = needed(cases);
        if (needed.isEmpty()) {
            return Holding.NONE;
        }
        return holding(request(ask, cases, caller), needed, register);
    }

    /** What holds for exactly this request, in all these scenes. */
    Holding holding(ExactRequest request, Set<String> needed, Register register) {
        // All or nothing: half of what is needed would be used up and open less than was asked for.
        Map<String, Approvals.Held> held = needed.isEmpty() ? Map.of() : approvals.holding(request, needed, register);
        return !needed.isEmpty() && held.keySet().containsAll(needed) ? new Holding(held) : Holding.NONE;
    }

    private static Set<String> needed(List<Case> cases) {
        Set<String> needed = new TreeSet<>();
        cases.forEach(one -> needed.addAll(one.decision().needsAgreement()));
        return needed;
    }

    private static ExactRequest request(RevealAsk ask, List<Case> cases, Caller caller) {
        return new ExactRequest(caller.id(), "", Operation.REVEAL,
                cases.stream().map(one -> one.customer().id()).toList(), ask.fields(), ask.purpose(),
                Optional.ofNullable(ask.ticket()), 0, "");
    }

    List<Approval> ask(RevealAsk ask, List<Case> cases, Approvals.Why why, Caller caller) {
        Set<String> needed = needed(cases);
        boolean refused = cases.stream().anyMatch(one -> !one.decision().reasons().isEmpty());
        if (needed.isEmpty() || refused) {
            throw new Refused(Refused.Kind.CONFLICT, "vault.no-agreement-needed");
        }
        boolean ticket = cases.stream().allMatch(one -> one.ticket().state() == TicketState.GOOD);
        ExactRequest request = request(ask, cases, caller);
        return ask(request, needed, why, ticket, caller);
    }

    List<Approval> ask(ExactRequest request, Set<String> needed, Approvals.Why why, boolean ticket, Caller caller) {
        return needed.stream().map(scene -> approvals.ask(request.in(scene), why, ticket, caller)).toList();
    }

    /** Makes the entries durable; with what is used up by them, in one transaction. */
    List<Receipt> record(List<Entry.Draft> entries, Basis basis, Holding holding, Counted counted) {
        if (holding.scenes().isEmpty() && counted.uses().isEmpty()) {
            return ledger.record(entries, basis);
        }
        List<Approvals.Held> held = holding.byScene().values().stream()
                .sorted(Comparator.comparing(one -> one.approval().id())).toList();
        long ruled = held.stream().mapToLong(Approvals.Held::ruled).min().orElse(Long.MAX_VALUE);
        List<Ledger.Appended> appended = Objects.requireNonNull(transaction.execute(status -> {
            approvals.use(held.stream().map(Approvals.Held::approval).toList());
            List<Ledger.Appended> written = ledger.appendRelease(entries, basis.and(Basis.ruled(ruled)));
            budgets.take(counted.caller(), counted.register(), counted.uses(), counted.beyond());
            return written;
        }));
        return appended.stream().map(Ledger.Appended::receipt).toList();
    }
}
