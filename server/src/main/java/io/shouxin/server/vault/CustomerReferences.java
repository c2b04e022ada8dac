// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.server.audit.CustomerNames;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells the ledger's pages which customer a reference stands for, for as long as its row is here. */
@Component
class CustomerReferences implements CustomerNames {

    private final CustomerTable table;

    CustomerReferences(CustomerTable table) {
        this.table = table;
    }

    @Override
    public Optional<CustomerRef> reference(UUID customer) {
        return table.find(customer).map(StoredCustomer::reference);
    }

    @Override
    public Map<CustomerRef, UUID> customers(Collection<CustomerRef> references) {
        return references.isEmpty() ? Map.of() : table.customers(references);
    }
}
