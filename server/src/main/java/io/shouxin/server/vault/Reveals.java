// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.Budget;
import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.LegalBasis;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Word;
import io.shouxin.core.seal.SealDamaged;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.budget.Budgets;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.database.SharedReads;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The way out. Decides per field, opens only what may be shown, writes one entry a customer and waits
 * until it is durable; only then does a value leave this class.
 *
 * <p>If the process dies before the entries are durable, nobody was answered; if it dies after, the
 * entries stand for a look that may not have been seen. There is no order in which a value is out and
 * its entry is not on the disk.
 */
@Service
public class Reveals {

    public static final String ACTION = "vault.reveal";

    private static final int CUSTOMERS_MAX = 200;

    /** What is asked: these fields of these customers, for this purpose, on this ticket. */
    public record RevealAsk(
            List<UUID> customers, List<String> fields, String purpose, @Nullable String ticket) {

        public RevealAsk {
            customers = List.copyOf(customers);
            fields = List.copyOf(fields);
        }
    }

    /** One field as given: {@code value} is there for clear, masked and token, and never otherwise. */
    public record Given(Form form, Optional<String> value, List<Reason> reasons) {

        @Override
        public String toString() {
            return "Given[" + form + "]";
        }
    }

    /** One customer's fields and the receipt of the entry that says so. */
    public record Revealed(UUID customer, SortedMap<String, Given> fields, int register, Receipt receipt) {}

    private final CustomerTable table;
    private final Gate gate;
    private final Agreed agreed;
    private final Budgets budgets;
    private final Keys keys;
    private final Ledger ledger;

    Reveals(CustomerTable table, Gate gate, Agreed agreed, Budgets budgets, Keys keys, Ledger ledger) {
        this.table = table;
        this.gate = gate;
        this.agreed = agreed;
        this.budgets = budgets;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** One customer and what was decided about it. */
    record Case(StoredCustomer customer, TicketSystem.Answer ticket, Ask ask, Decision decision) {}

    public List<Revealed> reveal(RevealAsk ask, Caller caller) {
        return reveal(ask, caller, ACTION);
    }

    List<Revealed> reveal(RevealAsk ask, Caller caller, String action) {
        return gate.decided(caller, present -> revealOnce(ask, present, action));
    }

    private List<Revealed> revealOnce(RevealAsk ask, Caller caller, String action) {
        gate.requirePermission(caller, Permission.CUSTOMER_REVEAL);
        Registers.InForce inForce = gate.register();
        List<Case> undecided = cases(ask, caller, inForce.register());
        Agreed.Holding holding = agreed.holding(ask, undecided, caller, inForce.register());
        List<Case> cases = decidedAgain(undecided, holding, caller, inForce.register());
        List<SortedMap<String, Given>> given = new ArrayList<>(cases.size());
        List<Entry.Draft> entries = new ArrayList<>(cases.size());
        for (Case one : cases) {
            given.add(open(one, inForce.register(), TokenExchange.recipientKey(caller, ask.purpose())));
            entries.add(holding.told(entry(one, ask, caller, action).register(inForce.version()), one.decision()));
        }
        List<Receipt> receipts = agreed.record(entries, basis(caller, inForce, cases), holding,
                counted(cases, caller, inForce.register()));
        List<Revealed> revealed = new ArrayList<>(cases.size());
        for (int i = 0; i < cases.size(); i++) {
            revealed.add(new Revealed(
                    cases.get(i).customer().id(), given.get(i), inForce.version(), receipts.get(i)));
        }
        return revealed;
    }

    /** The decision a reveal would meet now, with nothing opened and no entry written. */
    public SortedMap<String, FieldDecision> explain(RevealAsk ask, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_REVEAL);
        Register register = gate.register().register();
        List<Case> cases = cases(ask, caller, register);
        return decidedAgain(cases, agreed.holding(ask, cases, caller, register), caller, register)
                .get(0).decision().fields();
    }

