// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The way in, and the life of a customer's row. What a purpose may not collect is refused by name, or
 * dropped and counted where the register says so; values are validated; each customer stored or
 * changed is one entry in the same transaction.
 */
@Service
public class Customers {

    public static final String COLLECT = "vault.collect";

    private static final int ROWS_MAX = 500;
    private static final int TRIES = 3;
    private static final String REASON = "[a-z][a-z-]{1,39}";

    /** Consent given with what is collected: for which purpose, on which notice, by which channel. */
    public record Consent(String purpose, String notice, String channel) {}

    /**
     * One customer as collected.
     *
     * @param customer the id of a customer that is here already; empty for a new one
     * @param fields plain values by field name, as they came
     */
    public record Row(Optional<UUID> customer, Map<String, String> fields, List<Consent> consents) {

        public Row {
            fields = Map.copyOf(fields);
            consents = List.copyOf(consents);
        }

        @Override
        public String toString() {
            return "Row" + fields.keySet();
        }
    }

    /** What to do with a row whose customer number is here already. */
    public enum Existing { REFUSE, UPDATE }

    /** What became of one row. */
    public enum Outcome { CREATED, CHANGED, UNCHANGED, REJECTED }

    /**
     * The answer for one row.
     *
     * @param dropped names of fields the purpose may not keep and the register lets fall
     * @param problems why it was rejected; nothing of it is stored then
     * @param entry the entry written with it; its receipt is there after the commit
     */
    public record Collected(Outcome outcome, Optional<UUID> customer, List<String> dropped,
            List<Refused.Detail> problems, Optional<Ledger.Appended> entry) {}

    private final CustomerTable table;
    private final Gate gate;
    private final Keys keys;
    private final BlindTags tags;
    private final Ledger ledger;
    private final Clock clock;
    private final TransactionTemplate transaction;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Customers(CustomerTable table, Gate gate, Keys keys, BlindTags tags, Ledger ledger, Clock clock,
            TransactionTemplate transaction) {
        this.table = table;
        this.gate = gate;
        this.keys = keys;
        this.tags = tags;
        this.ledger = ledger;
        this.clock = clock;
        this.transaction = transaction;
    }

    static Refused unknown() {
        return new Refused(Refused.Kind.UNKNOWN, "vault.unknown-customer");
    }

    /** Collects rows for one purpose; a bad row is answered as rejected and the others are stored. */
    public List<Collected> collect(String purpose, List<Row> rows, Existing existing, Caller caller) {
        return collect(purpose, rows, existing, caller, answers -> answers);
    }

    /**
     * Collects rows and does one thing more in the same transaction, such as noting how far an import
     * is.
     */
    public <T> T collect(String purpose, List<Row> rows, Existing existing, Caller caller,
            Function<List<Collected>, T> alongside) {
        return gate.decided(caller, present -> collectOnce(purpose, rows, existing, present, alongside));
    }

