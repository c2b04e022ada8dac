// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in the key tree. The tree has 256 children at each node and a fixed depth, so that places
 * are pure arithmetic on a customer's slot:
 *
 * <pre>
 * level 5  the root key version, outside the tree and outside the database ({@link #ROOT_KEY})
 * level 4  the tree's root node, position 0
 * level 3  slot &gt;&gt;&gt; 24
 * level 2  slot &gt;&gt;&gt; 16
 * level 1  slot &gt;&gt;&gt; 8: a leaf page of 256 customers
 * level 0  slot: the customer key
 * </pre>
 *
 * The key at a place is wrapped by the key at its parent, see {@link KeyWrap}.
 *
 * @param level 0 to 5
 * @param position 0 to 2^(32 - 8·level) - 1 in the tree, 0 for the root key
 */
public record KeyPlace(int level, long position) {

    /** The place of the root key version, the parent of the tree's root node. */
    public static final KeyPlace ROOT_KEY = new KeyPlace(5, 0);

    private static final int TREE_LEVEL = 4;
    private static final int CHILD_BITS = 8;

    /** Refuses a place outside the tree, with {@link IllegalStateException}. */
    public KeyPlace {
        if (level < 0 || level > TREE_LEVEL + 1 || position < 0 || position >= width(level)) {
            throw new IllegalStateException("There is no place " + position + " at level " + level + ".");
        }
    }

    /** The place of the customer key in this slot, 0 to 2^32 - 1. */
    public static KeyPlace customer(long slot) {
        return new KeyPlace(0, slot);
    }

    /**
     * Where the key stands that wraps the key standing here.
     *
     * @throws IllegalStateException for the root key, which no key of the tree wraps
     */
    public KeyPlace parent() {
        return level == TREE_LEVEL ? ROOT_KEY : new KeyPlace(level + 1, position >>> CHILD_BITS);
    }

    /** Which child of its parent this is, 0 to 255. */
    public int childIndex() {
        return (int) (position & 0xFF);
    }

    /**
     * The place of one of the at most 256 children; the root key's only child is the tree's root node.
     *
     * @throws IllegalStateException if there is no such child
     */
    public KeyPlace child(int index) {
        if (index < 0 || index > 0xFF) {
            throw new IllegalStateException("A place has children 0 to 255.");
        }
        return new KeyPlace(level - 1, (position << CHILD_BITS) + index);
    }

    /** The lowest slot at or below this place. */
    long firstSlot() {
        return level > TREE_LEVEL ? 0 : position << (CHILD_BITS * level);
    }

    /**
     * The places from the tree's root node down to this one, both included: the order in which keys
     * are unwrapped, starting with the root key. Empty for the root key itself.
     */
    public List<KeyPlace> path() {
        List<KeyPlace> path = new ArrayList<>(TREE_LEVEL + 1);
        for (KeyPlace place = this; place.level <= TREE_LEVEL; place = place.parent()) {
            path.add(0, place);
        }
        return List.copyOf(path);
    }

    private static long width(int level) {
        return level > TREE_LEVEL ? 1 : 1L << (CHILD_BITS * (TREE_LEVEL - level));
    }
}
