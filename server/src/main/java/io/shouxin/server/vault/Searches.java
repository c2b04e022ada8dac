// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Index;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds customers by an exact value of an indexed field. Whoever may search may try numbers, so a
 * search states its purpose and leaves an entry whether it hits or misses.
 */
@Service
public class Searches {

    public static final String ACTION = "vault.search";

    private static final int HITS_MAX = 50;
    private static final int VALUE_MAX = 200;

    /** What is looked for. The value prints as dots. */
    public record SearchAsk(String field, SecretText value, String purpose) {

        By by() {
            return new By(field, purpose);
        }
    }

    /** By which field and for which purpose; what somebody else can agree to, because a value is not kept. */
    public record By(String field, String purpose) {}

    /** A customer found, without anything about it. */
    public record Hit(UUID customer, CustomerState state) {}

    /** Who was found; {@code masked} is what was searched for, as it may be repeated. */
    public record Found(List<Hit> hits, String masked, Receipt receipt) {}

    private final CustomerTable table;
    private final BlindTags tags;
    private final Gate gate;
    private final SearchLeave leave;
    private final Ledger ledger;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators.
    Searches(CustomerTable table, BlindTags tags, Gate gate, SearchLeave leave, Ledger ledger, Clock clock) {
        this.table = table;
        this.tags = tags;
        this.gate = gate;
        this.leave = leave;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Searches and writes the entry. A person's search counts against their budget in the transaction that
     * writes it.
     *
     * @throws Refused {@code problem.invalid} naming the part, or with the receipt of the entry {@code
     *     vault.search-refused} when the register does not let this caller search for this purpose, {@code
     *     vault.search-needs-agreement} when somebody else has to agree first, {@code vault.searches-used-up}
     *     when this person's budget is
     */
    public Found search(SearchAsk ask, Caller caller) {
        return gate.decided(caller, present -> searchOnce(ask, present));
    }

    private Found searchOnce(SearchAsk ask, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_SEARCH);
        Registers.InForce inForce = gate.register();
        Register register = inForce.register();
        Field field = requireSense(ask, register);
        BlindTags.Live live = tags.live(register);
        Basis basis = Basis.ruled(caller.ruled(), Math.min(live.ruled(), inForce.ruled()));
        SearchLeave.Leave given = leave.of(ask.by(), caller, register);
        Entry.Draft draft = given.told(ledger.draft(caller.actor(), ACTION).purpose(ask.purpose())
                .register(inForce.version()));
        if (!given.barriers().isEmpty()) {
            Receipt receipt = ledger.record(List.of(draft.outcome(Entry.Outcome.REFUSED)
                    .field(ask.field(), Entry.Given.REFUSED, given.barriers().stream().map(Reason::key).toList())),
                    basis).get(0);
            throw given.refused(receipt);
        }
        SecretText normal = normal(field, ask.value());
        List<StoredCustomer> found = tagged(live, field.name(), normal);
        draft.field(field.name(), Entry.Given.SEARCHED, List.of()).detail("hits", Integer.toString(found.size()));
        if (found.size() == 1) {
            draft.customer(found.get(0).reference());
        }
        Receipt receipt = leave.take(given, draft, basis.and(CustomerTable.seen(found)), found);
        return new Found(found.stream().map(one -> new Hit(one.id(), one.state())).toList(),
                Mask.named(field.mask()).orElseThrow().apply(normal), receipt);
    }

    /**
     * Asks for somebody else's agreement to such a search, in each scene that wants one.
     *
     * @throws Refused {@code vault.no-agreement-needed} where nobody has to agree, or it would open nothing
     */
    @Transactional
    public List<Approval> askAgreement(By by, Approvals.Why why, Caller caller) {
        SearchLeave.Leave now = leave(by, caller);
        return leave.askAgreement(now, why);
    }

    /** The scenes in which somebody has to agree before such a search; empty where nobody has to. */
    public Set<String> needsAgreement(By by, Caller caller) {
        return leave(by, caller).decision().needsAgreement();
    }

    private SearchLeave.Leave leave(By by, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_SEARCH);
        Register register = gate.register().register();
        sense(by, register).throwIfAny();
        return leave.of(by, caller, register);
    }

    /** By all tags the value may have: while a suite is being changed, a customer has one or both. */
    private List<StoredCustomer> tagged(BlindTags.Live live, String field, SecretText normal) {
        List<BlindTags.Tag> asked = live.all(field, normal);
        if (asked.size() == 1) {
            return table.tagged(asked.get(0), HITS_MAX);
        }
        Map<UUID, StoredCustomer> found = new LinkedHashMap<>();
        asked.forEach(tag -> table.tagged(tag, HITS_MAX).forEach(one -> found.put(one.id(), one)));
        return found.values().stream().limit(HITS_MAX).toList();
    }

    private static Field requireSense(SearchAsk ask, Register register) {
        sense(ask.by(), register).that(!ask.value().isEmpty(), "value", "problem.missing").throwIfAny();
        return register.fields().get(ask.field());
    }

    private static Checks sense(By by, Register register) {
        Field field = register.fields().get(by.field());
        return new Checks()
                .that(register.purposes().containsKey(by.purpose()), "purpose", "vault.unknown-purpose")
                .that(field != null && field.index() == Index.EXACT, "field", "vault.not-searchable",
                        String.join(", ", searchable(register)));
    }

    public static List<String> searchable(Register register) {
        return register.fields().values().stream().filter(one -> one.index() == Index.EXACT).map(Field::name)
                .toList();
    }

    /** Of those, the ones by which this caller may search for this purpose now: decided as the search will be. */
    public List<String> allowed(String purpose, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_SEARCH);
        Register register = gate.register().register();
        List<String> all = searchable(register);
        Decision decision = gate.decideWithoutCustomer(register, caller, purpose, all);
        return all.stream().filter(name -> decision.fields().get(name).form() != Form.REFUSED).toList();
    }

    private SecretText normal(Field field, SecretText value) {
        String raw = value.plain(io.shouxin.core.secret.PlainAccess.granted());
        try {
            new Checks().atMost("value", raw, VALUE_MAX).throwIfAny();
            LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
            return ValueType.ofCode(field.type()).orElseThrow().read(raw, today);
        } catch (InvalidValue invalid) {
            throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                    List.of(new Refused.Detail("value", invalid.key())));
        }
    }
}
