// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.canary.CanaryTags;
import io.shouxin.core.canary.WrittenCells;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells of a file that turned up somewhere which export it was copied from. Whatever in it may be a value is looked up
 * among the canaries of every file that ever left: in any order of rows and columns, with columns lost, in whatever
 * writing. Nothing of it is kept.
 *
 * <p>A number that nobody else has settles it. A name or an address may be somebody's by chance: how often chance meets
 * one is counted on canaries that were thought up likewise and written nowhere, and only what chance would do less than
 * once in a thousand files is named.
 */
@Service
class Tracing {

    static final String TRACE = "export.trace";

    private static final int AT_ONCE = 5_000;
    /** In wider rows values are looked up one by one only: pairs grow by the square. */
    private static final int ROW_MAX = 12;
    private static final int REMEMBERED = 100_000;
    private static final double CHANCE_MOST = 0.001;
    private static final int NAMED_MAX = 20;

    private final ExportTable table;
    private final Canaries canaries;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    Tracing(ExportTable table, Canaries canaries, Ledger ledger, TransactionTemplate transaction) {
        this.table = table;
        this.canaries = canaries;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /** How sure it is. */
    enum Ground {
        /** Numbers or tokens that stand in no other file and belong to nobody. */
        CERTAIN,
        /** Names, addresses or masked numbers, more of them than chance explains. */
        LIKELY
    }

    /**
     * One export that the file was copied from.
     *
     * @param canaries of its canaries, how many are in the file
     * @param of how many it has
     * @param fields by which they were found
     * @param chance how probable so many would be in a file that was not copied from it; 0 where it is certain
     */
    record Found(ExportJob export, Ground ground, int canaries, int of, Set<String> fields, double chance) {

        /** About how much of the export the file has, in hundredths. */
        int share() {
            return of == 0 ? 0 : Math.min(100, Math.round(100f * canaries / of));
        }
    }

    /** @param cells how many pieces of the text may have been values */
    record Report(long cells, List<Found> found) {}

    /**
     * Reads the text to its end.
     *
     * @throws IOException when its sender breaks off
     * @throws Refused {@code export.refused.binary} for what is no text
     */
    Report trace(Reader text, Caller by) throws IOException {
        if (!by.may(Permission.EXPORT_TRACE)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
        Search search = new Search(canaries.tags());
        WrittenCells.read(text, search);
        search.look();
        List<Found> found = judged(search.met).stream()
                .sorted(Comparator.comparing(Found::ground).thenComparing(Comparator.comparingInt(Found::canaries)
                        .reversed())).limit(NAMED_MAX).toList();
        transaction.executeWithoutResult(status -> ledger.append(ledger.draft(by.actor(), TRACE)
                .detail("cells", Long.toString(search.cells))
                .detail("exports", found.stream().map(one -> one.export().id().toString())
                        .collect(Collectors.joining(" ")))));
        return new Report(search.cells, found);
    }

    /** All exports that were met are judged together: the more there are, the more chance may meet. */
    private List<Found> judged(Map<UUID, Met> all) {
        List<Found> found = new ArrayList<>();
        List<Suspected> unsure = new ArrayList<>();
        all.forEach((export, met) -> table.find(export).ifPresent(job -> {
            Map<Integer, Integer> there = table.canaries(export);
            if (met.strong.isEmpty()) {
                unsure.add(new Suspected(job, met, there));
            } else {
                found.add(new Found(job, Ground.CERTAIN, met.strong.size(), there.getOrDefault(Canaries.STRONG, 0),
                        met.strongFields, 0));
            }
        }));
        // Two looks at one file: each is held to half of what both may be.
        int singles = Chance.judged(unsure.stream().map(one -> one.least(one.met.singles)).toList(), CHANCE_MOST / 2);
        int pairs = Chance.judged(unsure.stream().map(one -> one.least(one.met.pairs)).toList(), CHANCE_MOST / 2);
        unsure.forEach(one -> {
            double ofSingles = 2 * singles * one.chance(one.met.singles);
            double ofPairs = 2 * pairs * one.chance(one.met.pairs);
            Kin by = ofPairs <= ofSingles ? one.met.pairs : one.met.singles;
            double chance = Math.min(ofPairs, ofSingles);
            if (chance <= CHANCE_MOST) {
                found.add(new Found(one.job, Ground.LIKELY, by.written.size(),
                        one.there.getOrDefault(Canaries.WEAK, 0), by.fields, chance));
            }
        });
        return found;
    }

    /** An export that has nothing in the file that is nobody else's. */
    private record Suspected(ExportJob job, Met met, Map<Integer, Integer> there) {

        /** Of those who were thought up for it, how many are in it. */
        private double share() {
            double written = there.getOrDefault(Canaries.WEAK, 0);
            return written == 0 ? 1 : written / (written + there.getOrDefault(Canaries.CHANCE, 0));
        }

        private double chance(Kin kin) {
            return Chance.of(kin.written.size(), kin.unwritten.size(), share());
        }

        /** What it would be if everyone who was met were written. */
        private double least(Kin kin) {
            return Chance.of(kin.written.size() + kin.unwritten.size(), 0, share());
        }
    }

    /** What of one export is in the file. */
    private static final class Met {

        private final Set<Integer> strong = new HashSet<>();
        private final Set<String> strongFields = new TreeSet<>();
        private final Kin singles = new Kin();
        private final Kin pairs = new Kin();

        private void add(ExportTable.Mark mark) {
            if (mark.strength() == Canaries.STRONG) {
                strong.add(mark.person());
                strongFields.add(mark.field());
            } else {
                (mark.field().contains(Canaries.PAIR) ? pairs : singles).add(mark);
            }
        }
    }

    /** What alone may be chance: single values, or pairs of one row. */
    private static final class Kin {

        private final Set<Integer> written = new HashSet<>();
        private final Set<Integer> unwritten = new HashSet<>();
        private final Set<String> fields = new TreeSet<>();

        private void add(ExportTable.Mark mark) {
            if (mark.strength() == Canaries.WEAK) {
                written.add(mark.person());
                fields.add(mark.field());
            } else {
                unwritten.add(mark.person());
            }
        }
    }

    private final class Search implements WrittenCells.Taker {

        private final CanaryTags tags;
        private final List<String> row = new ArrayList<>();
        private final Map<UUID, Met> met = new HashMap<>();
        private final Set<String> known = new HashSet<>();
        private final List<byte[]> waiting = new ArrayList<>(AT_ONCE);
        private long cells;

        private Search(CanaryTags tags) {
            this.tags = tags;
        }

        @Override
        public void cell(String cell) {
            cells++;
            if (row.size() <= ROW_MAX) {
                row.add(cell);
            }
            if (known.size() >= REMEMBERED) {
                // Looked up twice costs time; remembered for ever costs memory.
                known.clear();
            }
            if (known.add(cell)) {
                wanted(tags.tag(cell));
            }
        }

        @Override
        public void endOfLine() {
            if (row.size() <= ROW_MAX) {
                for (int i = 0; i < row.size(); i++) {
                    for (int j = i + 1; j < row.size(); j++) {
                        wanted(tags.tag(row.get(i), row.get(j)));
                    }
                }
            }
            row.clear();
        }

        private void wanted(byte[] tag) {
            waiting.add(tag);
            if (waiting.size() >= AT_ONCE) {
                look();
            }
        }

        private void look() {
            if (!waiting.isEmpty()) {
                table.marks(waiting).forEach(mark ->
                        met.computeIfAbsent(mark.export(), id -> new Met()).add(mark));
                waiting.clear();
            }
        }
    }
}
