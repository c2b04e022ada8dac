// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Verifier.Line;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How many entries each customer has in the first {@code size} entries, as one root that is itself an entry. With
 * it a customer's list can be shown to leave nothing out, and whoever has all entries can compute it again.
 * {@code docs/spec/census.md} gives the format.
 *
 * @param size how many entries of the ledger were counted, from the first
 * @param customers how many customers they name
 * @param entries how many of them name a customer
 * @param root over the {@link CustomerTally tallies} in the order of their references; RFC 6962
 */
public record Census(long size, long customers, long entries, byte[] root) {

    /** The action of an entry that holds a census. */
    public static final String ACTION = "ledger.census";

    private static final String MALFORMED = "ledger.census.malformed";
    private static final String VERSION = "1";
    private static final int PREFIXES = 1 << 16;

    public Census {
        if (size < 0 || customers < 0 || entries < customers || size < entries || root.length != Hashes.SIZE) {
            throw new IllegalStateException("no census counts like this");
        }
        root = root.clone();
    }

    /**
     * The census of tallies that somebody keeps. Needs at most 63 hashes of memory.
     *
     * @param size how many entries they were counted over
     * @param tallies in the order of their references, each customer once
     */
    public static Census of(long size, Iterator<CustomerTally> tallies) {
        CensusEdge edge = new CensusEdge();
        tallies.forEachRemaining(edge::add);
        return edge.census(size);
    }

    /**
     * Takes a census of entries. Reads them {@code passes} times, each time keeping the tallies of one part of the
     * customers only: some 250 bytes for each of {@code customers / passes}.
     *
     * @param size how many entries to count
     * @param entries gives the entries from the first on, each time anew
     * @param passes 1 to 65,536
     * @throws LedgerDamaged if an entry is missing or none: {@code ledger.entry.missing} and as {@link Entry#read}
     */
    public static Census take(long size, Supplier<Iterator<Line>> entries, int passes) {
        requirePasses(passes);
        CensusEdge edge = new CensusEdge();
        for (int pass = 0; pass < passes; pass++) {
            Tallies tallies = new Tallies(pass, passes);
            Iterator<Line> lines = entries.get();
            for (long index = 0; index < size; index++) {
                Line line = lines.hasNext() ? lines.next() : null;
                if (line == null || line.index() != index) {
                    throw new LedgerDamaged("ledger.entry.missing");
                }
                tallies.count(line);
            }
            tallies.all().forEachRemaining(edge::add);
        }
        return edge.census(size);
    }

    /** The entry that holds it. */
    public Entry.Draft draft(Entry.Actor actor, Instant at) {
        return Entry.about(actor, ACTION, at).object("tree", Long.toString(size)).detail("census", VERSION)
                .detail("customers", Long.toString(customers)).detail("entries", Long.toString(entries))
                .detail("root", HexFormat.of().formatHex(root));
    }

    /**
     * Reads the census an entry holds; empty if it holds none.
     *
     * @throws LedgerDamaged {@code ledger.census.malformed}
     */
    public static Optional<Census> read(Entry entry) {
        if (!entry.action().equals(ACTION)) {
            return Optional.empty();
        }
        Map<String, String> details = entry.details();
        boolean whole = details.size() == 4 && VERSION.equals(details.get("census"))
                && details.getOrDefault("root", "").matches("[0-9a-f]{64}")
                && entry.outcome() == Entry.Outcome.DONE
                && entry.object().filter(object -> object.kind().equals("tree")).isPresent();
        if (!whole) {
            throw new LedgerDamaged(MALFORMED);
        }
        try {
            return Optional.of(new Census(number(entry.object().get().id()), number(details.get("customers")),
                    number(details.get("entries")), HexFormat.of().parseHex(details.get("root"))));
        } catch (IllegalStateException impossible) {
            throw new LedgerDamaged(MALFORMED);
        }
    }

    static void requirePasses(int passes) {
        if (passes < 1 || passes > PREFIXES) {
            throw new IllegalStateException("a census is taken in 1 to 65,536 passes");
        }
    }

    private static long number(String text) {
        return TextLine.decimal(text == null ? "" : text, MALFORMED);
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Census that && size == that.size && customers == that.customers
                && entries == that.entries && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.hashCode(root);
    }

    /** The tallies of one part of the customers: those whose references begin with certain two bytes. */
    static final class Tallies {

        private final int from;
        private final int to;
        private final TreeMap<byte[], CustomerTally> byCustomer =
                new TreeMap<>((Comparator<byte[]>) Arrays::compareUnsigned);

        Tallies(int pass, int passes) {
            this.from = (int) ((long) PREFIXES * pass / passes);
            this.to = (int) ((long) PREFIXES * (pass + 1) / passes);
        }

        /** Goes on from what was counted before. */
        void begin(CustomerTally tally) {
            byte[] reference = tally.customer().bytes();
            if (isOurs(reference)) {
                byCustomer.put(reference, tally);
            }
        }

        private boolean isOurs(byte[] reference) {
            int prefix = (reference[0] & 0xff) << 8 | reference[1] & 0xff;
            return prefix >= from && prefix < to;
        }

        void count(Line line) {
            Entry.read(line.entry()).customer().ifPresent(customer -> {
                byte[] reference = customer.bytes();
                if (isOurs(reference)) {
                    byCustomer.merge(reference,
                            CustomerTally.none(customer).with(line.index(), Hashes.leaf(line.entry())),
                            (before, first) -> before.with(line.index(), Hashes.leaf(line.entry())));
                }
            });
        }

        /** In the order of the references. */
        Iterator<CustomerTally> all() {
            return byCustomer.values().iterator();
        }
    }
}
