// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that the root key wraps, moved to another root version: the tree's root node gets a fresh
 * key, its at most 256 children are wrapped anew, and so is every named secret. What hangs further down
 * is not touched. {@link #coverage} then shows that nothing needs the old version any more; only after
 * that may it be destroyed.
 *
 * <p>A rotation alone erases nobody and takes nothing away from somebody who has the old root key and an
 * old copy of the tables: their keys further down are still the ones in use. {@link Puncture} replaces those.
 *
 * <p>The tree moves at once, in the transaction that {@link KeyNodes} asks for. The secrets move page by page
 * ({@link #step}), each page all or nothing, and the work may stop and be taken up again anywhere.
 */
public final class RootRotation {

    /** Secrets in one step. */
    public static final int PAGE = 256;

    private static final int LEFT_MAX = 100;

    private final Map<Integer, SecretBytes> roots;
    private final int to;
    private final Suite suite;

    /**
     * @param roots every root version that may be stored still, the caller's to close
     * @param to the version that shall wrap everything
     * @param suite what is written is wrapped by it
     */
    public RootRotation(Map<Integer, SecretBytes> roots, int to, Suite suite) {
        this.roots = Map.copyOf(roots);
        this.to = to;
        this.suite = suite;
        root(to);
    }

    /**
     * Moves the tree.
     *
     * @param from the version that wraps the tree's root node now
     * @return how much was written; nothing if there is no tree yet
     * @throws KeyDamaged if the root node or one of its children does not open: then nothing may be kept
     */
    public Puncture.Work tree(KeyNodes nodes, int from) {
        List<StoredKey> top = nodes.children(KeyPlace.ROOT_KEY);
        Puncture.Page node = new Puncture.Page(places(top), List.of(), List.of(), 0);
        Puncture.Work work = Puncture.Work.of(node);
        try (Kek old = new Kek(root(from)); Kek fresh = new Kek(root(to));
                Rewrapped above = Rewrapped.of(top, node, old, fresh, suite)) {
            nodes.replace(above.stored());
            for (Rewrapped.Replaced one : above.replaced()) {
                work = work.plus(children(nodes, one));
            }
        }
        return work;
    }

    private Puncture.Work children(KeyNodes nodes, Rewrapped.Replaced node) {
        List<StoredKey> children = nodes.children(node.place());
        Puncture.Page page = new Puncture.Page(List.of(), places(children), List.of(), 0);
        try (Kek old = new Kek(node.oldKey()); Kek fresh = new Kek(node.freshKey());
                Rewrapped rewrapped = Rewrapped.of(children, page, old, fresh, suite)) {
            nodes.replace(rewrapped.stored());
        }
        return Puncture.Work.of(page);
    }

    /**
     * One step through the named secrets.
     *
     * @param last name up to which all is done; where the next step begins
     * @param seen secrets in this step
     * @param moved how many of them were written
     * @param end whether there are no more
     */
    public record Step(String last, int seen, int moved, boolean end) {}

    /**
     * Moves the next page of secrets. Those that are under the version and the suite already stay as they are.
     *
     * @param last of the step before, empty to begin with
     * @throws KeyDamaged if a secret does not open: then nothing of this step was written
     */
    public Step step(NamedSecrets secrets, String last) {
        List<NamedSecret> page = secrets.after(last, PAGE);
        List<NamedSecret> moved = new ArrayList<>();
        for (NamedSecret secret : page) {
            if (secret.rootVersion() != to || KeyWrap.suite(secret.wrapped()) != suite) {
                moved.add(moved(secret));
            }
        }
        if (!moved.isEmpty()) {
            secrets.replace(moved);
        }
        String reached = page.isEmpty() ? last : page.get(page.size() - 1).name();
        return new Step(reached, page.size(), moved.size(), page.size() < PAGE);
    }

    private NamedSecret moved(NamedSecret secret) {
        try (SecretBytes plain = KeyWrap.unwrapNamed(root(secret.rootVersion()), secret.wrapped(), secret.name())) {
            return new NamedSecret(secret.name(), to, KeyWrap.wrapNamed(root(to), plain, secret.name(), suite));
        }
    }

    /**
     * What a root version opens, found by opening it.
     *
     * @param opened keys and secrets that open under this version alone
     * @param leftCount how many do not
     * @param left what does not, the first hundred
     */
    public record Coverage(long opened, long leftCount, List<String> left) {

        /** Whether every other root version may be destroyed. */
        public boolean isFull() {
            return leftCount == 0;
        }
    }

    /**
     * Opens all that the root wraps, the tree's root node, its children and every named secret, with the one
     * version and nothing else. A stored version number is not believed: only what opens counts.
     */
    public static Coverage coverage(KeyNodes nodes, NamedSecrets secrets, SecretBytes root) {
        Counted counted = new Counted();
        try (Kek kek = new Kek(root)) {
            for (StoredKey node : nodes.children(KeyPlace.ROOT_KEY)) {
                counted.tree(nodes, node, kek);
            }
        }
        List<NamedSecret> page = secrets.after("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(secret -> counted.open("secret " + secret.name(),
                    () -> KeyWrap.unwrapNamed(root, secret.wrapped(), secret.name()).close()));
            page = secrets.after(page.get(page.size() - 1).name(), PAGE);
        }
        return new Coverage(counted.opened, counted.leftCount, List.copyOf(counted.left));
    }

    private static final class Counted {

        private final List<String> left = new ArrayList<>();
        private long opened;
        private long leftCount;

        void tree(KeyNodes nodes, StoredKey node, Kek root) {
            List<StoredKey> children = nodes.children(node.place());
            boolean opens = open(name(node), () -> {
                try (SecretBytes key = KeyWrap.unwrap(root, node.wrapped(), node.place()); Kek kek = new Kek(key)) {
                    children.forEach(child -> open(name(child),
                            () -> KeyWrap.unwrap(kek, child.wrapped(), child.place()).close()));
                }
            });
            if (!opens) {
                children.forEach(child -> leave(name(child)));
            }
        }

        boolean open(String name, Runnable step) {
            try {
                step.run();
                opened++;
                return true;
            } catch (KeyDamaged refused) {
                leave(name);
                return false;
            }
        }

        private void leave(String name) {
            leftCount++;
            if (left.size() < LEFT_MAX) {
                left.add(name);
            }
        }

        private static String name(StoredKey key) {
            return "level " + key.place().level() + " position " + key.place().position();
        }
    }

    private SecretBytes root(int version) {
        SecretBytes root = roots.get(version);
        if (root == null) {
            throw new IllegalStateException("There is no root version " + version + ".");
        }
        return root;
    }

    private static List<KeyPlace> places(List<StoredKey> keys) {
        return keys.stream().map(StoredKey::place).toList();
    }
}
