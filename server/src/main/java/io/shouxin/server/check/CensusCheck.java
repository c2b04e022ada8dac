// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.CensusAudit;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Verifier;

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
        Optional<byte[]> newest = table.newest(Census.ACTION, size);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        return CensusAudit.of(Lines::new, passes(newest.get()), 1).fault();
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

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && next < size) {
                page = table.rows(next, Math.min(size, next + PAGE)).iterator();
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
}
