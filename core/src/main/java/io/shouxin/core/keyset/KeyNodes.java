// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.util.List;

/**
 * The stored keys of the tree, inner nodes and customer keys alike, as {@link Puncture} and
 * {@link RootRotation} read and change them. Every call is one page: at most 256 keys with one parent.
 *
 * <p>From the first call to the last the store must show one state that nobody else changes, and keep all
 * changes or none: one transaction that holds off whoever makes new keys. A key wrapped meanwhile by a
 * parent that is being replaced would never open again.
 */
public interface KeyNodes {

    /** What is stored directly below this place, by rising position; for a leaf page its customer keys. */
    List<StoredKey> children(KeyPlace parent);

    /** Puts these in the place of what is stored there. */
    void replace(List<StoredKey> keys);

    /** Removes what is stored at these places. */
    void delete(List<KeyPlace> places);
}
