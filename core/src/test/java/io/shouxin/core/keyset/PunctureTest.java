// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.secret.SecretBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * That erasing a customer needs no other format than the one there is: the procedure of
 * docs/spec/key-tree.md, "Erasure", on a tree of a few customers held in maps.
 */
class PunctureTest {

    private static final long ERASED = 0x0102_0304L;
    /** In the same leaf page, under each of the inner nodes above it, and at the far end of the tree. */
    private static final List<Long> OTHERS =
            List.of(0x0102_0305L, 0x0102_0404L, 0x0103_0304L, 0x0202_0304L, 0xFFFF_FFFFL);

    private final Map<KeyPlace, byte[]> table = new HashMap<>();
    private final Map<Long, SecretBytes> customerKeys = new HashMap<>();
    private SecretBytes root = SecretBytes.random(32);

    @BeforeEach
    void plant() {
        plant(ERASED);
        OTHERS.forEach(this::plant);
    }

    private void plant(long slot) {
        SecretBytes above = root;
        for (KeyPlace place : KeyPlace.customer(slot).path()) {
            SecretBytes parent = above;
            table.computeIfAbsent(place, p -> KeyWrap.wrap(parent, SecretBytes.random(32), p));
            above = KeyWrap.unwrap(parent, table.get(place), place);
        }
        customerKeys.put(slot, above);
    }

    private static SecretBytes open(SecretBytes root, Map<KeyPlace, byte[]> table, long slot) {
        SecretBytes key = root;
        for (KeyPlace place : KeyPlace.customer(slot).path()) {
            key = KeyWrap.unwrap(key, table.get(place), place);
        }
        return key;
    }

    /** New keys from the root key down to the leaf page; what hangs beside the path is rewrapped. */
    private void puncture(long slot) {
        List<KeyPlace> path = KeyPlace.customer(slot).path();
        table.remove(path.get(path.size() - 1));
        SecretBytes oldParent = root;
        SecretBytes newParent = SecretBytes.random(32);
        root = newParent;
        for (KeyPlace node : path.subList(0, path.size() - 1)) {
            SecretBytes oldKey = KeyWrap.unwrap(oldParent, table.get(node), node);
            SecretBytes newKey = SecretBytes.random(32);
            rewrapBeside(node, oldParent, newParent);
            table.put(node, KeyWrap.wrap(newParent, newKey, node));
            oldParent = oldKey;
            newParent = newKey;
        }
        rewrapBeside(path.get(path.size() - 1), oldParent, newParent);
    }

    private void rewrapBeside(KeyPlace node, SecretBytes oldParent, SecretBytes newParent) {
        table.replaceAll((place, wrapped) -> place.equals(node) || !place.parent().equals(node.parent())
                ? wrapped
                : KeyWrap.wrap(newParent, KeyWrap.unwrap(oldParent, wrapped, place), place));
    }

    @Test
    void everyOtherCustomerKeepsTheirKey() {
        puncture(ERASED);
        OTHERS.forEach(slot -> assertThat(open(root, table, slot)).isEqualTo(customerKeys.get(slot)));
    }

    @Test
    void noBackupOpensTheErasedCustomerUnderTheNewRoot() {
        Map<KeyPlace, byte[]> backup = Map.copyOf(table);
        puncture(ERASED);
        KeyPlace customer = KeyPlace.customer(ERASED);
        SecretBytes above = root;
        for (KeyPlace node : customer.path()) {
            SecretBytes parent = above;
            assertThatExceptionOfType(KeyDamaged.class)
                    .isThrownBy(() -> KeyWrap.unwrap(parent, backup.get(node), node));
            if (!node.equals(customer)) {
                above = KeyWrap.unwrap(parent, table.get(node), node);
            }
        }
    }

    @Test
    void anotherPagesBackupStillOpensUnderTheNewPath() {
        Map<KeyPlace, byte[]> backup = Map.copyOf(table);
        puncture(ERASED);
        for (long slot : OTHERS.subList(1, OTHERS.size())) {
            Map<KeyPlace, byte[]> restored = new HashMap<>(table);
            restored.put(KeyPlace.customer(slot), backup.get(KeyPlace.customer(slot)));
            assertThat(open(root, restored, slot)).isEqualTo(customerKeys.get(slot));
        }
    }

    @Test
    void onlyTheOldRootKeyOpensTheOldBackup() {
        Map<KeyPlace, byte[]> backup = Map.copyOf(table);
        SecretBytes oldRoot = root;
        puncture(ERASED);
        // Which is why the old root version has to be destroyed for the erasure to count.
        assertThat(open(oldRoot, backup, ERASED)).isEqualTo(customerKeys.get(ERASED));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> open(root, backup, ERASED));
    }
}
