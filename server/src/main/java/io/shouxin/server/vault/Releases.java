// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Reveals.Case;
import io.shouxin.server.vault.Reveals.Given;
import io.shouxin.server.vault.Reveals.RevealAsk;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * The way out for files. The same decisions as for a look, customer by customer and field by field, each with its
 * entry; and besides nothing leaves in a file that no scene for exports covers, because nobody writes one alone (GB/T
 * 35273 7.1, 工信部令第 24 号第 13 条).
 *
 * <p>What a file gives is not counted against its asker's budget: whoever asks never reads it, it is encrypted to
 * somebody else, and two people have set how many rows it may have.
 */
@Service
public class Releases {

    public static final String ACTION = "vault.export";

    private static final String AGREED = "policy.agreed";

    /** What a file is to hold: these fields for this purpose, for somebody whom the register names. */
    public record FileAsk(List<String> fields, String purpose, String recipient, int customers) {

        public FileAsk {
            fields = List.copyOf(fields);
        }
    }

    /** A file that two people have agreed to. */
    public record Agreement(UUID export, int register, Set<String> scenes, List<Entry.Approval> approvals) {

        public Agreement {
            scenes = Set.copyOf(scenes);
            approvals = List.copyOf(approvals);
        }
    }

    /** One customer's values as decided; a field the customer has no value of is not there. */
    public record Row(UUID customer, SortedMap<String, Given> fields) {}

    /**
     * Some customers of a file.
     *
     * @param leftOut customers of whom nothing may be given now, by the key of the first reason
     */
    public record Batch(List<Row> rows, Map<String, Integer> leftOut) {}

    private final Reveals reveals;
    private final CustomerTable table;
    private final BlindTags tags;
    private final Gate gate;
    private final Keys keys;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Releases(Reveals reveals, CustomerTable table, BlindTags tags, Gate gate, Keys keys, Ledger ledger,
            TransactionTemplate transaction) {
        this.reveals = reveals;
        this.table = table;
        this.tags = tags;
        this.gate = gate;
        this.keys = keys;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /**
     * Which scenes somebody has to agree to before this file may be written; never none.
     *
     * @throws Refused naming what keeps the file from being written by anybody's agreement
     */
    public Set<String> scenes(FileAsk ask, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_EXPORT);
        Register register = gate.register().register();
        gate.requireSense(register, ask.purpose(), ask.fields(), null);
        requireRecipient(register, ask);
        Extent extent = new Extent(Operation.EXPORT, ask.customers());
        Decision before = gate.decideWithoutCustomer(register, caller, ask.purpose(), ask.fields(), extent, Set.of());
        if (!before.reasons().isEmpty()) {
            throw refused("vault.export-refused", before.reasons());
        }
        if (register.purposes().get(ask.purpose()).needs().ticket()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.export-ticket");
        }
        Set<String> scenes = new TreeSet<>(before.needsAgreement());
        requireCovered(gate.decideWithoutCustomer(register, caller, ask.purpose(), ask.fields(), extent, scenes));
        return scenes;
    }

    /** The form each field would have in the file, or why it would not be in it; nothing is opened for that. */
    public SortedMap<String, FieldDecision> preview(FileAsk ask, Caller caller) {
        gate.requirePermission(caller, Permission.CUSTOMER_EXPORT);
        Register register = gate.register().register();
        gate.requireSense(register, ask.purpose(), ask.fields(), null);
        return gate.decideWithoutCustomer(register, caller, ask.purpose(), ask.fields(),
                new Extent(Operation.EXPORT, ask.customers()), register.scenes().keySet()).fields();
    }

