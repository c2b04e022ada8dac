// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.SecretBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One page under its parent's fresh key, and the keys of the nodes that were replaced on it. */
final class Rewrapped implements AutoCloseable {

    private final List<StoredKey> stored = new ArrayList<>();
    private final List<Replaced> replaced = new ArrayList<>();

    private Rewrapped() {}

    /** A node with its key before and after. */
    record Replaced(KeyPlace place, SecretBytes oldKey, SecretBytes freshKey) {

        @Override
        public String toString() {
            return "Replaced(" + place + ")";
        }
    }

    static Rewrapped of(List<StoredKey> children, Puncture.Page page, Kek old, Kek fresh, Suite suite) {
        Rewrapped rewrapped = new Rewrapped();
        boolean whole = false;
        try {
            rewrapped.add(children, page, old, fresh, suite);
            whole = true;
            return rewrapped;
        } finally {
            if (!whole) {
                rewrapped.close();
            }
        }
    }

    private void add(List<StoredKey> children, Puncture.Page page, Kek old, Kek fresh, Suite suite) {
        Set<KeyPlace> nodes = new HashSet<>(page.replaced());
        Set<KeyPlace> erased = new HashSet<>(page.erased());
        for (StoredKey child : children) {
            KeyPlace place = child.place();
            if (nodes.contains(place)) {
                Replaced node = new Replaced(place, KeyWrap.unwrap(old, child.wrapped(), place),
                        SecretBytes.random(Kek.KEY_BYTES));
                replaced.add(node);
                store(place, node.freshKey(), fresh, suite);
            } else if (!erased.contains(place)) {
                try (SecretBytes key = KeyWrap.unwrap(old, child.wrapped(), place)) {
                    store(place, key, fresh, suite);
                }
            }
        }
    }

    private void store(KeyPlace place, SecretBytes key, Kek fresh, Suite suite) {
        stored.add(new StoredKey(place, KeyWrap.wrap(fresh, key, place, suite)));
    }

    List<StoredKey> stored() {
        return stored;
    }

    List<Replaced> replaced() {
        return replaced;
    }

    @Override
    public void close() {
        replaced.forEach(node -> {
            node.oldKey().close();
            node.freshKey().close();
        });
    }
}
