// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the keys are open on this node, and the opening and closing of them. What all nodes may do is in
 * the database ({@link SealTable}); a node that may be open still needs the custody at its own hands.
 */
@Component
final class Opening {

    static final String PROOF = "root.proof";

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final int KEY_BYTES = 32;

    /** Why a node is closed. */
    enum Why {
        /** Somebody sealed the system. */
        SEALED,
        /** No root version was made yet; its custodians have to take their shares first. */
        NO_ROOT,
        /** The root is with its custodians, who have to come together. */
        SHARES,
        /** The custody did not answer, or does not hold what the database was sealed with. */
        CUSTODY
    }

    /** How this node stands: open, or why it is not and what its custody said. */
    record State(boolean open, Optional<Why> why, Optional<String> said) {

        static final State OPEN = new State(true, Optional.empty(), Optional.empty());

        static State closed(Why why, @Nullable String said) {
            return new State(false, Optional.of(why), Optional.ofNullable(said));
        }
    }

    private final KeyTable table;
    private final SealTable seals;
    private final Custodies custodies;
    private final Clock clock;
    private volatile @Nullable OpenKeys open;
    private volatile State state = State.closed(Why.SEALED, null);

    /**
     * Opens at the start, if that is allowed and needs nobody.
     *
     * @throws KeysFailed if the custody does not hold what the database was sealed with: nothing starts then
     */
    Opening(KeyTable table, SealTable seals, Custodies custodies, Clock clock) {
        this.table = table;
        this.seals = seals;
        this.custodies = custodies;
        this.clock = clock;
        begin();
        openUnattended();
        if (open == null) {
            LOG.warn("The keys are closed on this node: {}", state.why().orElseThrow());
        }
    }

    /** The first root version, unless people have to take it into their hands. */
    private void begin() {
        Custody custody = custodies.ofNew();
        if (!table.roots().isEmpty() || custody.needsPeople()) {
            return;
        }
        int version = custody.versions().isEmpty() ? 1 : custody.versions().last();
        Root root = custody.versions().isEmpty() ? custody.make(version) : custody.open(Set.of(version)).get(version);
        // Another node may be first; what it did stands, and whether it fits is seen when opening.
        table.addRoot(prepared(version, root, custody.kind(), RootVersion.Status.IN_USE));
        root.close();
    }

    /** A version about to be entered in the database, with a proof by which it is recognised later. */
    RootVersion prepared(int version, Root root, Custody.Kind custody, RootVersion.Status status) {
        try (SecretBytes random = SecretBytes.random(KEY_BYTES)) {
            return new RootVersion(version, clock.instant(), root.wrapNamed(random, PROOF), custody, status,
                    clock.instant(), Optional.empty(), Optional.empty());
        }
    }

    /** Whether this is the key that the version was made with. */
    static boolean proves(Root root, RootVersion version) {
        try {
            root.unwrapNamed(version.proof(), PROOF).close();
            return true;
        } catch (KeyDamaged another) {
            return false;
        }
    }

    /**
     * Opens this node if the system is not sealed and the custody needs nobody; else says what is missing.
     *
     * @throws KeysFailed if the custody does not give what it should
     */
    synchronized void openUnattended() {
        if (open != null) {
            return;
        }
        if (seals.seal().sealed()) {
            state = State.closed(Why.SEALED, null);
            return;
        }
        List<RootVersion> wanted = table.roots().stream().filter(one -> one.status().opens()).toList();
        if (wanted.isEmpty()) {
            state = State.closed(Why.NO_ROOT, null);
        } else if (wanted.stream().anyMatch(one -> one.status() == RootVersion.Status.IN_USE
                && custodies.of(one.custody()).needsPeople())) {
            state = State.closed(Why.SHARES, null);
        } else {
            become(new OpenKeys(table, clock, open(wanted), this::openLater));
        }
    }

