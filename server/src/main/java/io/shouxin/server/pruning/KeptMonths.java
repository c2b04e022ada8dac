// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.core.ledger.Tile;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Pruned;
import io.shouxin.server.tree.SignedTree;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The months of the ledger, oldest first, and what keeps each.
 *
 * <p>Entries are numbered in the order in which they were written and lie in the month in which they say they were
 * made; near the turn of a month, and wherever a clock was wrong, the two differ. With a month go the entries before
 * the first one of any later month, whatever their times say: a clock that was set back makes no entry old.
 */
@Component
class KeptMonths {

    private final PruningTable table;
    private final Entries entries;
    private final SignedTree tree;
    private final Retentions retentions;

    KeptMonths(PruningTable table, Entries entries, SignedTree tree, Retentions retentions) {
        this.table = table;
        this.entries = entries;
        this.tree = tree;
        this.retentions = retentions;
    }

    /**
     * One month.
     *
     * @param bytes its room on the disk
     * @param from the first entry that goes with it, and {@code below} the first that does not
     * @param longest what keeps it longest; empty if nothing goes with it, or if something is kept for ever
     * @param until when the last of its entries may go; empty as before
     * @param unknown actions that nobody has ruled on
     */
    record Month(YearMonth month, long bytes, long from, long below, Optional<Retentions.Kind> longest,
            Optional<Instant> until, List<String> unknown) {

        long entries() {
            return below - from;
        }

        boolean outlived(Instant now) {
            return unknown.isEmpty() && until.filter(end -> !end.isAfter(now)).isPresent();
        }
    }

    /** Below this number entries may be gone already. */
    long minimum() {
        return entries.pruned().map(Pruned::below).orElse(0L);
    }

    /** Those of which something lies there, up to the one of this time. */
    List<Month> upTo(Instant now) {
        List<Month> months = new ArrayList<>();
        long from = minimum();
        for (PruningTable.Partition one : table.partitions()) {
            Instant begin = one.month().atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            long below = Math.max(from, firstBehind(one.month()));
            if (!begin.isAfter(now) && (below > from || table.holds(begin, PruningTable.end(one.month())))) {
                months.add(month(one, from, below));
                from = below;
            }
        }
        return months;
    }

    private Month month(PruningTable.Partition partition, long from, long below) {
        List<String> actions = from == below ? List.of()
                : table.actions(from, below, PruningTable.end(partition.month()));
        List<String> unknown = actions.stream().filter(action -> retentions.of(action).isEmpty()).toList();
        Optional<Retentions.Kind> longest = unknown.isEmpty() ? actions.stream()
                .flatMap(action -> retentions.of(action).stream())
                .max(Comparator.comparingLong(kind -> kind.keep().toTotalMonths())) : Optional.empty();
        return new Month(partition.month(), partition.bytes(), from, below, longest,
                longest.map(kind -> kind.until(partition.month())), unknown);
    }

    /** The first entry of a later month; where there is none, the first that is not signed yet. */
    private long firstBehind(YearMonth month) {
        long size = tree.head().size();
        return Math.min(size, table.firstNotBefore(PruningTable.end(month)).orElse(size));
    }

    /** The minimum index once this month is gone: bundles stay whole, so up to 255 entries stay with the next. */
    long below(YearMonth month) {
        long first = firstBehind(month);
        return first - first % Tile.WIDTH;
    }
}