    private static void requireRecipient(Register register, FileAsk ask) {
        Recipient recipient = register.recipients().get(ask.recipient());
        if (recipient == null) {
            throw new Refused(Refused.Kind.INVALID, "vault.export-recipient-unknown");
        }
        if (recipient.key().isEmpty()) {
            throw new Refused(Refused.Kind.CONFLICT, "vault.export-recipient-key", ask.recipient());
        }
        List<String> more = ask.fields().stream().filter(field -> !recipient.fields().contains(field)).toList();
        if (!recipient.purposes().contains(ask.purpose()) || !more.isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.export-recipient-limits", ask.recipient(),
                    String.join(" ", more));
        }
    }

    /** Every field is given on somebody's agreement, or the file is refused with the names of those that are not. */
    private static void requireCovered(Decision decision) {
        List<String> refused = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        decision.fields().forEach((name, field) -> {
            if (!field.form().opens()) {
                refused.add(name);
            } else if (field.reasons().stream().noneMatch(reason -> reason.key().equals(AGREED))) {
                alone.add(name);
            }
        });
        if (!refused.isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.export-fields", String.join(" ", refused));
        }
        if (!alone.isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.export-no-scene", String.join(" ", alone));
        }
    }

    private static Refused refused(String key, List<Reason> reasons) {
        return new Refused(Refused.Kind.FORBIDDEN, key)
                .with("reasons", reasons.stream().map(Reason::key).toList());
    }

    /** The ids of the next active customers after this one; they say nothing about anybody. */
    public List<UUID> after(UUID customer, int limit) {
        return table.activeAfter(customer, limit);
    }

    /** How many customers there are, active or not. */
    public long count() {
        return table.count();
    }

    /**
     * Those of these numbers that are customers'. A number that no customer can have is left out like one that none
     * has.
     */
    public List<UUID> numbered(List<String> numbers) {
        BlindTags.Live live = tags.live(gate.register().register());
        List<byte[]> asked = numbers.stream().flatMap(number -> normal(number).stream())
                .flatMap(number -> live.all(Intake.NUMBER_FIELD, number).stream()).map(BlindTags.Tag::bytes).toList();
        return asked.isEmpty() ? List.of() : table.numbered(asked).values().stream().distinct().sorted().toList();
    }

    private static Optional<SecretText> normal(String number) {
        try {
            return Optional.of(ValueType.CUSTOMER_NUMBER.read(number));
        } catch (InvalidValue invalid) {
            return Optional.empty();
        }
    }

    /** A token of this field for this recipient that stands for nobody. */
    public String tokenOfNobody(Field field, String recipient) {
        return TokenExchange.token(keys, TokenExchange.recipientKey(recipient), field, UUID.randomUUID());
    }

    /**
     * Gives some customers of a file to {@code keep} in the transaction that writes their entries: what it keeps of
     * them is there exactly where the entries are.
     *
     * @throws Refused {@code vault.export-register-changed} when other rules are in force than were agreed on
     */
    public <T> T release(FileAsk ask, Agreement agreement, List<UUID> customers, Caller caller,
            Function<Batch, T> keep) {
        return gate.decided(caller, present -> releaseOnce(ask, agreement, customers, present, keep));
    }

    private <T> T releaseOnce(FileAsk ask, Agreement agreement, List<UUID> customers, Caller caller,
            Function<Batch, T> keep) {
        gate.requirePermission(caller, Permission.CUSTOMER_EXPORT);
        Registers.InForce inForce = gate.register();
        if (inForce.version() != agreement.register()) {
            throw new Refused(Refused.Kind.INVALID, "vault.export-register-changed");
        }
        List<UUID> there = customers.stream().filter(table.find(customers)::containsKey).toList();
        RevealAsk of = new RevealAsk(there, ask.fields(), ask.purpose(), null);
        List<Case> cases = there.isEmpty() ? List.of() : reveals.cases(of, caller, inForce.register(),
                new Extent(Operation.EXPORT, ask.customers()), Set.of()).stream()
                .map(one -> agreed(one, agreement, caller, inForce.register())).toList();
        List<Row> rows = new ArrayList<>(cases.size());
        List<Entry.Draft> entries = new ArrayList<>(cases.size());
        Map<String, Integer> leftOut = new HashMap<>();
        List<Case> given = new ArrayList<>(cases.size());
        for (Case one : cases) {
            Optional<String> barrier = barrier(one.decision());
            if (barrier.isPresent()) {
                leftOut.merge(barrier.get(), 1, Integer::sum);
                continue;
            }
            given.add(one);
            rows.add(new Row(one.customer().id(), reveals.open(one, inForce.register(),
                    TokenExchange.recipientKey(ask.recipient()))));
            entries.add(entry(one, of, ask, agreement, caller).register(inForce.version()));
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            ledger.appendRelease(entries, reveals.basis(caller, inForce, given));
            return keep.apply(new Batch(rows, leftOut));
        }));
    }

    private Case agreed(Case one, Agreement agreement, Caller caller, Register register) {
        var asked = one.ask().agreed(agreement.scenes());
        return new Case(one.customer(), one.ticket(), asked, gate.decide(register, asked, caller));
    }

    /** Why nothing of a customer goes into the file: sealed, no consent, or no value at all. */
    private static Optional<String> barrier(Decision decision) {
        if (!decision.reasons().isEmpty()) {
            return Optional.of(decision.reasons().get(0).key());
        }
        boolean any = decision.fields().values().stream().anyMatch(field -> field.form().opens());
        return any ? Optional.empty() : Optional.of("vault.nothing-held");
    }

    private Entry.Draft entry(Case one, RevealAsk of, FileAsk ask, Agreement agreement, Caller caller) {
        Entry.Draft draft = reveals.entry(one, of, caller, ACTION)
                .object("export", agreement.export().toString()).detail("recipient", ask.recipient())
                .detail("agreed", String.join(" ", new TreeSet<>(agreement.scenes())));
        agreement.approvals().forEach(draft::approval);
        return draft;
    }

    /** Values for the row of somebody who is no customer, with each field masked as it would be for one. */
    public SortedMap<String, String> disguised(Map<String, SecretText> values, Map<String, Form> forms) {
        Register register = gate.register().register();
        SortedMap<String, String> written = new TreeMap<>();
        values.forEach((name, value) -> written.put(name, Reveals.shown(register.fields().get(name),
                forms.getOrDefault(name, Form.MASKED), value)));
        return written;
    }
}
