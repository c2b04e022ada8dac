// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.keyset.KeyNodes;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.keyset.StoredKey;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretBytes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A dense key tree in memory that counts what is read and written. */
final class KeysInMemory implements KeyNodes {

    private static final int CHILDREN = 256;

    private final byte[][] customers;
    private final Map<KeyPlace, byte[]> nodes = new HashMap<>();
    private long bytesRead;
    private long bytesWritten;

    private KeysInMemory(int customers) {
        this.customers = new byte[customers][];
    }

    static KeysInMemory plant(SecretBytes root, int customers, Suite suite) {
        KeysInMemory tree = new KeysInMemory(customers);
        tree.plant(root, KeyPlace.customer(0).path().get(0), suite);
        return tree;
    }

    private void plant(SecretBytes above, KeyPlace place, Suite suite) {
        try (SecretBytes key = SecretBytes.random(32)) {
            put(new StoredKey(place, KeyWrap.wrap(above, key, place, suite)));
            for (int i = 0; place.level() > 0 && i < CHILDREN && exists(place.child(i)); i++) {
                plant(key, place.child(i), suite);
            }
        }
    }

    private boolean exists(KeyPlace place) {
        return place.position() << (8 * place.level()) < customers.length;
    }

    private void put(StoredKey key) {
        if (key.place().level() == 0) {
            customers[(int) key.place().position()] = key.wrapped();
        } else {
            nodes.put(key.place(), key.wrapped());
        }
    }

    private byte[] get(KeyPlace place) {
        return place.level() == 0 ? customers[(int) place.position()] : nodes.get(place);
    }

    @Override
    public List<StoredKey> children(KeyPlace parent) {
        List<StoredKey> children = new ArrayList<>(CHILDREN);
        int many = parent.equals(KeyPlace.ROOT_KEY) ? 1 : CHILDREN;
        for (int i = 0; i < many && exists(parent.child(i)); i++) {
            byte[] wrapped = get(parent.child(i));
            if (wrapped != null) {
                children.add(new StoredKey(parent.child(i), wrapped));
                bytesRead += wrapped.length;
            }
        }
        return children;
    }

    @Override
    public void replace(List<StoredKey> keys) {
        for (StoredKey key : keys) {
            put(key);
            bytesWritten += key.wrapped().length;
        }
    }

    @Override
    public void delete(List<KeyPlace> places) {
        places.forEach(place -> customers[(int) place.position()] = null);
    }

    void clearCounts() {
        bytesRead = 0;
        bytesWritten = 0;
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesWritten() {
        return bytesWritten;
    }
}
