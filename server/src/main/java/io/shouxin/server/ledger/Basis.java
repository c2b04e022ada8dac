// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import java.util.ArrayList;
import java.util.List;

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

    public Basis and(List<Watched.Seen> more) {
        List<Watched.Seen> all = new ArrayList<>(seen);
        all.addAll(more);
        return new Basis(ruled, all);
    }
}
