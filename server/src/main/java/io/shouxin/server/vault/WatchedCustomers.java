// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.server.ledger.Watched;

import org.springframework.stereotype.Component;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares customers again when an entry that rests on them is written: each change of a customer's
 * values, consents or state gives its row a new version.
 */
@Component
class WatchedCustomers implements Watched<UUID> {

    private final CustomerTable table;

    WatchedCustomers(CustomerTable table) {
        this.table = table;
    }

    List<Seen<UUID>> seen(List<StoredCustomer> customers) {
        return customers.stream().map(one -> seen(one.id(), one.version())).toList();
    }

    @Override
    public Set<UUID> changed(Map<UUID, Integer> seen) {
        Set<UUID> changed = new HashSet<>(seen.keySet());
        table.versions(seen.keySet()).forEach((id, version) -> {
            if (version.equals(seen.get(id))) {
                changed.remove(id);
            }
        });
        return changed;
    }
}
