// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.Findings.Position;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Recomputes the tree from the entries as they lie in the table and compares it with the tiles and the
 * signed checkpoint: what came since the last check in the background, everything on demand. While the
 * last check found a difference, nothing is released.
 */
@Component
class LedgerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerCheck.class);
    private static final int PAGE = 2_000;
    private static final long EVERY_MILLIS = 15_000;

    /**
     * What a check compared and found.
     *
     * @param from the size from which entries were compared; before it, the tree's root vouches
     * @param finding the kind of the first difference, as in the core's verifier; empty when sound
     * @param number the first entry concerned
     */
    record Outcome(Instant at, long from, long to, byte[] root, Optional<String> finding, Optional<Long> number) {

        boolean sound() {
            return finding.isEmpty();
        }
    }

    private final LedgerTable table;
    private final ObjectProvider<CheckpointSigner> signer;
    private final DoorClock clock;
    private final AtomicReference<Optional<Outcome>> last = new AtomicReference<>(Optional.empty());

    LedgerCheck(LedgerTable table, ObjectProvider<CheckpointSigner> signer, DoorClock clock) {
        this.table = table;
        this.signer = signer;
        this.clock = clock;
    }

    Optional<Outcome> last() {
        return last.get();
    }

    /** Refuses while the ledger is known to be changed. */
    void requireSound() {
        if (last.get().filter(outcome -> !outcome.sound()).isPresent()) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged");
        }
    }

    @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = 2_000)
    void checkWhatCame() {
        try {
            check(position());
        } catch (RuntimeException unavailable) {
            LOG.warn("The ledger could not be checked now: {}", unavailable.getClass().getName());
        }
    }

    /** Compares everything from the first entry. */
    Outcome checkAll() {
        return check(Position.start());
    }

    private Position position() {
        Optional<Outcome> known = last.get().or(table::lastCheck);
        return known.filter(Outcome::sound).map(one -> new Position(one.to(), one.root()))
                .orElse(Position.start());
    }

    private synchronized Outcome check(Position from) {
        LedgerTable.Tree tree = table.tree();
        CheckpointSigner keys = signer.getIfAvailable();
        if (keys == null || tree.note().isEmpty()) {
            return new Outcome(clock.systemInstant(), 0, 0, tree.root(), Optional.empty(), Optional.empty());
        }
        Verifier verifier = new Verifier(new StoredTiles(table), keys.verifiers().toArray(VerifierKey[]::new));
        Findings findings = verifier.verify(from, new Entries(table, from.size()), tree.note().get(),
                Collections.emptyIterator());
        Outcome outcome = new Outcome(clock.systemInstant(), from.size(), findings.to().size(),
                findings.to().root(), findings.fault().map(fault -> fault.kind().name()),
                findings.fault().map(Findings.Fault::index));
        outcome.finding().ifPresent(kind ->
                LOG.error("Ledger check found {} at entry {}: views are stopped", kind, outcome.number().get()));
        table.put(outcome);
        last.set(Optional.of(outcome));
        return outcome;
    }

    /** The entries from a place on, read in pages, so that memory does not grow with the ledger. */
    private static final class Entries implements Iterator<Verifier.Line> {

        private final LedgerTable table;
        private long next;
        private Iterator<LedgerTable.Stored> page = Collections.emptyIterator();

        Entries(LedgerTable table, long from) {
            this.table = table;
            this.next = from;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                List<LedgerTable.Stored> more = table.entries(next, next + PAGE);
                page = more.iterator();
            }
            return page.hasNext();
        }

        @Override
        public Verifier.Line next() {
            LedgerTable.Stored stored = page.next();
            next = stored.number() + 1;
            return new Verifier.Line(stored.number(), stored.bytes());
        }
    }
}