    /** The same where nobody waits for an answer: what failed is remembered and tried again later. */
    void tryToOpen() {
        try {
            openUnattended();
        } catch (KeysFailed failed) {
            failed(failed);
        }
    }

    private void failed(KeysFailed failed) {
        State before = state;
        state = State.closed(Why.CUSTODY, failed.getMessage());
        if (!state.equals(before)) {
            LOG.error("The keys stay closed on this node: {}", failed.getMessage());
        }
    }

    /** Those of the version in use, and of retired ones as far as their custody still gives them. */
    private Map<Integer, Root> open(List<RootVersion> wanted) {
        Map<Integer, Root> opened = new HashMap<>();
        for (RootVersion one : wanted) {
            try {
                opened.put(one.version(), openOne(one));
            } catch (KeysFailed failed) {
                // A retired one wraps nothing any more: it is opened only for a node that is late.
                if (one.status() == RootVersion.Status.IN_USE) {
                    opened.values().forEach(Root::close);
                    throw failed;
                }
            }
        }
        return opened;
    }

    private Root openOne(RootVersion version) {
        Root root = custodies.of(version.custody()).open(Set.of(version.version())).get(version.version());
        if (!proves(root, version)) {
            root.close();
            throw new KeysFailed("Root version " + version.version() + " in this custody (" + version.custody().code()
                    + ") is not the one this database was sealed with. Bring back the one that belongs to it.");
        }
        return root;
    }

    /** A version that came into use after this node was opened. */
    private Root openLater(int version) {
        RootVersion wanted = table.roots().stream().filter(one -> one.version() == version).findFirst()
                .orElseThrow(() -> new KeysFailed("The database does not know root version " + version + "."));
        return openOne(wanted);
    }

    /** Opens this node with a root that custodians brought together. */
    synchronized void openWith(int version, Root root) {
        if (open == null) {
            become(new OpenKeys(table, clock, Map.of(version, root), this::openLater));
        } else {
            open.add(version, root);
        }
    }

    private void become(OpenKeys keys) {
        open = keys;
        state = State.OPEN;
        LOG.info("The keys are open on this node, root versions {}", table.roots().stream()
                .filter(one -> one.status().opens()).map(one -> Integer.toString(one.version()))
                .collect(Collectors.joining(" ")));
    }

    /** Wipes the keys on this node and signs out of the custody. Whoever is using one at this moment fails. */
    synchronized void close(Why why, @Nullable String said) {
        OpenKeys keys = open;
        open = null;
        state = State.closed(why, said);
        if (keys != null) {
            keys.close();
            custodies.close();
            LOG.warn("The keys are closed on this node: {}", why);
        }
    }

    /** Whether the version in use is open here; another node may have rotated the root meanwhile. */
    void requireVersionInUse() {
        OpenKeys keys = open;
        if (keys != null) {
            try {
                keys.root(table.inUse());
            } catch (KeysFailed missing) {
                boolean shares = table.roots().stream().anyMatch(one ->
                        one.status() == RootVersion.Status.IN_USE && custodies.of(one.custody()).needsPeople());
                close(shares ? Why.SHARES : Why.CUSTODY, shares ? null : missing.getMessage());
            }
        }
    }

    State state() {
        return state;
    }

    /** The custody that the version in use is in; empty before the first. */
    Optional<Custody> custodyInUse() {
        return table.roots().stream().filter(one -> one.status() == RootVersion.Status.IN_USE).findFirst()
                .map(one -> custodies.of(one.custody()));
    }

    Optional<OpenKeys> present() {
        return Optional.ofNullable(open);
    }

    /** @throws Refused {@code keys.closed} while the keys are closed on this node */
    OpenKeys required() {
        OpenKeys keys = open;
        if (keys == null) {
            throw closed();
        }
        return keys;
    }

    static Refused closed() {
        return new Refused(Refused.Kind.UNAVAILABLE, "keys.closed");
    }
}
