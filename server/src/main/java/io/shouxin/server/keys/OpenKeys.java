// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.secret.SecretBytes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The keys of this node from one opening to the next sealing. {@link #close} wipes everything that is
 * remembered; a thread that was about to remember something then wipes it itself.
 *
 * <p>Customer keys are not cached; the pages and inner nodes above them are, for as long as they are
 * used. A node that is missing is made and stored in a transaction of its own, before any key is
 * wrapped under it: were it to vanish with somebody else's rollback, that customer could never be
 * opened again.
 */
final class OpenKeys implements AutoCloseable {

    private static final int KEPT_MAX = 100_000;
    private static final int KEY_BYTES = 32;
    private static final int TOP_LEVEL = 4;
    /** Another node may rotate the root between our look and our write, but not again and again. */
    private static final int TRIES = 5;

    private final KeyTable table;
    private final Clock clock;
    private final IntFunction<Root> later;
    private final Map<Integer, Root> roots = new ConcurrentHashMap<>();
    private final Cache<KeyPlace, SecretBytes> nodes = Caffeine.newBuilder().maximumSize(KEPT_MAX).build();
    private final Cache<String, SecretBytes> named = Caffeine.newBuilder().maximumSize(KEPT_MAX).build();
    private volatile boolean closed;

    /** @param later opens a root version that another node has made since */
    OpenKeys(KeyTable table, Clock clock, Map<Integer, Root> roots, IntFunction<Root> later) {
        this.table = table;
        this.clock = clock;
        this.later = later;
        this.roots.putAll(roots);
    }

    SecretBytes node(KeyPlace place) {
        SecretBytes cached = nodes.getIfPresent(place);
        if (cached != null) {
            return cached;
        }
        KeyTable.Wrapped wrapped = table.node(place).orElseGet(() -> addNode(place));
        SecretBytes key = place.level() == TOP_LEVEL
                ? root(wrapped.rootVersion().orElseThrow()).unwrap(wrapped.bytes(), place)
                : KeyWrap.unwrap(node(place.parent()), wrapped.bytes(), place);
        return remember(nodes, place, key);
    }

    /** Two nodes of the system may meet here: the first one's key stays, and the other reads it. */
    private KeyTable.Wrapped addNode(KeyPlace place) {
        requireNoTransaction();
        for (int i = 0; i < TRIES; i++) {
            try (SecretBytes key = SecretBytes.random(KEY_BYTES)) {
                if (place.level() == TOP_LEVEL) {
                    int version = table.inUse();
                    table.addNode(place, new KeyTable.Wrapped(Optional.of(version), root(version).wrap(key, place)));
                } else {
                    table.addNode(place, new KeyTable.Wrapped(Optional.empty(),
                            KeyWrap.wrap(node(place.parent()), key, place)));
                }
            }
            Optional<KeyTable.Wrapped> stored = table.node(place);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new IllegalStateException("The root was rotated again and again meanwhile.");
    }

    SecretBytes named(String name, Supplier<SecretBytes> first) {
        SecretBytes cached = named.getIfPresent(name);
        if (cached != null) {
            return cached;
        }
        KeyTable.Wrapped wrapped = table.named(name).orElseGet(() -> addNamed(name, first));
        return remember(named, name,
                root(wrapped.rootVersion().orElseThrow()).unwrapNamed(wrapped.bytes(), name));
    }

    private KeyTable.Wrapped addNamed(String name, Supplier<SecretBytes> first) {
        requireNoTransaction();
        for (int i = 0; i < TRIES; i++) {
            int version = table.inUse();
            try (SecretBytes key = first.get()) {
                table.addNamed(name, new KeyTable.Wrapped(Optional.of(version),
                        root(version).wrapNamed(key, name)), clock.instant());
            }
            Optional<KeyTable.Wrapped> stored = table.named(name);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new IllegalStateException("The root was rotated again and again meanwhile.");
    }

    void forget(String name) {
        SecretBytes key = named.asMap().remove(name);
        if (key != null) {
            key.close();
        }
    }

    Root root(int version) {
        Root known = roots.get(version);
        return known != null ? known : add(version, later.apply(version));
    }

    Root add(int version, Root root) {
        roots.put(version, root);
        if (closed) {
            root.close();
        }
        return root;
    }

    /** Of a version that was destroyed. */
    void forget(int version) {
        Root root = roots.remove(version);
        if (root != null) {
            root.close();
        }
    }

    private <K> SecretBytes remember(Cache<K, SecretBytes> cache, K place, SecretBytes key) {
        SecretBytes before = cache.asMap().putIfAbsent(place, key);
        if (closed) {
            // The sealing may have passed before this was put in.
            wipe(cache);
        }
        if (before != null) {
            key.close();
            return before;
        }
        return key;
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("New keys are made before the transaction that uses them.");
        }
    }

    private static void wipe(Cache<?, SecretBytes> cache) {
        cache.asMap().values().forEach(SecretBytes::close);
        cache.invalidateAll();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        roots.values().forEach(Root::close);
        wipe(nodes);
        wipe(named);
    }
}
