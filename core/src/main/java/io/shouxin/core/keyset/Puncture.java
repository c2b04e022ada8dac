// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.SecretBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Erases customers from the key tree so that no older copy of it opens them: their keys are removed and
 * every key on the way to them is replaced, from the tree's root node down, while each key beside the way
 * is only wrapped anew. docs/spec/key-tree.md, "Erasure", says why this suffices and what has to come
 * before and after: the erasure is done when the old root version is destroyed, and not sooner.
 *
 * <p>Which keys are replaced follows from the slots and from what is stored alone ({@link #page}), so
 * {@link #count} tells beforehand, without any key, what {@link #run} will do. Memory holds one page for
 * each of the tree's levels whatever the number of slots; slots in one epoch share the upper levels.
 */
public final class Puncture {

    private final long[] slots;

    private Puncture(long[] slots) {
        this.slots = slots;
    }

    /** The erasure of these slots; the same slot twice counts once. */
    public static Puncture of(long... slots) {
        long[] sorted = Arrays.stream(slots).sorted().distinct().toArray();
        for (long slot : sorted) {
            KeyPlace.customer(slot);
        }
        return new Puncture(sorted);
    }

    /**
     * What happens below one node that is replaced.
     *
     * @param replaced nodes on the way to an erased slot: a fresh key, wrapped by the parent's fresh key
     * @param kept the others: the same key, wrapped by the parent's fresh key
     * @param erased customer keys that are removed
     * @param absent slots to be erased of which nothing is stored
     */
    public record Page(List<KeyPlace> replaced, List<KeyPlace> kept, List<KeyPlace> erased, long absent) {}

    /**
     * How much a puncture is.
     *
     * @param replaced nodes with a fresh key
     * @param kept keys that are wrapped anew
     * @param erased customer keys that are removed
     * @param absent slots of which nothing was stored
     */
    public record Work(long replaced, long kept, long erased, long absent) {

        static final Work NONE = new Work(0, 0, 0, 0);

        static Work of(Page page) {
            return new Work(page.replaced().size(), page.kept().size(), page.erased().size(), page.absent());
        }

        Work plus(Work more) {
            return new Work(replaced + more.replaced, kept + more.kept, erased + more.erased, absent + more.absent);
        }

        /** Keys that are written. */
        public long wraps() {
            return replaced + kept;
        }
    }

    /** What happens to the children of this node: depends on nothing but the slots and which children there are. */
    public Page page(KeyPlace parent, List<KeyPlace> children) {
        List<KeyPlace> replaced = new ArrayList<>();
        List<KeyPlace> kept = new ArrayList<>();
        List<KeyPlace> erased = new ArrayList<>();
        long found = 0;
        for (KeyPlace child : children) {
            int below = below(child);
            found += below;
            (below == 0 ? kept : child.level() == 0 ? erased : replaced).add(child);
        }
        return new Page(replaced, kept, erased, below(parent) - found);
    }

    /** What {@link #run} would do, without any key. */
    public Work count(KeyNodes nodes) {
        return slots.length == 0 ? Work.NONE : count(nodes, KeyPlace.ROOT_KEY);
    }

    private Work count(KeyNodes nodes, KeyPlace parent) {
        Page page = page(parent, nodes.children(parent).stream().map(StoredKey::place).toList());
        Work work = Work.of(page);
        for (KeyPlace node : page.replaced()) {
            work = work.plus(count(nodes, node));
        }
        return work;
    }

    /**
     * Makes the fresh keys and writes what changes, each parent before its children.
     *
     * @param suite what is written is wrapped by it; what is read may be of any
     * @throws KeyDamaged if a stored key on the way or beside it does not open: then nothing may be kept
     * @throws SuiteUnavailable if a provider is missing for this suite or for one that is stored
     */
    public Work run(KeyNodes nodes, SecretBytes oldRoot, SecretBytes newRoot, Suite suite) {
        if (slots.length == 0) {
            return Work.NONE;
        }
        try (Kek old = new Kek(oldRoot); Kek fresh = new Kek(newRoot)) {
            return run(nodes, KeyPlace.ROOT_KEY, old, fresh, suite);
        }
    }

    private Work run(KeyNodes nodes, KeyPlace parent, Kek old, Kek fresh, Suite suite) {
        List<StoredKey> children = nodes.children(parent);
        Page page = page(parent, children.stream().map(StoredKey::place).toList());
        Work work = Work.of(page);
        try (Rewrapped rewrapped = Rewrapped.of(children, page, old, fresh, suite)) {
            if (!page.erased().isEmpty()) {
                nodes.delete(page.erased());
            }
            nodes.replace(rewrapped.stored());
            for (Rewrapped.Replaced node : rewrapped.replaced()) {
                try (Kek oldNode = new Kek(node.oldKey()); Kek freshNode = new Kek(node.freshKey())) {
                    work = work.plus(run(nodes, node.place(), oldNode, freshNode, suite));
                }
            }
        }
        return work;
    }

    /** How many of the slots lie at or below this place. */
    private int below(KeyPlace place) {
        return place.level() > 3 ? slots.length
                : index(place.firstSlot() + (1L << (8 * place.level()))) - index(place.firstSlot());
    }

    private int index(long slot) {
        int at = Arrays.binarySearch(slots, slot);
        return at < 0 ? -at - 1 : at;
    }
}
