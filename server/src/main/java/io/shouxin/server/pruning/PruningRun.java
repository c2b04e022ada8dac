// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.Tile;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Origins;
import io.shouxin.server.ledger.Pruned;
import io.shouxin.server.ledger.Soundness;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what was proposed and accepted, so that a process may die anywhere.
 *
 * <ol>
 *   <li>Every entry that is to go is read: that it is the one that was signed, and that it has outlived its time by
 *       what it says itself, not by the columns it is found by. What they come to for each customer is kept, and its
 *       root written into the entry {@code ledger.prune}. All of that is one transaction. Dying before its
 *       commit leaves an accepted pruning and nothing else.
 *   <li>That entry is signed. From then on whoever verifies the ledger may miss the entries it speaks of. Dying
 *       after it leaves them all there, which is in order too.
 *   <li>The months are dropped, and {@code ledger.prune-end} says so, in one transaction. Dying before its commit
 *       leaves all of them; after it nothing is left to do.
 * </ol>
 *
 * <p>Each step is taken up under the lock of its row, by whichever node comes first.
 */
@Component
class PruningRun {

    static final Entry.Actor ACTOR = Entry.Actor.system("ledger");

    /** What has just been done; those within a transaction are told before its commit. */
    enum Step { COUNTED, BEGUN, SIGNED, DROPPED, DONE }

    /** Follows the steps. */
    interface Following {

        void reached(Step step);
    }

    /** Why it cannot go on, and at which entry. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String why;
        private final long number;

        Stopped(String why, long number) {
            super(why, null, false, false);
            this.why = why;
            this.number = number;
        }
    }

    private static final int ATTEMPTS_MAX = 30;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final int PAGE = 8 * Tile.WIDTH;

    private final PruningTable table;
    private final Entries entries;
    private final SignedTree tree;
    private final Proofs proofs;
    private final Retentions retentions;
    private final Soundness soundness;
    private final Ledger ledger;
    private final Origins origins;
    private final TransactionTemplate transaction;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // What it reads, what it compares with and what it writes.
    PruningRun(PruningTable table, Entries entries, SignedTree tree, Proofs proofs, Retentions retentions,
            Soundness soundness, Ledger ledger, Origins origins, TransactionTemplate transaction, DoorClock clock) {
        this.table = table;
        this.entries = entries;
        this.tree = tree;
        this.proofs = proofs;
        this.retentions = retentions;
        this.soundness = soundness;
        this.ledger = ledger;
        this.origins = origins;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Does whatever is left to do of an accepted pruning; nothing where there is none, or another node is at it. */
    void proceed(Following following) {
        soundness.requireSound();
        try {
            transaction.executeWithoutResult(status -> table.takeUp(Proposed.Status.ACCEPTED).ifPresent(accepted -> {
                begin(accepted);
                following.reached(Step.COUNTED);
            }));
        } catch (Stopped stopped) {
            stop(stopped);
            return;
        }
        following.reached(Step.BEGUN);
        if (table.all(1).stream().noneMatch(one -> one.status() == Proposed.Status.BEGUN)) {
            return;
        }
        requireSigned();
        following.reached(Step.SIGNED);
        dropOnceNobodyReads(following);
        following.reached(Step.DONE);
    }

