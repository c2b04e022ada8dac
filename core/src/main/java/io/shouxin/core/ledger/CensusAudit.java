// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Findings.Fault;
import io.shouxin.core.ledger.Findings.Kind;
import io.shouxin.core.ledger.Verifier.Line;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
        Census.requirePasses(passes);
        List<Claim> claims = new ArrayList<>();
        Optional<Fault> fault = claims(entries.get(), claims);
        if (fault.isPresent()) {
            return new CensusAudit(0, Optional.empty(), fault);
        }
        List<Claim> asked = claims.subList(Math.max(0, claims.size() - newest), claims.size());
        List<CensusEdge> edges = new ArrayList<>();
        asked.forEach(claim -> edges.add(new CensusEdge()));
        for (int pass = 0; pass < passes && !asked.isEmpty(); pass++) {
            count(entries.get(), new Census.Tallies(pass, passes), asked, edges);
        }
        for (int i = 0; i < asked.size(); i++) {
            Claim claim = asked.get(i);
            if (!edges.get(i).census(claim.census().size()).equals(claim.census())) {
                return new CensusAudit(i, i == 0 ? Optional.empty() : Optional.of(asked.get(i - 1)),
                        Optional.of(new Fault(Kind.CENSUS_DIFFERS, claim.index())));
            }
        }
        return new CensusAudit(asked.size(),
                asked.isEmpty() ? Optional.empty() : Optional.of(asked.get(asked.size() - 1)), Optional.empty());
    }

    private static Optional<Fault> claims(Iterator<Line> entries, List<Claim> claims) {
        long counted = 0;
        while (entries.hasNext()) {
            Line line = entries.next();
            Entry entry;
            try {
                entry = Entry.read(line.entry());
            } catch (LedgerDamaged none) {
                return Optional.of(new Fault(Kind.NOT_AN_ENTRY, line.index()));
            }
            try {
                Optional<Census> census = Census.read(entry);
                // It cannot count itself or what came later, nor go back behind the one before.
                if (census.filter(one -> one.size() > line.index()).isPresent()
                        || census.isPresent() && census.get().size() < counted) {
                    return Optional.of(new Fault(Kind.CENSUS_DIFFERS, line.index()));
                }
                census.ifPresent(one -> claims.add(new Claim(line.index(), one)));
                counted = census.map(Census::size).orElse(counted);
            } catch (LedgerDamaged malformed) {
                return Optional.of(new Fault(Kind.CENSUS_DIFFERS, line.index()));
            }
        }
        return Optional.empty();
    }

    private static void count(Iterator<Line> entries, Census.Tallies tallies, List<Claim> asked,
                              List<CensusEdge> edges) {
        long counted = 0;
        for (int i = 0; i < asked.size(); i++) {
            for (; counted < asked.get(i).census().size(); counted++) {
                tallies.count(entries.next());
            }
            tallies.all().forEachRemaining(edges.get(i)::add);
        }
    }
}
