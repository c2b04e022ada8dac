// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All tables of an operator in memory: the tree's nodes, and for each customer the wrapped key and a sealed record
 * of one field whose value is the slot. Lean enough for a million customers with their copy.
 */
final class Tables implements KeyNodes {

    static final String FIELD = "f";

    private static final int WRAPPED_BYTES = 50;
    private static final int RECORD_BYTES = 3 + 1 + FIELD.length() + 9 + 12 + 16 + 16;

    final long[] slots;
    private final byte[] customerKeys;
    private final byte[] records;
    private final boolean[] there;
    private final Map<KeyPlace, byte[]> nodes;
    int pagesRead;

    private Tables(long[] slots, byte[] customerKeys, byte[] records, boolean[] there, Map<KeyPlace, byte[]> nodes) {
        this.slots = slots;
        this.customerKeys = customerKeys;
        this.records = records;
        this.there = there;
        this.nodes = nodes;
    }

    /**
     * Customers in these slots, in rising order.
     *
     * @param suites by which each key and the customer's value are sealed
     */
    static Tables plant(SecretBytes root, long[] slots, Function<KeyPlace, Suite> suites) {
        Tables tables = new Tables(slots, new byte[slots.length * WRAPPED_BYTES], new byte[slots.length * RECORD_BYTES],
                new boolean[slots.length], new TreeMap<>(Tables::compare));
        Arrays.fill(tables.there, true);
        Map<KeyPlace, SecretBytes> keys = new TreeMap<>(Tables::compare);
        keys.put(KeyPlace.ROOT_KEY, root);
        for (long slot : slots) {
            if (!keys.containsKey(KeyPlace.customer(slot).parent())) {
                for (KeyPlace node : KeyPlace.customer(slot).parent().path()) {
                    keys.computeIfAbsent(node, one -> SecretBytes.random(32));
                    tables.nodes.computeIfAbsent(node,
                            one -> KeyWrap.wrap(keys.get(one.parent()), keys.get(one), one, suites.apply(one)));
                }
            }
        }
        tables.forEachPage((page, from, to) -> {
            try (Kek kek = new Kek(keys.get(page))) {
                for (int i = from; i < to; i++) {
                    tables.plant(kek, i, suites.apply(KeyPlace.customer(slots[i])));
                }
            }
        });
        return tables;
    }

    private void plant(Kek kek, int index, Suite suite) {
        KeyPlace place = KeyPlace.customer(slots[index]);
        try (CustomerKey key = CustomerKey.random(); SecretBytes bytes = key.bytes()) {
            byte[] wrapped = KeyWrap.wrap(kek, bytes, place, suite);
            System.arraycopy(wrapped, 0, customerKeys, index * WRAPPED_BYTES, WRAPPED_BYTES);
            byte[] record = SealedRecord.empty()
                    .with(id(slots[index]), FIELD, SecretText.of(Long.toString(slots[index])), key, suite).bytes();
            System.arraycopy(record, 0, records, index * RECORD_BYTES, RECORD_BYTES);
        }
    }

    static UUID id(long slot) {
        return new UUID(slot, 7);
    }

    Tables copy() {
        Map<KeyPlace, byte[]> copied = new TreeMap<>(Tables::compare);
        copied.putAll(nodes);
        return new Tables(slots, customerKeys.clone(), records.clone(), there.clone(), copied);
    }

    /** All inner nodes, each after its parent. */
    List<StoredKey> nodes() {
        return nodes.entrySet().stream().map(node -> new StoredKey(node.getKey(), node.getValue())).toList();
    }

    boolean has(int index) {
        return there[index];
    }

    byte[] wrapped(int index) {
        return Arrays.copyOfRange(customerKeys, index * WRAPPED_BYTES, (index + 1) * WRAPPED_BYTES);
    }

    byte[] wrapped(KeyPlace place) {
        return place.level() == 0 ? wrapped(Arrays.binarySearch(slots, place.position())) : nodes.get(place);
    }

    SealedRecord record(int index) {
        return SealedRecord.read(Arrays.copyOfRange(records, index * RECORD_BYTES, (index + 1) * RECORD_BYTES));
    }

    /** Every inner node's key, opened from this root key down, with the root key itself. */
    Map<KeyPlace, SecretBytes> open(SecretBytes root) {
        Map<KeyPlace, SecretBytes> keys = new TreeMap<>(Tables::compare);
        keys.put(KeyPlace.ROOT_KEY, root);
        nodes.forEach((place, wrapped) ->
                keys.put(place, KeyWrap.unwrap(keys.get(place.parent()), wrapped, place)));
        return keys;
    }

    /** The customer keys, 32 bytes each in the order of the slots; zeros where the customer is gone. */
    byte[] openCustomers(Map<KeyPlace, SecretBytes> nodeKeys) {
        byte[] keys = new byte[slots.length * 32];
        forEachPage((page, from, to) -> {
            try (Kek kek = new Kek(nodeKeys.get(page))) {
                for (int i = from; i < to; i++) {
                    if (there[i]) {
                        byte[] key = KeyWrap.unwrap(kek, wrapped(i), KeyPlace.customer(slots[i]))
                                .plain(PlainAccess.granted());
                        System.arraycopy(key, 0, keys, i * 32, 32);
                    }
                }
            }
        });
        return keys;
    }

    @FunctionalInterface
    interface PageStep {
        void run(KeyPlace page, int from, int to);
    }

    /** On both cores. */
    void forEachPage(PageStep step) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            if (i == 0 || slots[i] >>> 8 != slots[i - 1] >>> 8) {
                starts.add(i);
            }
        }
        IntStream.range(0, starts.size()).parallel().forEach(i -> step.run(
                KeyPlace.customer(slots[starts.get(i)]).parent(), starts.get(i),
                i + 1 < starts.size() ? starts.get(i + 1) : slots.length));
    }

    @Override
    public List<StoredKey> children(KeyPlace parent) {
        pagesRead++;
        List<StoredKey> children = new ArrayList<>();
        if (parent.level() == 1) {
            int from = Arrays.binarySearch(slots, parent.position() << 8);
            for (int i = from < 0 ? -from - 1 : from; i < slots.length && slots[i] >>> 8 == parent.position(); i++) {
                if (there[i]) {
                    children.add(new StoredKey(KeyPlace.customer(slots[i]), wrapped(i)));
                }
            }
        } else {
            for (int i = 0; i < (parent.equals(KeyPlace.ROOT_KEY) ? 1 : 256); i++) {
                KeyPlace child = parent.child(i);
                if (nodes.containsKey(child)) {
                    children.add(new StoredKey(child, nodes.get(child)));
                }
            }
        }
        return children;
    }

    @Override
    public void replace(List<StoredKey> keys) {
        for (StoredKey key : keys) {
            if (key.place().level() > 0) {
                nodes.replace(key.place(), key.wrapped());
            } else {
                System.arraycopy(key.wrapped(), 0, customerKeys,
                        Arrays.binarySearch(slots, key.place().position()) * WRAPPED_BYTES, WRAPPED_BYTES);
            }
        }
    }

    @Override
    public void delete(List<KeyPlace> places) {
        for (KeyPlace place : places) {
            int index = Arrays.binarySearch(slots, place.position());
            there[index] = false;
            Arrays.fill(customerKeys, index * WRAPPED_BYTES, (index + 1) * WRAPPED_BYTES, (byte) 0);
        }
    }

    /** Parents first. */
    private static int compare(KeyPlace one, KeyPlace other) {
        return one.level() != other.level() ? other.level() - one.level()
                : Long.compare(one.position(), other.position());
    }
}
