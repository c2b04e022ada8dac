// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The door to the keys. Nothing leaves here but keys in {@link SecretBytes} and {@link CustomerKey};
 * the root itself never does. While the keys are closed on this node every call is refused with
 * {@code keys.closed}, which callers let pass: without keys there is nothing to release.
 */
@Service
public class Keys {

    private static final int KEY_BYTES = 32;

    /** A customer's new key, its place in the tree, and how it is stored. */
    public record NewCustomerKey(long slot, byte[] wrapped, CustomerKey key) {}

    private final KeyTable table;
    private final Opening opening;

    Keys(KeyTable table, Opening opening) {
        this.table = table;
        this.opening = opening;
    }

    /** Keys for customers about to be stored. Call it before the transaction that stores them. */
    public List<NewCustomerKey> newCustomerKeys(int count) {
        requireNoTransaction();
        OpenKeys open = opening.required();
        List<NewCustomerKey> keys = new ArrayList<>(count);
        for (long slot : table.slots(count)) {
            KeyPlace place = KeyPlace.customer(slot);
            CustomerKey key = CustomerKey.random();
            try (SecretBytes bytes = key.bytes()) {
                keys.add(new NewCustomerKey(slot, whileOpen(open,
                        () -> KeyWrap.wrap(open.node(place.parent()), bytes, place)), key));
            }
        }
        return keys;
    }

    /** Opens a stored customer key; the caller closes it. */
    public CustomerKey open(long slot, byte[] wrapped) {
        KeyPlace place = KeyPlace.customer(slot);
        OpenKeys open = opening.required();
        try (SecretBytes bytes = whileOpen(open, () -> KeyWrap.unwrap(open.node(place.parent()), wrapped, place))) {
            return CustomerKey.of(bytes);
        }
    }

    /** The key of this name, made on first use. It is shared: do not close it. */
    public SecretBytes named(String name) {
        return named(name, () -> SecretBytes.random(KEY_BYTES));
    }

    SecretBytes named(String name, Supplier<SecretBytes> first) {
        OpenKeys open = opening.required();
        return whileOpen(open, () -> open.named(name, first));
    }

    /** Forgets the key of this name for good: what was sealed under it does not open again. */
    public void destroy(String name) {
        table.dropNamed(name);
        opening.present().ifPresent(open -> open.forget(name));
    }

    /** Whether the keys are open on this node; a moment later they may not be. */
    public boolean open() {
        return opening.present().isPresent();
    }

    /** A key that was wiped under somebody's hands is no failure of ours but the sealing, which is refused as such. */
    private static <T> T whileOpen(OpenKeys open, Supplier<T> use) {
        try {
            return use.get();
        } catch (KeysFailed missing) {
            throw Opening.closed();
        } catch (RuntimeException failed) {
            if (open.closed() && !(failed instanceof Refused)) {
                throw Opening.closed();
            }
            throw failed;
        }
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("New keys are made before the transaction that uses them.");
        }
    }
}
