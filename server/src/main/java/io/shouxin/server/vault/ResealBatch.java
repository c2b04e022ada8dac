// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.seal.SealDamaged;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.vault.BlindTags.Epoch;
import io.shouxin.server.vault.ResealJob.Target;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Some customers with their values under the new suites. Opening and sealing comes before the transaction;
 * what somebody changed in between is not written and has to be made again.
 */
final class ResealBatch {

    private static final Logger LOG = LoggerFactory.getLogger(ResealBatch.class);

    /** What one customer comes to; without a record there was nothing to seal anew. */
    private record Made(StoredCustomer customer, Optional<CustomerTable.Resealed> row, List<BlindTags.Tag> tags) {}

    private final ResealJob job;
    private final BlindTags tags;
    private final Keys keys;
    private final List<Made> made = new ArrayList<>();
    private int damaged;

    ResealBatch(ResealJob job, BlindTags tags, Keys keys, Collection<StoredCustomer> customers) {
        this.job = job;
        this.tags = tags;
        this.keys = keys;
        customers.stream().filter(one -> job.concerns(one.sealed())).forEach(this::make);
    }

    /** Customers of whom something does not open: they stay as they are, and the others do not wait for them. */
    int damaged() {
        return damaged;
    }

    private void make(StoredCustomer customer) {
        try (CustomerKey key = customer.open(keys)) {
            SealedRecord.Resealed resealed = customer.sealed().resealed(
                    customer.id(), key, field -> job.suite(customer.sealed(), field));
            List<BlindTags.Tag> found = new ArrayList<>();
            Optional<byte[]> number = Optional.empty();
            for (Map.Entry<String, Target> field : job.fields().entrySet()) {
                Optional<BlindTags.Tag> tag = tag(customer, field.getKey(), field.getValue(), key);
                tag.filter(one -> field.getValue().searched()).ifPresent(found::add);
                if (field.getKey().equals(Intake.NUMBER_FIELD)) {
                    number = tag.map(BlindTags.Tag::bytes);
                }
            }
            boolean changes = resealed.isChanged() || number.isPresent();
            if (changes || !found.isEmpty()) {
                made.add(new Made(customer, changes ? Optional.of(new CustomerTable.Resealed(
                        customer, resealed.record(), number)) : Optional.empty(), found));
            }
        } catch (SealDamaged | KeyDamaged broken) {
            LOG.error("Customer {} does not open and keeps its suite: {}", customer.id(), broken.getMessage());
            damaged++;
        }
    }

    private Optional<BlindTags.Tag> tag(StoredCustomer customer, String field, Target target, CustomerKey key) {
        if (target.epoch().isEmpty() || !customer.sealed().fields().contains(field)) {
            return Optional.empty();
        }
        SecretText value = customer.sealed().open(customer.id(), field, key);
        return Optional.of(tags.tag(new Epoch(field, target.epoch().get(), target.suite()), value));
    }

    /** @param resealed how many got a new record */
    record Written(List<UUID> left, int resealed) {}

    /** In a transaction: writes what nobody changed since, and answers whom it has to leave. */
    Written write(CustomerTable table) {
        Map<UUID, Integer> locked = table.lock(made.stream().map(one -> one.customer().id()).toList());
        List<Made> ready = made.stream()
                .filter(one -> Integer.valueOf(one.customer().version()).equals(locked.get(one.customer().id())))
                .toList();
        List<CustomerTable.Resealed> rows = ready.stream().flatMap(one -> one.row().stream()).toList();
        table.reseal(rows);
        table.addTags(ready.stream().flatMap(one -> one.tags().stream()
                .map(tag -> new BlindTags.Of(tag, one.customer().id()))).toList());
        Set<Made> done = Set.copyOf(ready);
        return new Written(made.stream().filter(one -> !done.contains(one)).map(one -> one.customer().id()).toList(),
                rows.size());
    }
}
