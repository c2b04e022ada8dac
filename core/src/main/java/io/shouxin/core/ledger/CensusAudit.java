// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Findings.Fault;
import io.shouxin.core.ledger.Findings.Kind;
import io.shouxin.core.ledger.Verifier.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Computes every census of a ledger again from its entries. The entries must be verified before: their place is
 * taken as it is.
 *
 * <p>Reads all entries once to find the censuses and to see that each entry is one, then {@code passes} times to
 * count. Memory: 63 hashes for each census, and some 250 bytes for each of {@code customers / passes} customers.
 * Each census costs the hashing of all customers once, so a year of daily ones over a million customers hashes
 * as much as 400 million entries; {@code newest} limits it.
 *
 * @param censuses how many censuses were computed again and found right
 * @param last the newest one that was, and the index of its entry
 * @param fault the first entry that is none, or the first census that is wrong
 */
public record CensusAudit(int censuses, Optional<Claim> last, Optional<Fault> fault) {

    /** A census as the entry at an index claims it. */
    public record Claim(long index, Census census) {
    }

    /** Audits all censuses. */
    public static CensusAudit of(Supplier<Iterator<Line>> entries, int passes) {
        return of(entries, passes, Integer.MAX_VALUE);
    }

    /**
     * @param entries gives the verified entries from the first on, each time anew
     * @param passes how often to read them for counting, 1 to 65,536
     * @param newest how many of the newest censuses to compute again; the form of the others is checked
     */
    public static CensusAudit of(Supplier<Iterator<Line>> entries, int passes, int newest) {
        return of(entries, passes, newest, Optional.empty());
    }

    /**
     * The same for a ledger whose first entries were pruned. What a {@link Pruning} counted is a census too and is
     * computed again like one, where the entries are still there.
     *
     * @param base gives the tallies of the pruned entries, in the order of their references, each time anew. They are
     *     compared with what the pruning's own entry says of them. Without them nothing is counted, for nothing can
     *     be; the form of all entries is checked
     */
    public static CensusAudit of(Supplier<Iterator<Line>> entries, int passes, int newest,
                                 Optional<Supplier<Iterator<CustomerTally>>> base) {
        Census.requirePasses(passes);
        Claims claims = new Claims();
        Optional<Fault> fault = claims.read(entries.get());
        if (fault.isPresent()) {
            return new CensusAudit(0, Optional.empty(), fault);
        }
        if (claims.first > 0 && base.isEmpty()) {
            return new CensusAudit(0, Optional.empty(), Optional.empty());
        }
        Optional<Fault> based = claims.first == 0 ? Optional.empty() : claims.base(base.get().get());
        if (based.isPresent()) {
            return new CensusAudit(0, Optional.empty(), based);
        }
        List<Claim> asked = claims.asked(newest);
        List<CensusEdge> edges = new ArrayList<>();
        asked.forEach(claim -> edges.add(new CensusEdge()));
        for (int pass = 0; pass < passes && !asked.isEmpty(); pass++) {
            Census.Tallies tallies = new Census.Tallies(pass, passes);
            if (claims.first > 0) {
                base.get().get().forEachRemaining(tallies::begin);
            }
            count(entries.get(), claims.first, tallies, asked, edges);
        }
        return compared(claims, asked, edges);
    }

    private static CensusAudit compared(Claims claims, List<Claim> asked, List<CensusEdge> edges) {
        int right = 0;
        Optional<Claim> last = Optional.empty();
        for (int i = 0; i < asked.size(); i++) {
            Claim claim = asked.get(i);
            if (!edges.get(i).census(claim.census().size()).equals(claim.census())) {
                return new CensusAudit(right, last, Optional.of(new Fault(Kind.CENSUS_DIFFERS, claim.index())));
            }
            if (claims.censuses.contains(claim)) {
                right++;
                last = Optional.of(claim);
            }
        }
        return new CensusAudit(right, last, Optional.empty());
    }

    private static void count(Iterator<Line> entries, long first, Census.Tallies tallies, List<Claim> asked,
                              List<CensusEdge> edges) {
        long counted = first;
        for (int i = 0; i < asked.size(); i++) {
            for (; counted < asked.get(i).census().size(); counted++) {
                tallies.count(entries.next());
            }
            tallies.all().forEachRemaining(edges.get(i)::add);
        }
    }

    /** What entries claim to have counted: censuses, and prunings. */
    private static final class Claims {

        private final List<Claim> censuses = new ArrayList<>();
        private final List<Claim> prunings = new ArrayList<>();
        /** The index of the first entry there is. */
        private long first = -1;
        private long counted;

        Optional<Fault> read(Iterator<Line> entries) {
            while (entries.hasNext()) {
                Line line = entries.next();
                first = first < 0 ? line.index() : first;
                Entry entry;
                try {
                    entry = Entry.read(line.entry());
                } catch (LedgerDamaged none) {
                    return Optional.of(new Fault(Kind.NOT_AN_ENTRY, line.index()));
                }
                try {
                    if (!take(line.index(), entry)) {
                        return Optional.of(new Fault(Kind.CENSUS_DIFFERS, line.index()));
                    }
                } catch (LedgerDamaged malformed) {
                    return Optional.of(new Fault(Kind.CENSUS_DIFFERS, line.index()));
                }
            }
            first = Math.max(0, first);
            return Optional.empty();
        }

        /** It cannot count itself or what came later; nor may a census go back behind the one before. */
        private boolean take(long index, Entry entry) {
            Optional<Census> pruned = Pruning.read(entry).map(Pruning::pruned);
            Optional<Census> census = Census.read(entry);
            if (pruned.or(() -> census).filter(one -> one.size() > index).isPresent()
                    || census.isPresent() && census.get().size() < counted) {
                return false;
            }
            pruned.ifPresent(one -> prunings.add(new Claim(index, one)));
            census.ifPresent(one -> censuses.add(new Claim(index, one)));
            counted = census.map(Census::size).orElse(counted);
            return true;
        }

        /** Whether these are the tallies that the pruning up to the first entry counted. */
        Optional<Fault> base(Iterator<CustomerTally> tallies) {
            Optional<Claim> pruned = prunings.stream().filter(claim -> claim.census().size() == first)
                    .reduce((one, other) -> other);
            if (pruned.isEmpty()) {
                return Optional.of(new Fault(Kind.CENSUS_DIFFERS, first));
            }
            CensusEdge edge = new CensusEdge();
            try {
                tallies.forEachRemaining(edge::add);
            } catch (IllegalStateException outOfOrder) {
                return Optional.of(new Fault(Kind.CENSUS_DIFFERS, pruned.get().index()));
            }
            return edge.size() <= edge.entries() && edge.entries() <= first
                    && edge.census(first).equals(pruned.get().census()) ? Optional.empty()
                    : Optional.of(new Fault(Kind.CENSUS_DIFFERS, pruned.get().index()));
        }

        /** The newest of both that can be counted from what is there, in the order of their sizes. */
        List<Claim> asked(int newest) {
            return Stream.of(censuses, prunings).map(all -> all.stream()
                            .filter(claim -> claim.census().size() > first || first == 0).toList())
                    .flatMap(all -> all.subList(Math.max(0, all.size() - newest), all.size()).stream())
                    .sorted(Comparator.comparingLong(claim -> claim.census().size())).toList();
        }
    }
}