    /** It gives up soon behind a long query, so that writers do not wait with it, and tries again. */
    private void dropOnceNobodyReads(Following following) {
        for (int attempt = 1; ; attempt++) {
            try {
                transaction.executeWithoutResult(status ->
                        table.takeUp(Proposed.Status.BEGUN).ifPresent(begun -> {
                            drop(begun);
                            following.reached(Step.DROPPED);
                        }));
                return;
            } catch (DataAccessException failed) {
                if (attempt == ATTEMPTS_MAX || !PruningTable.isBusy(failed)) {
                    throw failed;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void begin(Proposed accepted) {
        long from = entries.pruned().map(Pruned::below).orElse(0L);
        for (long first = from; first < accepted.below(); first += PAGE) {
            count(first, Math.min(accepted.below(), first + PAGE), accepted);
        }
        Pruning pruning = new Pruning(Census.of(accepted.below(), new Tallies()), accepted.through());
        String id = Long.toString(accepted.id());
        List<Entry.Approval> agreed = List.of(
                new Entry.Approval(accepted.proposedBy(), accepted.proposedAt(), id),
                new Entry.Approval(accepted.decidedBy().orElseThrow(), accepted.decidedAt().orElseThrow(), id));
        ledger.append(pruning.draft(ACTOR, clock.systemInstant(), agreed).origin(origins.present()));
        table.move(accepted.id(), Proposed.Status.ACCEPTED, Proposed.Status.BEGUN);
    }

    private void count(long from, long to, Proposed accepted) {
        List<Stored> page = entries.between(from, to);
        byte[] tile = new byte[0];
        Map<Long, CustomerRef> named = new HashMap<>();
        for (int i = 0; i < to - from; i++) {
            long number = from + i;
            if (number % Tile.WIDTH == 0) {
                tile = tree.tiles().tile(0, number / Tile.WIDTH, Tile.WIDTH);
            }
            if (i >= page.size() || !isSigned(page.get(i), number, tile)) {
                throw new Stopped("pruning.stopped.damaged", number);
            }
            requireOutlived(page.get(i), accepted).customer().ifPresent(customer -> named.put(number, customer));
        }
        Map<CustomerRef, CustomerTally> grown = new HashMap<>();
        Map<CustomerRef, CustomerTally> known = table.named(Set.copyOf(named.values()));
        for (Stored stored : page) {
            CustomerRef customer = named.get(stored.number());
            if (customer != null) {
                CustomerTally before = grown.getOrDefault(customer,
                        known.getOrDefault(customer, CustomerTally.none(customer)));
                grown.put(customer, before.with(stored.number(), Hashes.leaf(stored.bytes())));
            }
        }
        table.put(grown.values());
    }

    private static boolean isSigned(Stored stored, long number, byte[] tile) {
        int start = (int) (number % Tile.WIDTH) * Hashes.SIZE;
        return stored.number() == number && Arrays.equals(Hashes.leaf(stored.bytes()), 0, Hashes.SIZE,
                tile, start, start + Hashes.SIZE);
    }

    private Entry requireOutlived(Stored stored, Proposed accepted) {
        try {
            Entry entry = Entry.read(stored.bytes());
            Instant until = retentions.of(entry.action())
                    .orElseThrow(() -> new Stopped("pruning.stopped.unknown-action", stored.number()))
                    .until(accepted.through());
            if (until.isAfter(clock.systemInstant()) || !entry.at().isBefore(PruningTable.end(accepted.through()))) {
                throw new Stopped("pruning.stopped.too-early", stored.number());
            }
            return entry;
        } catch (LedgerDamaged none) {
            throw new Stopped("pruning.stopped.damaged", stored.number());
        }
    }

    private void stop(Stopped stopped) {
        transaction.executeWithoutResult(status -> table.takeUp(Proposed.Status.ACCEPTED).ifPresent(accepted -> {
            table.stop(accepted.id(), stopped.why, stopped.number, clock.systemInstant());
            ledger.append(ledger.draft(ACTOR, "ledger.prune-stop").outcome(Entry.Outcome.REFUSED)
                    .object("pruning", Long.toString(accepted.id())).detail("why", stopped.why)
                    .detail("at", Long.toString(stopped.number)));
        }));
    }

    /** @throws IllegalStateException while the entry that speaks of it is not in a tree that was signed */
    private void requireSigned() {
        Pruned pruned = entries.pruned().orElseThrow(() -> new IllegalStateException("Begun without its entry."));
        if (!proofs.holds(proofs.of(pruned.number(), pruned.bytes()))) {
            throw new IllegalStateException("The entry of the pruning does not lead to the signed root.");
        }
    }

    private void drop(Proposed begun) {
        if (entries.pruned().filter(one -> one.below() == begun.below()).isEmpty()) {
            throw new IllegalStateException("The entry of this pruning is gone.");
        }
        long kept = table.drop(begun.through(), begun.below());
        table.end(begun.id(), clock.systemInstant());
        ledger.append(ledger.draft(ACTOR, "ledger.prune-end").object("pruning", Long.toString(begun.id()))
                .detail("through", begun.through().toString()).detail("below", Long.toString(begun.below()))
                .detail("count", Long.toString(begun.entries())).detail("kept", Long.toString(kept)));
    }

    /** What was counted of all entries that go, these and earlier ones. */
    private final class Tallies implements Iterator<CustomerTally> {

        private byte[] after = new byte[0];
        private Iterator<CustomerTally> page = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = table.page(after, PAGE).iterator();
            }
            return page.hasNext();
        }

        @Override
        public CustomerTally next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            CustomerTally tally = page.next();
            after = tally.customer().bytes();
            return tally;
        }
    }
}
