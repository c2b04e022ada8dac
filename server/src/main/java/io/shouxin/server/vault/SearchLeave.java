// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.BudgetLimit;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Word;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.budget.Budgets;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Searches.By;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether somebody may search once more: what the register says, what is left of their budget, and who has agreed
 * to more. Where nothing is left nobody is looked for, not even somebody who counts already: whether they do
 * would be an answer.
 */
@Component
class SearchLeave {

    private static final String BUDGET = "policy.budget-used-up";

    private final Gate gate;
    private final Budgets budgets;
    private final Agreed agreed;

    SearchLeave(Gate gate, Budgets budgets, Agreed agreed) {
        this.gate = gate;
        this.budgets = budgets;
        this.agreed = agreed;
    }

    /**
     * What was decided about one search.
     *
     * @param limit the searcher's budget; empty where nothing is counted
     */
    record Leave(Caller caller, Register register, Ask ask, Decision decision, Agreed.Holding holding,
            Optional<BudgetLimit> limit) {

        private FieldDecision field() {
            return decision.fields().get(ask.fields().get(0));
        }

        /** Why not; empty where the search may be made. */
        List<Reason> barriers() {
            return field().form() == Form.REFUSED ? field().reasons() : List.of();
        }

        /** What a later look at the entry needs to decide it again. */
        Entry.Draft told(Entry.Draft draft) {
            draft.detail("roles", ask.roles().stream().sorted().collect(Collectors.joining(" ")))
                    .detail("channel", ask.channel().name().toLowerCase(Locale.ROOT));
            if (!ask.usedUp().isEmpty()) {
                draft.detail("used-up", ask.usedUp().stream().map(Word::of).sorted()
                        .collect(Collectors.joining(" ")));
            }
            return holding.told(draft, decision);
        }

        Refused refused(Receipt receipt) {
            boolean needed = !decision.needsAgreement().isEmpty();
            boolean usedUp = needed && !ask.usedUp().isEmpty()
                    || barriers().stream().anyMatch(reason -> reason.key().equals(BUDGET));
            Refused refused = usedUp ? new Refused(Refused.Kind.FORBIDDEN, "vault.searches-used-up",
                    Integer.toString(limit.orElseThrow().limit()), Integer.toString(limit.get().days()))
                    : new Refused(Refused.Kind.FORBIDDEN,
                            needed ? "vault.search-needs-agreement" : "vault.search-refused");
            return refused.with("reasons", barriers().stream().map(Reason::key).toList())
                    .with("receipt", receipt.entry());
        }
    }

    /** The ticket cannot be checked before the customer is known; everything else can. */
    Leave of(By by, Caller caller, Register register) {
        Optional<Budgets.Level> level = budgets.searches(caller, register);
        Set<Budget> usedUp = level.filter(Budgets.Level::usedUp).map(one -> Set.of(Budget.SEARCH)).orElse(Set.of());
        Ask whether = gate.askWithoutCustomer(register, caller, by.purpose(), List.of(by.field()), Extent.SEARCH)
                .usedUp(usedUp);
        Decision alone = gate.decide(register, whether, caller);
        Agreed.Holding holding = agreed.holding(request(whether), alone.needsAgreement(), register);
        Ask with = whether.agreed(holding.scenes());
        return new Leave(caller, register, with, gate.decide(register, with, caller), holding,
                level.map(Budgets.Level::limit));
    }

    /** No customer and no value: nobody was found yet, and a value is not kept, in no form. */
    private static ExactRequest request(Ask ask) {
        return new ExactRequest(ask.actor(), "", Operation.SEARCH, List.of(), ask.fields(), ask.purpose(),
                Optional.empty(), 0, "");
    }

    List<Approval> askAgreement(Leave now, Approvals.Why why) {
        Set<String> needed = now.decision().needsAgreement();
        if (needed.isEmpty() || !now.decision().reasons().isEmpty()) {
            throw new Refused(Refused.Kind.CONFLICT, "vault.no-agreement-needed");
        }
        return agreed.ask(request(now.ask()), needed, why, false, now.caller());
    }

    /** Makes the entry durable, and in the same transaction counts the search and uses what was agreed to. */
    Receipt take(Leave leave, Entry.Draft entry, Basis basis, List<StoredCustomer> found) {
        Budgets.Use use = found.size() == 1 ? Budgets.Use.found(found.get(0).id()) : Budgets.Use.tried();
        Set<Budgets.Use> uses = leave.limit().isPresent() ? Set.of(use) : Set.of();
        Set<Budgets.Use> beyond = leave.ask().usedUp().isEmpty() ? Set.of() : uses;
        return agreed.record(List.of(entry), basis, leave.holding(),
                new Agreed.Counted(leave.caller(), leave.register(), uses, beyond)).get(0);
    }
}
