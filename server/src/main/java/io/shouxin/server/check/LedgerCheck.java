// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.Findings.Position;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Soundness;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.CheckpointSigner;
import io.shouxin.server.tree.Published;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeHead;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Recomputes the tree from the entries as they lie in the table and compares it with the tiles and the
 * signed checkpoint: what came since the last check in the background, everything once a day and on
 * demand. While the last check found a difference, nothing is released.
 *
 * <p>The last outcome lies in the database and is read anew each second, so what one node found stops
 * all of them. A finding goes away only by a check from the first entry that is sound.
 */
@Component
public class LedgerCheck implements Soundness {

    /** The columns by which a row is found do not say what its entry says. */
    static final String COLUMNS_DIFFER = "COLUMNS_DIFFER";

    /** A row that no write of ours made: a number twice, or one not given out yet. */
    static final String ADDED = "ADDED";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerCheck.class);
    private static final int PAGE = 2_000;
    private static final long EVERY_MILLIS = 15_000;
    private static final long LOOK_EVERY_MILLIS = 1_000;

    /**
     * What a check compared and found.
     *
     * @param from the size from which entries were compared; before it, the tree's root vouches
     * @param finding the kind of the first difference: one of the core's verifier or
     *     {@link #COLUMNS_DIFFER} or {@link #ADDED}; empty when sound
     * @param number the first entry concerned
     * @param since when something was first found, if it was not sound since
     */
    public record Outcome(Instant at, long from, long to, byte[] root, Optional<String> finding, Optional<Long> number,
            Optional<Instant> since) {

        static Outcome sound(Instant at, long from, long to, byte[] root) {
            return new Outcome(at, from, to, root, Optional.empty(), Optional.empty(), Optional.empty());
        }

        public boolean sound() {
            return finding.isEmpty();
        }
    }

    private final CheckTable table;
    private final SignedTree tree;
    private final ObjectProvider<CheckpointSigner> signer;
    private final DoorClock clock;
    private final Published published;
    private final AtomicReference<@Nullable Optional<Outcome>> last = new AtomicReference<>();
    private final ReentrantLock checking = new ReentrantLock();

    LedgerCheck(CheckTable table, SignedTree tree, ObjectProvider<CheckpointSigner> signer, DoorClock clock,
            Published published) {
        this.table = table;
        this.tree = tree;
        this.signer = signer;
        this.clock = clock;
        this.published = published;
    }

    /** What was last found, here or on another node; from memory once it was read. */
    public Optional<Outcome> last() {
        Optional<Outcome> known = last.get();
        // Nothing may pass after a start before it is known what was found before the stop.
        return known == null ? look() : known;
    }

    @Override
    public void requireSound() {
        if (last().filter(outcome -> !outcome.sound()).isPresent()) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged");
        }
    }

    @Scheduled(fixedDelay = LOOK_EVERY_MILLIS)
    void lookAgain() {
        try {
            look();
        } catch (RuntimeException unavailable) {
            // Without the database nothing is written, so nothing is released either.
            LOG.debug("The last check could not be read: {}", unavailable.getClass().getName());
        }
    }

    private Optional<Outcome> look() {
        Optional<Outcome> read = table.lastCheck();
        if (read.filter(outcome -> !outcome.sound()).isEmpty()) {
            // At once and not with the next check: an older database knows nothing of what was found later.
            Optional<Outcome> differs = published.follow().map(this::outcome);
            differs.ifPresent(this::stop);
            read = differs.isPresent() ? differs : read;
        }
        last.set(read);
        return read;
    }

    private Outcome outcome(Findings.Fault fault) {
        TreeHead head = tree.head();
        Instant now = clock.systemInstant();
        return new Outcome(now, 0, head.size(), head.root(), Optional.of(fault.kind().name()),
                Optional.of(fault.index()), Optional.of(now));
    }

    private Outcome outcome(Published.Fault fault) {
        TreeHead head = tree.head();
        Instant now = clock.systemInstant();
        return new Outcome(now, head.size(), head.size(), head.root(), Optional.of(fault.kind().name()),
                Optional.of(fault.number()), Optional.of(now));
    }

    /** All nodes stop, also those that have published nothing yet. */
    private void stop(Outcome outcome) {
        LOG.error("Ledger check found {} at entry {}: views are stopped", outcome.finding().orElseThrow(),
                outcome.number().orElseThrow());
        table.put(outcome);
    }

    @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = 2_000)
    void checkWhatCame() {
        // Never waits for a check of the whole, which may take an hour: other background work, such as
        // reading what another node found, would wait behind it.
        if (!checking.tryLock()) {
            return;
        }
        try {
            check(table.lastCheck().filter(Outcome::sound).map(one -> new Position(one.to(), one.root()))
                    .orElse(Position.start()), done -> { }, false);
        } catch (RuntimeException unavailable) {
            LOG.warn("The ledger could not be checked now: {}", unavailable.getClass().getName());
        } finally {
            checking.unlock();
        }
    }

    /** Compares everything from the first entry. */
    Outcome checkAll() {
        return checkAll(done -> { });
    }

    /** @param progress is told the number of entries compared so far, now and then */
    Outcome checkAll(LongConsumer progress) {
        checking.lock();
        try {
            return check(Position.start(), progress, true);
        } finally {
            checking.unlock();
        }
    }

    private Outcome check(Position from, LongConsumer progress, boolean whole) {
        CheckpointSigner keys = signer.getIfAvailable();
        TreeHead head = tree.head();
        if (keys == null || head.note().isEmpty() && head.size() == 0) {
            return Outcome.sound(clock.systemInstant(), 0, 0, head.root());
        }
        Pruned pruned = pruned(head);
        Outcome outcome = compared(from, progress, whole, head, pruned);
        while (!outcome.sound() && !pruned(tree.head()).isAs(pruned)) {
            // Entries that went while they were compared look like rows that are gone: it is looked at again.
            head = tree.head();
            pruned = pruned(head);
            outcome = compared(from, progress, whole, head, pruned);
        }
        if (outcome.sound()) {
            table.put(outcome);
        } else {
            stop(outcome);
        }
        look();
        return outcome;
    }

    /**
     * What says that entries may be gone.
     *
     * @param signed the newest such entry in the tree; the verifier looks whether it is what was signed there
     * @param newest the number of the newest one, signed or not; -1 if there is none. What it speaks of is still
     *     there until it is signed
     */
    private record Pruned(Optional<Verifier.Line> signed, long newest) {

        boolean isAs(Pruned other) {
            return newest == other.newest
                    && signed.map(Verifier.Line::index).equals(other.signed.map(Verifier.Line::index));
        }
    }

    private Pruned pruned(TreeHead head) {
        return new Pruned(table.newest(Pruning.ACTION, head.size())
                .map(stored -> new Verifier.Line(stored.number(), stored.bytes())),
                table.newest(Pruning.ACTION, Long.MAX_VALUE).map(Stored::number).orElse(-1L));
    }

    private Outcome compared(Position from, LongConsumer progress, boolean whole, TreeHead head, Pruned pruned) {
        CheckpointSigner keys = signer.getObject();
        Verifier verifier =
                new Verifier(tree.tiles(), pruned.signed(), keys.verifiers().toArray(VerifierKey[]::new));
        Rows entries = new Rows(table, from.size(), progress);
        // Without its note a tree that has entries is as good as badly signed.
        Findings findings = verifier.verify(from, entries, head.note().orElse(new byte[0]),
                new SignedEarlier(tree, from.size(), head.size()));
        Outcome outcome = outcome(findings, entries, head);
        // What is counted of entries that are about to go is one step ahead of what was signed of it.
        if (outcome.sound() && whole && pruned.newest() < head.size()) {
            outcome = new CensusCheck(table, outcome.to()).fault().map(this::outcome).orElse(outcome);
        }
        return outcome.sound() ? published.follow().map(this::outcome).orElse(outcome) : outcome;
    }

    private Outcome outcome(Findings findings, Rows entries, TreeHead head) {
        Optional<String> finding = findings.fault().map(fault -> fault.kind().name());
        Optional<Long> number = findings.fault().map(Findings.Fault::index);
        if (finding.isEmpty() && entries.untold.isPresent()) {
            finding = Optional.of(COLUMNS_DIFFER);
            number = entries.untold;
        }
        // What is signed may be an older tree than the row says, and what the row says is what is shown.
        if (finding.isEmpty() && !isSigned(head, findings.to())) {
            finding = Optional.of(Findings.Kind.CHECKPOINT_DIFFERS.name());
            number = Optional.of(findings.to().size());
        }
        if (finding.isEmpty()) {
            Optional<CheckTable.TailFault> fault = table.tailFault(findings.to().size());
            finding = fault.map(found -> found.missing() ? Findings.Kind.MISSING.name() : ADDED);
            number = fault.map(CheckTable.TailFault::number);
        }
        Instant now = clock.systemInstant();
        return new Outcome(now, findings.from().size(), findings.to().size(), findings.to().root(), finding, number,
                finding.map(found -> now));
    }

    private static boolean isSigned(TreeHead head, Position signed) {
        return head.size() == signed.size() && Arrays.equals(head.root(), signed.root());
    }

    /** What was signed on the way, in pages: each must fit too, and narrows down where something differs. */
    private static final class SignedEarlier implements Iterator<byte[]> {

        private final SignedTree tree;
        private final long below;
        private long above;
        private Iterator<TreeHead> page = Collections.emptyIterator();

        SignedEarlier(SignedTree tree, long above, long below) {
            this.tree = tree;
            this.above = above;
            this.below = below;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = tree.signedBetween(above, below, PAGE).iterator();
            }
            return page.hasNext();
        }

        @Override
        public byte[] next() {
            TreeHead signed = page.next();
            above = signed.size();
            return signed.note().orElseThrow();
        }
    }

    /** The entries from a place on, read in pages, so that memory does not grow with the ledger. */
    private static final class Rows implements Iterator<Verifier.Line> {

        private final CheckTable table;
        private final LongConsumer progress;
        private long next;
        private Iterator<CheckTable.Row> page = Collections.emptyIterator();
        private Optional<Long> untold = Optional.empty();

        Rows(CheckTable table, long from, LongConsumer progress) {
            this.table = table;
            this.next = from;
            this.progress = progress;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                progress.accept(next);
                page = table.rows(next, Long.MAX_VALUE, PAGE).iterator();
            }
            return page.hasNext();
        }

        @Override
        public Verifier.Line next() {
            CheckTable.Row row = page.next();
            long number = row.stored().number();
            if (untold.isEmpty() && !tells(row)) {
                untold = Optional.of(number);
            }
            next = number + 1;
            return new Verifier.Line(number, row.stored().bytes());
        }

        private static boolean tells(CheckTable.Row row) {
            try {
                return row.tells(Entry.read(row.stored().bytes()));
            } catch (LedgerDamaged unreadable) {
                return false;
            }
        }
    }
}
