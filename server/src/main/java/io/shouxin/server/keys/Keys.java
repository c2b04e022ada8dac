// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.secret.SecretBytes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * The door to the keys. Nothing leaves here but keys in {@link SecretBytes} and {@link CustomerKey};
 * the root itself never does.
 *
 * <p>Customer keys are not cached; the pages and inner nodes above them are, for as long as they are
 * used. A node that is missing is made and stored in a transaction of its own, before any key is
 * wrapped under it: were it to vanish with somebody else's rollback, that customer could never be
 * opened again.
 */
@Service
public class Keys {

    private static final int NODES_MAX = 100_000;
    private static final int KEY_BYTES = 32;
    private static final int TOP_LEVEL = 4;
    private static final String PROOF = "root.proof";

    /** A customer's new key, its place in the tree, and how it is stored. */
    public record NewCustomerKey(long slot, byte[] wrapped, CustomerKey key) {}

    private final KeyTable table;
    private final Clock clock;
    private final SortedMap<Integer, SecretBytes> roots;
    private final Cache<KeyPlace, SecretBytes> nodes = Caffeine.newBuilder().maximumSize(NODES_MAX).build();
    private final Cache<String, SecretBytes> named = Caffeine.newBuilder().maximumSize(NODES_MAX).build();

    Keys(KeyTable table, KeyFileCustody custody, Clock clock) {
        this.table = table;
        this.clock = clock;
        List<KeyTable.Root> known = table.roots();
        this.roots = custody.roots(!known.isEmpty());
        if (known.isEmpty()) {
            roots.forEach((version, root) -> table.addRoot(version,
                    KeyWrap.wrapNamed(root, SecretBytes.random(KEY_BYTES), PROOF), clock.instant()));
        }
        table.roots().forEach(this::requireOpens);
    }

    private void requireOpens(KeyTable.Root known) {
        SecretBytes root = roots.get(known.version());
        if (root == null) {
            throw new KeysFailed("The key file holds no root version " + known.version()
                    + ", which this database was sealed with. Bring back the key file that belongs to it.");
        }
        KeyWrap.unwrapNamed(root, known.proof(), PROOF).close();
    }

    /** Keys for customers about to be stored. Call it before the transaction that stores them. */
    public List<NewCustomerKey> newCustomerKeys(int count) {
        requireNoTransaction();
        List<NewCustomerKey> keys = new ArrayList<>(count);
        for (long slot : table.slots(count)) {
            KeyPlace place = KeyPlace.customer(slot);
            CustomerKey key = CustomerKey.random();
            try (SecretBytes bytes = key.bytes()) {
                keys.add(new NewCustomerKey(slot, KeyWrap.wrap(node(place.parent()), bytes, place), key));
            }
        }
        return keys;
    }

    /** Opens a stored customer key; the caller closes it. */
    public CustomerKey open(long slot, byte[] wrapped) {
        KeyPlace place = KeyPlace.customer(slot);
        try (SecretBytes bytes = KeyWrap.unwrap(node(place.parent()), wrapped, place)) {
            return CustomerKey.of(bytes);
        }
    }

    /** The key of this name, made on first use. It is shared: do not close it. */
    public SecretBytes named(String name) {
        return named(name, () -> SecretBytes.random(KEY_BYTES));
    }

    SecretBytes named(String name, Supplier<SecretBytes> first) {
        SecretBytes cached = named.getIfPresent(name);
        if (cached != null) {
            return cached;
        }
        Optional<KeyTable.Wrapped> stored = table.named(name);
        if (stored.isEmpty()) {
            requireNoTransaction();
            int version = roots.lastKey();
            table.addNamed(name, new KeyTable.Wrapped(Optional.of(version),
                    KeyWrap.wrapNamed(root(version), first.get(), name)), clock.instant());
            stored = table.named(name);
        }
        KeyTable.Wrapped wrapped = stored.orElseThrow();
        SecretBytes key = KeyWrap.unwrapNamed(root(wrapped.rootVersion().orElseThrow()), wrapped.bytes(), name);
        named.put(name, key);
        return key;
    }

    /** Forgets the key of this name for good: what was sealed under it does not open again. */
    public void destroy(String name) {
        table.dropNamed(name);
        SecretBytes key = named.getIfPresent(name);
        named.invalidate(name);
        if (key != null) {
            key.close();
        }
    }

    private SecretBytes node(KeyPlace place) {
        SecretBytes cached = nodes.getIfPresent(place);
        if (cached != null) {
            return cached;
        }
        Optional<KeyTable.Wrapped> stored = table.node(place);
        if (stored.isEmpty()) {
            requireNoTransaction();
            add(place);
            stored = table.node(place);
        }
        KeyTable.Wrapped wrapped = stored.orElseThrow();
        SecretBytes above = place.level() == TOP_LEVEL
                ? root(wrapped.rootVersion().orElseThrow()) : node(place.parent());
        SecretBytes key = KeyWrap.unwrap(above, wrapped.bytes(), place);
        nodes.put(place, key);
        return key;
    }

    private void add(KeyPlace place) {
        boolean top = place.level() == TOP_LEVEL;
        Optional<Integer> version = top ? Optional.of(roots.lastKey()) : Optional.empty();
        SecretBytes above = top ? root(roots.lastKey()) : node(place.parent());
        try (SecretBytes key = SecretBytes.random(KEY_BYTES)) {
            table.addNode(place, new KeyTable.Wrapped(version, KeyWrap.wrap(above, key, place)));
        }
    }

    private SecretBytes root(int version) {
        SecretBytes root = roots.get(version);
        if (root == null) {
            throw new IllegalStateException("No root version " + version + " in the key file.");
        }
        return root;
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("New keys are made before the transaction that uses them.");
        }
    }
}
