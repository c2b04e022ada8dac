// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.UUID;

/** A customer as the table has it: everything about a person in it is sealed. */
record StoredCustomer(UUID id, long slot, byte[] wrappedKey, SealedRecord sealed, CustomerState state,
        CustomerRef reference, int version, Instant createdAt, Instant changedAt) {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCustomer.class);

    /** @throws Refused {@code vault.damaged} for a key that was changed or is another customer's */
    CustomerKey open(Keys keys) {
        try {
            return keys.open(slot, wrappedKey);
        } catch (KeyDamaged damaged) {
            throw damaged(id, damaged.key());
        }
    }

    /** Nothing of this customer is given or changed until somebody has looked. */
    static Refused damaged(UUID id, String key) {
        LOG.error("Customer {} does not open: {}", id, key);
        return new Refused(Refused.Kind.UNAVAILABLE, "vault.damaged", id.toString());
    }

    StoredCustomer with(SealedRecord changed, Instant at) {
        return new StoredCustomer(
                id, slot, wrappedKey, changed, state, reference, version + 1, createdAt, at);
    }
}
