// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry.CustomerRef;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Between a customer's id and the reference that stands in the ledger. Implemented by the module that
 * keeps customers; after an erasure it knows the way no longer, in either direction.
 */
public interface CustomerNames {

    Optional<CustomerRef> reference(UUID customer);

    Map<CustomerRef, UUID> customers(Collection<CustomerRef> references);
}