    private <T> T collectOnce(String purpose, List<Row> rows, Existing existing, Caller caller,
            Function<List<Collected>, T> alongside) {
        if (!caller.may(Permission.CUSTOMER_COLLECT) && !caller.may(Permission.CUSTOMER_IMPORT)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
        new Checks().present("customers", rows).atMost("customers", rows, ROWS_MAX).throwIfAny();
        Registers.InForce inForce = gate.register();
        requireCollects(inForce.register(), purpose, caller);
        Intake intake = new Intake(inForce.register(), purpose,
                LocalDate.ofInstant(clock.instant(), clock.getZone()));
        List<Intake.Checked> checked = rows.stream().map(intake::check).toList();
        for (int i = 1;; i++) {
            try {
                return store(new Storing(inForce, tags.live(inForce.register()), purpose, existing, caller), checked,
                        alongside);
            } catch (DuplicateKeyException | ChangedMeanwhile meanwhile) {
                // Somebody stored one of these customers at the same moment: look again, then it is there.
                if (i == TRIES) {
                    throw new Refused(Refused.Kind.CONFLICT, "vault.changed-meanwhile");
                }
            }
        }
    }

    private void requireCollects(Register register, String purpose, Caller caller) {
        new Checks().that(register.purposes().containsKey(purpose), "purpose", "vault.unknown-purpose").throwIfAny();
        List<Reason> barriers = gate.decideWithoutCustomer(register, caller, purpose, List.of()).reasons();
        if (!barriers.isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.collect-refused")
                    .with("reasons", barriers.stream().map(Reason::key).toList());
        }
    }

    /** Whether this caller may collect for this purpose at all, asked before a large file is sent. */
    public boolean mayCollect(String purpose, Caller caller) {
        Register register = gate.register().register();
        return register.purposes().containsKey(purpose)
                && gate.decideWithoutCustomer(register, caller, purpose, List.of()).reasons().isEmpty();
    }

    private record Storing(Registers.InForce register, BlindTags.Live tags, String purpose, Existing existing,
            Caller caller) {

        /** What everything here knows of the rulings. */
        long ruled() {
            return Math.min(tags.ruled(), Math.min(caller.ruled(), register.ruled()));
        }
    }

    private <T> T store(Storing how, List<Intake.Checked> rows, Function<List<Collected>, T> alongside) {
        Map<String, UUID> known = table.numbered(rows.stream()
                .flatMap(row -> numberTags(row, how.tags())).map(BlindTags.Tag::bytes).toList());
        RowStore batch = new RowStore(table, how.tags(), keys, how.register().register(), clock.instant());
        List<RowStore.Planned> planned =
                batch.plan(rows, row -> target(row, how.tags(), known), how.existing());
        return transaction.execute(status -> {
            ledger.requireRuled(how.ruled());
            batch.write(planned);
            table.addPurpose(planned.stream().filter(RowStore.Planned::stores)
                    .map(one -> one.after().orElseThrow().id()).toList(), how.purpose(), clock.instant());
            return alongside.apply(planned.stream().map(one -> one.answer(one.stores()
                    ? Optional.of(ledger.append(entry(one, how))) : Optional.empty())).toList());
        });
    }

    private static Optional<UUID> target(Intake.Checked row, BlindTags.Live tags, Map<String, UUID> known) {
        return row.row().customer().or(() -> numberTags(row, tags)
                .map(tag -> known.get(BlindTags.hex(tag.bytes()))).filter(Objects::nonNull).findFirst());
    }

    /** A customer stored before a change of suite has its number under the older epoch only. */
    private static Stream<BlindTags.Tag> numberTags(Intake.Checked row, BlindTags.Live tags) {
        return row.number().stream().flatMap(number -> tags.all(Intake.NUMBER_FIELD, number).stream());
    }

    private Entry.Draft entry(RowStore.Planned one, Storing how) {
        Entry.Draft draft = ledger.draft(how.caller().actor(), COLLECT)
                .purpose(how.purpose()).register(how.register().version())
                .customer(one.after().orElseThrow().reference())
                .detail("outcome", one.outcome().name());
        one.changed().forEach(name -> draft.field(name, Entry.Given.COLLECTED, List.of()));
        one.row().dropped().forEach(name -> draft.field(name, Entry.Given.DROPPED, List.of()));
        return draft;
    }

    /**
     * Storage only from now on (PIPL Art. 47): every reveal is refused until it is active again.
     *
     * @param reason a code such as {@code customer-asked}: the ledger keeps no free text, which may hold anything
     */
    public Receipt seal(UUID customer, String reason, Caller by) {
        return move(customer, CustomerState.SEALED, reason, by);
    }

    /** Takes a sealed customer back into use, for a reason as in {@link #seal}. */
    public Receipt unseal(UUID customer, String reason, Caller by) {
        return move(customer, CustomerState.ACTIVE, reason, by);
    }

    private Receipt move(UUID id, CustomerState to, String reason, Caller by) {
        gate.requirePermission(by, Permission.CUSTOMER_SEAL);
        new Checks().that(reason.matches(REASON), "reason", "vault.malformed-reason").throwIfAny();
        CustomerState from = to == CustomerState.SEALED ? CustomerState.ACTIVE : CustomerState.SEALED;
        StoredCustomer customer = table.find(id).orElseThrow(Customers::unknown);
        return Objects.requireNonNull(transaction.execute(status -> {
            if (!table.setState(id, from, to, clock.instant())) {
                throw new Refused(Refused.Kind.CONFLICT, "vault.wrong-state", from.name());
            }
            String action = to == CustomerState.SEALED ? "vault.seal" : "vault.unseal";
            return ledger.append(ledger.draft(by.actor(), action).customer(customer.reference())
                    .detail("reason", reason));
        })).receipt();
    }

    /** What may be known of a customer without a purpose: that it is here, since when, in which state. */
    public record Standing(UUID id, CustomerState state, java.time.Instant since, java.util.Set<String> held) {}

    public Standing standing(UUID id) {
        StoredCustomer one = table.find(id).orElseThrow(Customers::unknown);
        return new Standing(one.id(), one.state(), one.createdAt(), one.sealed().fields());
    }

    public long count() {
        return table.count();
    }

    /** Another change came between reading a customer and writing it. */
    static final class ChangedMeanwhile extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
