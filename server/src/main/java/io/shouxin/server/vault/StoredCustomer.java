// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.server.keys.Keys;

import java.time.Instant;
import java.util.UUID;

/** A customer as the table has it: everything about a person in it is sealed. */
record StoredCustomer(UUID id, long slot, byte[] wrappedKey, SealedRecord sealed, CustomerState state,
        CustomerRef reference, int version, Instant createdAt, Instant changedAt) {

    CustomerKey open(Keys keys) {
        return keys.open(slot, wrappedKey);
    }

    StoredCustomer with(SealedRecord changed, Instant at) {
        return new StoredCustomer(
                id, slot, wrappedKey, changed, state, reference, version + 1, createdAt, at);
    }
}
