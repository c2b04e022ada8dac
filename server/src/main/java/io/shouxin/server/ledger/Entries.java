// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;

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

    public Optional<Instant> firstAt() {
        return table.firstEntryAt();
    }

    /** How many fields the entry gave in each form that has a column, in the order of the columns. */
    public static List<Integer> forms(Entry entry) {
        return EntryRows.forms(entry);
    }
}
