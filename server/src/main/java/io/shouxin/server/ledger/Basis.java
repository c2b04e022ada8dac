// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a decision rests on. Nothing is locked while somebody decides and opens; the write checks instead
 * that all of it still holds, in the transaction that makes the entry durable. So the order of the
 * ledger is the order of what happened: no entry rests on a right, a rule, a customer's state or a ticket
 * that an earlier entry had changed.
 *
 * @param ruled how far the rulings (rights, standing, register) were known, as {@link Rulings} gave it
 * @param seen what else was seen, in which version
 */
public record Basis(long ruled, List<Watched.Seen> seen) {

    /** Rests on nothing that could change, such as a note of what happened anyway. */
    public static final Basis NONE = new Basis(Long.MAX_VALUE, List.of());

    public Basis {
        seen = List.copyOf(seen);
    }

    /** Rests on rulings only; of several parts the one known least far counts. */
    public static Basis ruled(long... known) {
        long least = Long.MAX_VALUE;
        for (long one : known) {
            least = Math.min(least, one);
        }
        return new Basis(least, List.of());
    }

    /** Both of them: what either rests on. */
    public Basis and(Basis other) {
        return ruled(ruled, other.ruled).and(seen).and(other.seen);
    }

    /** What to look at to know whether these still hold; in one order, so that the statement is a known one. */
    static Map<Watched, Set<String>> keys(Collection<Basis> some) {
        Map<Watched, Set<String>> keys = new TreeMap<>(Comparator.comparing(Watched::sql));
        some.forEach(basis -> basis.seen.forEach(one ->
                keys.computeIfAbsent(one.of(), of -> new HashSet<>()).add(one.key())));
        return keys;
    }

    /** Whether it still holds, given how far the rulings have come and what is there now. */
    boolean holds(long ruledNow, Map<Watched, Map<String, Integer>> present) {
        return ruled >= ruledNow && seen.stream().allMatch(one ->
                Integer.valueOf(one.version()).equals(present.getOrDefault(one.of(), Map.of()).get(one.key())));
    }

    public Basis and(List<Watched.Seen> more) {
        List<Watched.Seen> all = new ArrayList<>(seen);
        all.addAll(more);
        return new Basis(ruled, all);
    }
}
