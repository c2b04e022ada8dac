// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.CensusAudit;
import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.server.ledger.Stored;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Computes the newest census again from the entries, which were verified just before. It reads them itself:
 * the lines that {@code census} keeps are what is checked, not what is believed.
 */
final class CensusCheck {

    private static final int PAGE = 2_000;
    /** About 250 MB of lines in memory at a time, see {@link CensusAudit}. */
    private static final long CUSTOMERS_AT_ONCE = 1_000_000;

    private final CheckTable table;
    private final long size;

    CensusCheck(CheckTable table, long size) {
        this.table = table;
        this.size = size;
    }

    Optional<Findings.Fault> fault() {
        Optional<Stored> newest = table.newest(Census.ACTION, size);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        // What the entries below it come to was counted when they were pruned, and is compared with what was signed.
        long from = table.newest(Pruning.ACTION, size).map(CensusCheck::below).orElse(0L);
        return CensusAudit.of(() -> new Lines(from), passes(newest.get().bytes()), 1,
                from == 0 ? Optional.empty() : Optional.of(Tallies::new)).fault();
    }

    private static long below(Stored pruning) {
        try {
            return Pruning.read(Entry.read(pruning.bytes())).map(Pruning::below).orElse(0L);
        } catch (LedgerDamaged malformed) {
            // The audit names it.
            return 0;
        }
    }

    private static int passes(byte[] newest) {
        try {
            long customers = Census.read(Entry.read(newest)).map(Census::customers).orElse(0L);
            return (int) Math.min(65_536, 1 + customers / CUSTOMERS_AT_ONCE);
        } catch (LedgerDamaged malformed) {
            // The audit names it.
            return 1;
        }
    }

    /** The entries up to the tree that was verified. */
    private final class Lines implements Iterator<Verifier.Line> {

        private long next;
        private Iterator<CheckTable.Row> page = Collections.emptyIterator();

        Lines(long from) {
            this.next = from;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && next < size) {
                page = table.rows(next, size, PAGE).iterator();
            }
            return page.hasNext();
        }

        @Override
        public Verifier.Line next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            CheckTable.Row row = page.next();
            next = row.stored().number() + 1;
            return new Verifier.Line(row.stored().number(), row.stored().bytes());
        }
    }

    /** What was counted of the entries that are gone. */
    private final class Tallies implements Iterator<CustomerTally> {

        private byte[] after = new byte[0];
        private Iterator<CustomerTally> page = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = table.prunedTallies(after, PAGE).iterator();
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