    /**
     * Asks for the agreement of somebody else to exactly this request, in each scene that wants one.
     *
     * @throws Refused {@code vault.no-agreement-needed} where nobody has to agree, or nothing that could be
     *     agreed to would open anything
     */
    @Transactional
    public List<Approval> askAgreement(RevealAsk ask, Approvals.Why why, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_REVEAL);
        return agreed.ask(ask, cases(ask, caller, gate.register().register()), why, caller);
    }

    private List<Case> decidedAgain(List<Case> cases, Agreed.Holding holding, Caller caller, Register register) {
        if (holding.scenes().isEmpty()) {
            return cases;
        }
        return cases.stream().map(one -> {
            Ask asked = one.ask().agreed(holding.scenes());
            return new Case(one.customer(), one.ticket(), asked, gate.decide(register, asked, caller));
        }).toList();
    }

    List<Case> cases(RevealAsk ask, Caller caller, Register register) {
        Set<Budget> families = ask.fields().stream().filter(register.fields()::containsKey)
                .map(field -> family(register, field)).collect(Collectors.toSet());
        int customers = Math.max(1, Set.copyOf(ask.customers()).size());
        return cases(ask, caller, register, new Extent(Operation.REVEAL, customers), families);
    }

    /**
     * What is decided about each of these customers, none of which has been opened yet.
     *
     * @param families budgets that count
     */
    List<Case> cases(RevealAsk ask, Caller caller, Register register, Extent extent, Set<Budget> families) {
        new Checks().present("customers", ask.customers()).atMost("customers", ask.customers(), CUSTOMERS_MAX)
                .throwIfAny();
        gate.requireSense(register, ask.purpose(), ask.fields(), ask.ticket());
        // Asked first and answered with the customers, in one way to the database and back.
        TicketSystem.Asked onTicket = gate.ask(ask.ticket());
        List<StoredCustomer> customers = load(ask.customers());
        Map<UUID, Set<String>> consents = needsConsent(register.purposes().get(ask.purpose()))
                ? table.consents(ask.customers()) : Map.of();
        Map<UUID, Set<Budget>> usedUp = budgets.usedUp(caller, register,
                customers.stream().map(StoredCustomer::id).toList(), families);
        return customers.stream().map(customer -> {
            TicketSystem.Answer ticket = onTicket.about(customer.id());
            Ask asked = gate.ask(caller, ask.purpose(), ask.fields(), extent, new Gate.Subject(customer, ticket.state(),
                    consents.getOrDefault(customer.id(), Set.of()), usedUp.getOrDefault(customer.id(), Set.of())));
            return new Case(customer, ticket, asked, gate.decide(register, asked, caller));
        }).toList();
    }

    /** What the decisions about these customers rest on. */
    Basis basis(Caller caller, Registers.InForce inForce, List<Case> cases) {
        return Basis.ruled(caller.ruled(), inForce.ruled())
                .and(CustomerTable.seen(cases.stream().map(Case::customer).toList()))
                .and(cases.stream().flatMap(one -> one.ticket().seen().stream()).toList());
    }

    /** What is given in the clear, to be counted against the caller's budgets; an application has none. */
    private Agreed.Counted counted(List<Case> cases, Caller caller, Register register) {
        Set<Budgets.Use> uses = new HashSet<>();
        Set<Budgets.Use> beyond = new HashSet<>();
        if (caller.isStaff()) {
            cases.forEach(one -> one.decision().fields().forEach((name, field) -> {
                if (field.form() == Form.CLEAR) {
                    Budgets.Use use = new Budgets.Use(family(register, name), one.customer().id());
                    uses.add(use);
                    if (one.ask().usedUp().contains(use.family())) {
                        beyond.add(use);
                    }
                }
            }));
        }
        return new Agreed.Counted(caller, register, uses, beyond);
    }

    private static Budget family(Register register, String field) {
        return register.classes().get(register.fields().get(field).classCode()).budget();
    }

    private List<StoredCustomer> load(List<UUID> ids) {
        List<SharedReads.Asked<StoredCustomer>> asked = ids.stream().distinct().map(table::ask).toList();
        return asked.stream().map(one -> one.answer().orElseThrow(Customers::unknown)).toList();
    }

    private static boolean needsConsent(Purpose purpose) {
        return purpose.basis() == LegalBasis.CONSENT || purpose.needs().consent();
    }

    /**
     * The values as decided.
     *
     * @param tokens the name of the key that tokens are made under: whoever else is given one gets another
     */
    SortedMap<String, Given> open(Case one, Register register, String tokens) {
        SortedMap<String, Given> given = new TreeMap<>();
        boolean opens = one.decision().fields().values().stream().anyMatch(field -> field.form().opens());
        if (!opens) {
            one.decision().fields().forEach((name, field) ->
                    given.put(name, new Given(field.form(), Optional.empty(), field.reasons())));
            return given;
        }
        try (CustomerKey key = one.customer().open(keys)) {
            one.decision().fields().forEach((name, field) -> given.put(name, new Given(field.form(),
                    value(one.customer(), register.fields().get(name), field.form(), new Opening(key, tokens)),
                    field.reasons())));
            return given;
        } catch (SealDamaged damaged) {
            throw StoredCustomer.damaged(one.customer().id(), damaged.key());
        }
    }

    private record Opening(CustomerKey key, String tokens) {}

    private Optional<String> value(StoredCustomer customer, Field field, Form form, Opening with) {
        return switch (form) {
            case CLEAR, MASKED -> Optional.of(shown(field, form, opened(customer, field, with.key())));
            case TOKEN -> Optional.of(TokenExchange.token(keys, with.tokens(), field, customer.id()));
            case REFUSED, ABSENT -> Optional.empty();
        };
    }

    /** A value in the clear, or behind the field's mask. */
    static String shown(Field field, Form form, SecretText value) {
        return form == Form.CLEAR ? value.plain(PlainAccess.granted())
                : Mask.named(field.mask()).orElseThrow().apply(value);
    }

    private static SecretText opened(StoredCustomer customer, Field field, CustomerKey key) {
        return customer.sealed().open(customer.id(), field.name(), key);
    }

    /** Everything a later replay under other rules needs stands in the entry, and no value. */
    Entry.Draft entry(Case one, RevealAsk ask, Caller caller, String action) {
        Entry.Draft draft = ledger.draft(caller.actor(), action)
                .purpose(ask.purpose())
                .ticket(ask.ticket())
                .customer(one.customer().reference())
                .detail("roles", one.ask().roles().stream().sorted().collect(Collectors.joining(" ")))
                .detail("channel", one.ask().channel().name().toLowerCase(java.util.Locale.ROOT))
                .detail("ticket-state", one.ticket().state().name())
                .detail("state", one.customer().state().name());
        boolean any = false;
        for (Map.Entry<String, FieldDecision> field : one.decision().fields().entrySet()) {
            Form form = field.getValue().form();
            any |= form.opens();
            draft.field(field.getKey(), given(form), field.getValue().reasons().stream().map(Reason::key).toList());
        }
        if (!one.ask().usedUp().isEmpty()) {
            draft.detail("used-up", one.ask().usedUp().stream().map(Word::of).sorted()
                    .collect(Collectors.joining(" ")));
        }
        if (one.ask().extent().customers() > 1) {
            draft.detail("customers", Integer.toString(one.ask().extent().customers()));
        }
        if (!one.ask().consents().isEmpty()) {
            draft.detail("consents", one.ask().consents().stream().sorted().collect(Collectors.joining(" ")));
        }
        return any ? draft : draft.outcome(Entry.Outcome.REFUSED);
    }

    static Entry.Given given(Form form) {
        return switch (form) {
            case CLEAR -> Entry.Given.CLEAR;
            case MASKED -> Entry.Given.MASKED;
            case TOKEN -> Entry.Given.TOKEN;
            case REFUSED, ABSENT -> Entry.Given.REFUSED;
        };
    }
}
