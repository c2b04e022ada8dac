// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * A key of the tree as it is stored.
 *
 * @param wrapped by the key at the place's parent, see {@link KeyWrap}; nobody changes it after it was made
 */
public record StoredKey(KeyPlace place, byte[] wrapped) {

    @Override
    public String toString() {
        return "StoredKey(" + place + ")";
    }
}
