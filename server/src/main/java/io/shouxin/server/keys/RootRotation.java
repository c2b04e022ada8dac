// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A new root version takes the place of the one in use, and the old one is destroyed.
 *
 * <ol>
 *   <li>The new version is made in its custody. Dying after this leaves a version there that nothing knows;
 *       the next rotation makes it anew under the same number.
 *   <li>It is entered as prepared, with its proof. Dying after this leaves a prepared version that wraps
 *       nothing; the next rotation abandons it.
 *   <li>It is read back out of its custody and proved, so that what is wrapped under it is wrapped under
 *       something that is really kept.
 *   <li>In one transaction everything under the root is wrapped under the new version, opened again and
 *       compared, counted, and the two versions change places. Dying before its commit leaves the old
 *       version in use; after it, the new one.
 *   <li>The old version is destroyed, only when a count shows that it wraps nothing and everything opened with
 *       the one in use. Dying before leaves a
 *       retired version that wraps nothing; each start tries this step again.
 * </ol>
 *
 * <p>Whatever is wrapped anew at the same time waits for the lock of the fourth step and then finds that its
 * version is not in use any more ({@link KeyTable#addNamed}).
 */
@Component
final class RootRotation {

    /** What has just been done. */
    enum Step { MADE, PREPARED, READ_BACK, REWRAPPED, COUNTED, IN_USE, DESTROYED }

    /** Follows the steps; in {@link Step#REWRAPPED} it is told of each key. */
    interface Following {

        void reached(Step step, long done, long total);
    }

    /** How a rotation ended: what was in use before (0 for none), what is now, and the count of the keys. */
    record Outcome(int from, int to, Custody.Kind custody, long moved, long left) {}

    private final KeyTable table;
    private final Custodies custodies;
    private final Opening opening;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RootRotation(KeyTable table, Custodies custodies, Opening opening, TransactionTemplate transaction, Clock clock) {
        this.table = table;
        this.custodies = custodies;
        this.opening = opening;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Steps 1 and 2: a new version, kept and known. A version that was prepared before is abandoned. */
    int prepare(Following following) {
        List<RootVersion> known = table.roots();
        known.stream().filter(one -> one.status() == RootVersion.Status.PREPARED).forEach(one -> {
            custodies.of(one.custody()).destroy(one.version());
            table.moveRoot(one.version(), RootVersion.Status.PREPARED, RootVersion.Status.ABANDONED, clock.instant());
        });
        Custody custody = custodies.ofNew();
        int version = 1 + known.stream().mapToInt(RootVersion::version).max().orElse(0);
        Root made = custody.make(version);
        try {
            following.reached(Step.MADE, 0, 0);
            if (!table.addRoot(opening.prepared(version, made, custody.kind(), RootVersion.Status.PREPARED))) {
                throw new Refused(Refused.Kind.CONFLICT, "keys.rotation.under-way");
            }
        } finally {
            made.close();
        }
        following.reached(Step.PREPARED, 0, 0);
        return version;
    }

    /** Step 3 for a custody that needs nobody. */
    Root readBack(int version, Following following) {
        RootVersion prepared = required(version);
        Root root = custodies.of(prepared.custody()).open(Set.of(version)).get(version);
        if (!Opening.proves(root, prepared)) {
            root.close();
            throw new KeysFailed("The custody gave back another root version " + version + " than it took.");
        }
        following.reached(Step.READ_BACK, 0, 0);
        return root;
    }

    /**
     * Step 4: the prepared version takes over.
     *
     * @param root the prepared version as it came out of its custody; open on this node afterwards
     * @param within does what has to be committed with it
     */
    Outcome takeOver(int version, Root root, Following following, Consumer<Outcome> within) {
        opening.present().ifPresent(open -> open.add(version, root));
        try {
            Outcome outcome = Objects.requireNonNull(transaction.execute(status -> {
                Outcome done = rewrap(version, root, following);
                within.accept(done);
                return done;
            }));
            opening.openWith(version, root);
            following.reached(Step.IN_USE, 0, 0);
            return outcome;
        } catch (RuntimeException failed) {
            if (table.roots().stream().noneMatch(one ->
                    one.version() == version && one.status() == RootVersion.Status.IN_USE)) {
                opening.present().ifPresent(open -> open.forget(version));
                root.close();
            }
            throw failed;
        }
    }

    private Outcome rewrap(int version, Root root, Following following) {
        table.lockRoots();
        RootVersion prepared = required(version);
        int from = table.roots().stream().filter(one -> one.status() == RootVersion.Status.IN_USE)
                .mapToInt(RootVersion::version).findFirst().orElse(0);
        if (prepared.status() != RootVersion.Status.PREPARED || !Opening.proves(root, prepared)) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.rotation.under-way");
        }
        List<KeyTable.Top> tops = table.tops();
        List<KeyTable.Named> named = table.named();
        long total = tops.size() + named.size();
        long done = 0;
        for (KeyTable.Top one : tops) {
            try (SecretBytes key = old(one.rootVersion()).unwrap(one.bytes(), one.place())) {
                byte[] wrapped = root.wrap(key, one.place());
                try (SecretBytes again = root.unwrap(wrapped, one.place())) {
                    requireSame(key, again);
                }
                table.moveTop(one.place(), version, wrapped);
            }
            following.reached(Step.REWRAPPED, ++done, total);
        }
        for (KeyTable.Named one : named) {
            try (SecretBytes key = old(one.rootVersion()).unwrapNamed(one.bytes(), one.name())) {
                byte[] wrapped = root.wrapNamed(key, one.name());
                try (SecretBytes again = root.unwrapNamed(wrapped, one.name())) {
                    requireSame(key, again);
                }
                table.moveNamed(one.name(), version, wrapped);
            }
            following.reached(Step.REWRAPPED, ++done, total);
        }
        return changePlaces(new Outcome(from, version, prepared.custody(), total, table.underOthers(version)),
                following);
    }

    private Outcome changePlaces(Outcome counted, Following following) {
        following.reached(Step.COUNTED, counted.left(), counted.moved());
        if (counted.left() != 0) {
            throw new IllegalStateException(counted.left() + " keys are still wrapped by another root version.");
        }
        boolean moved = (counted.from() == 0 || table.moveRoot(counted.from(), RootVersion.Status.IN_USE,
                RootVersion.Status.RETIRED, clock.instant()))
                && table.moveRoot(counted.to(), RootVersion.Status.PREPARED, RootVersion.Status.IN_USE,
                clock.instant());
        if (!moved) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.rotation.under-way");
        }
        table.counted(counted.to(), counted.moved(), counted.left());
        return counted;
    }

    private Root old(int version) {
        return opening.required().root(version);
    }

    private static void requireSame(SecretBytes key, SecretBytes again) {
        if (!key.equals(again)) {
            throw new IllegalStateException("A key wrapped under the new root version opened as another one.");
        }
    }

    private RootVersion required(int version) {
        return table.roots().stream().filter(one -> one.version() == version).findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "keys.rotation.under-way"));
    }

    /**
     * Step 5 for every retired version: destroys it if it wraps nothing.
     *
     * @param within does what has to be committed with it
     */
    void destroyRetired(Following following, Consumer<RootVersion> within) {
        for (RootVersion one : table.roots()) {
            if (one.status() == RootVersion.Status.RETIRED) {
                transaction.executeWithoutResult(status -> destroy(one, within));
                opening.present().ifPresent(open -> open.forget(one.version()));
                following.reached(Step.DESTROYED, 0, 0);
            }
        }
    }

    private void destroy(RootVersion retired, Consumer<RootVersion> within) {
        table.lockRoots();
        long left = table.under(retired.version());
        if (left != 0) {
            throw new IllegalStateException("Root version " + retired.version() + " still wraps " + left + " keys.");
        }
        requireCovered();
        if (table.moveRoot(retired.version(), RootVersion.Status.RETIRED, RootVersion.Status.DESTROYED,
                clock.instant())) {
            within.accept(retired);
            // Last: if the commit fails, it is destroyed all the same, wraps nothing, and stays to be noted again.
            custodies.of(retired.custody()).destroy(retired.version());
        }
    }

    /** A version number in a row is not believed: everything is opened, with the version in use alone. */
    private void requireCovered() {
        Root root = old(table.inUse());
        for (KeyTable.Top one : table.tops()) {
            try (SecretBytes opened = root.unwrap(one.bytes(), one.place())) {
                requireLength(opened);
            } catch (KeyDamaged other) {
                throw uncovered("the tree's root node");
            }
        }
        for (KeyTable.Named one : table.named()) {
            try (SecretBytes opened = root.unwrapNamed(one.bytes(), one.name())) {
                requireLength(opened);
            } catch (KeyDamaged other) {
                throw uncovered(one.name());
            }
        }
    }

    private static void requireLength(SecretBytes opened) {
        if (opened.length() == 0) {
            throw new IllegalStateException("A key of no bytes was opened.");
        }
    }

    private static KeysFailed uncovered(String what) {
        return new KeysFailed("The root version in use does not open " + what + ", so no older version is destroyed. "
                + "The key tables were changed by somebody else; bring them back from a backup.");
    }

    /** A copy of the key file on this node may still hold what another node has destroyed. */
    void tidyOwnFile() {
        List<RootVersion> gone = table.roots().stream().filter(one -> one.custody() == Custody.Kind.FILE)
                .filter(one -> one.status() == RootVersion.Status.DESTROYED
                        || one.status() == RootVersion.Status.ABANDONED).toList();
        if (!gone.isEmpty()) {
            Custody file = custodies.of(Custody.Kind.FILE);
            Set<Integer> held = file.versions();
            gone.stream().filter(one -> held.contains(one.version())).forEach(one -> file.destroy(one.version()));
        }
    }
}
