// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Register;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Turns checked rows into rows of the tables: seals, tags and writes them. Planning needs keys and may
 * make new ones, so it comes before the transaction; writing is the transaction.
 */
final class RowStore {

    private final CustomerTable table;
    private final BlindTags.Live tags;
    private final Keys keys;
    private final Register register;
    private final Instant at;

    RowStore(CustomerTable table, BlindTags.Live tags, Keys keys, Register register, Instant at) {
        this.table = table;
        this.tags = tags;
        this.keys = keys;
        this.register = register;
        this.at = at;
    }

    /** One row and what will become of it. */
    record Planned(Intake.Checked row, Customers.Outcome outcome, Optional<StoredCustomer> after,
            List<String> changed, List<Refused.Detail> problems) {

        boolean stores() {
            return outcome == Customers.Outcome.CREATED || outcome == Customers.Outcome.CHANGED;
        }

        Customers.Collected answer(Optional<Ledger.Appended> entry) {
            return new Customers.Collected(
                    outcome, after.map(StoredCustomer::id), row.dropped(), problems, entry);
        }
    }

    List<Planned> plan(List<Intake.Checked> rows, Function<Intake.Checked, Optional<UUID>> target,
            Customers.Existing existing) {
        List<Optional<UUID>> targets = rows.stream().map(target).toList();
        Map<UUID, StoredCustomer> found = new HashMap<>(
                table.find(targets.stream().flatMap(Optional::stream).distinct().toList()));
        int fresh = (int) targets.stream().filter(Optional::isEmpty).count();
        Iterator<Keys.NewCustomerKey> newKeys =
                fresh == 0 ? List.<Keys.NewCustomerKey>of().iterator() : keys.newCustomerKeys(fresh).iterator();
        Map<SecretText, UUID> numbersHere = new HashMap<>();
        List<Planned> planned = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Intake.Checked row = rows.get(i);
            Optional<UUID> at = targets.get(i).or(() -> row.number().map(numbersHere::get));
            Planned one = at.isEmpty() ? create(row, newKeys) : change(row, at.get(), found, existing);
            one.after().ifPresent(after -> {
                found.put(after.id(), after);
                row.number().ifPresent(number -> numbersHere.put(number, after.id()));
            });
            planned.add(one);
        }
        return planned;
    }

    private Planned create(Intake.Checked row, Iterator<Keys.NewCustomerKey> newKeys) {
        List<Refused.Detail> problems = new ArrayList<>(row.problems());
        row.missingIfNew().forEach(name ->
                problems.add(new Refused.Detail("fields." + name, "problem.missing")));
        if (!problems.isEmpty()) {
            return rejected(row, problems);
        }
        Keys.NewCustomerKey fresh = newKeys.next();
        UUID id = UUID.randomUUID();
        try (CustomerKey key = fresh.key()) {
            SealedRecord sealed = SealedRecord.empty();
            for (Map.Entry<String, SecretText> value : row.values().entrySet()) {
                sealed = sealed.with(id, value.getKey(), value.getValue(), key, suite(value.getKey()));
            }
            StoredCustomer customer = new StoredCustomer(id, fresh.slot(), fresh.wrapped(), sealed,
                    CustomerState.ACTIVE, new CustomerRef(key.ledgerReference(id)), 1, at, at);
            return new Planned(row, Customers.Outcome.CREATED, Optional.of(customer),
                    List.copyOf(row.values().keySet()), List.of());
        }
    }

    private Planned change(Intake.Checked row, UUID id, Map<UUID, StoredCustomer> found,
            Customers.Existing existing) {
        StoredCustomer before = found.get(id);
        List<Refused.Detail> problems = new ArrayList<>(row.problems());
        if (before == null) {
            problems.add(new Refused.Detail("customer", "vault.unknown-customer"));
        } else if (before.state() != CustomerState.ACTIVE) {
            problems.add(new Refused.Detail("customer", "policy.sealed"));
        } else if (existing == Customers.Existing.REFUSE && row.row().customer().isEmpty()) {
            problems.add(new Refused.Detail("fields." + Intake.NUMBER_FIELD, "vault.number-taken"));
        }
        if (!problems.isEmpty()) {
            return rejected(row, problems);
        }
        List<String> changed = new ArrayList<>();
        StoredCustomer customer = Objects.requireNonNull(before);
        try (CustomerKey key = customer.open(keys)) {
            SealedRecord sealed = customer.sealed();
            for (Map.Entry<String, SecretText> value : row.values().entrySet()) {
                if (!holds(customer, value, key)) {
                    sealed = sealed.with(id, value.getKey(), value.getValue(), key, suite(value.getKey()));
                    changed.add(value.getKey());
                }
            }
            return changed.isEmpty() && row.row().consents().isEmpty()
                    ? new Planned(row, Customers.Outcome.UNCHANGED, Optional.of(customer), List.of(), List.of())
                    : new Planned(row, Customers.Outcome.CHANGED, Optional.of(customer.with(sealed, at)),
                            changed, List.of());
        }
    }

    private Suite suite(String field) {
        return Objects.requireNonNull(register.fields().get(field)).suite();
    }

    private static boolean holds(StoredCustomer customer, Map.Entry<String, SecretText> value, CustomerKey key) {
        return customer.sealed().fields().contains(value.getKey())
                && customer.sealed().open(customer.id(), value.getKey(), key).equals(value.getValue());
    }

    private static Planned rejected(Intake.Checked row, List<Refused.Detail> problems) {
        return new Planned(row, Customers.Outcome.REJECTED, Optional.empty(), List.of(), problems);
    }

    /** All of it or none: the caller's transaction holds the entries as well. */
    void write(List<Planned> planned) {
        table.insert(planned.stream().filter(one -> one.outcome() == Customers.Outcome.CREATED)
                .map(one -> new CustomerTable.NewRow(one.after().orElseThrow(), numberTag(one))).toList());
        for (Planned one : planned) {
            if (one.outcome() == Customers.Outcome.CHANGED) {
                StoredCustomer after = one.after().orElseThrow();
                if (!table.update(after)) {
                    throw new Customers.ChangedMeanwhile();
                }
                table.dropTags(after.id(), one.changed());
            }
        }
        table.addTags(planned.stream().filter(Planned::stores).flatMap(one -> one.row().indexed().stream()
                .filter(one.changed()::contains)
                .flatMap(field -> tags.all(field, Objects.requireNonNull(one.row().values().get(field))).stream())
                .map(tag -> new BlindTags.Of(tag, one.after().orElseThrow().id()))).toList());
        planned.stream().filter(Planned::stores).forEach(one -> one.row().row().consents().forEach(consent ->
                table.addConsent(one.after().orElseThrow().id(), consent, at)));
    }

    private Optional<byte[]> numberTag(Planned one) {
        return one.row().number().map(number -> tags.newest(Intake.NUMBER_FIELD, number).bytes());
    }
}
