// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The entries as they lie on the disk, for the modules that bring them into the tree, check them or show
 * them also where one cannot be read any more. Everybody else asks {@link Ledger}.
 */
@Component
public final class Entries {

    private final LedgerTable table;

    Entries(LedgerTable table) {
        this.table = table;
    }

    /** Those with a number from {@code from} on and below {@code to}, in their order. */
    public List<Stored> between(long from, long to) {
        return table.entries(from, to);
    }

    public Optional<Stored> at(long number) {
        return table.entries(number, number + 1).stream().findFirst();
    }

    /** The newest first. */
    public List<Stored> find(LedgerQuery query) {
        return table.find(query);
    }

    /** The number that the next entry will have. */
    public long next() {
        return table.next();
    }

    /** When the first entry that is still there was made. */
    public Optional<Instant> firstAt() {
        return table.firstEntryAt();
    }

    /**
     * The newest entry by which the oldest entries may be gone; empty while none says so. What it says is not proved
     * here: whoever relies on it holds it against the tree.
     */
    public Optional<Pruned> pruned() {
        return prunings().stream().findFirst();
    }

    /** The newest such entry below a number, such as the size of the signed tree. */
    public Optional<Pruned> prunedBefore(long number) {
        return prunings().stream().filter(one -> one.number() < number).findFirst();
    }

    /** The first pruning that speaks of this entry and is still there itself; empty where none does. */
    public Optional<Pruned> pruned(long number) {
        return prunings().stream().filter(one -> one.below() > number).reduce((later, earlier) -> earlier);
    }

    private List<Pruned> prunings() {
        return table.find(LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withAction(Pruning.ACTION)).stream()
                .flatMap(stored -> pruned(stored).stream()).toList();
    }

    private static Optional<Pruned> pruned(Stored stored) {
        try {
            Entry entry = Entry.read(stored.bytes());
            return Pruning.read(entry).map(one -> new Pruned(stored.number(), entry, stored.bytes(), one));
        } catch (LedgerDamaged changed) {
            return Optional.empty();
        }
    }

    /** How many fields the entry gave in each form that has a column, in the order of the columns. */
    public static List<Integer> forms(Entry entry) {
        return EntryRows.forms(entry);
    }
}
