// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That entries whose time was over were pruned: an entry of the ledger itself, signed before the first of them
 * goes. Their hashes stay in the tiles, so every proof stays; {@code docs/spec/pruning.md} gives the format.
 *
 * <p>It speaks of all entries from the first one on, so the newest one makes those before it needless.
 *
 * @param pruned the census of the entries that may be gone, from which later ones are counted on; its size is the
 *     minimum index of C2SP tlog-tiles, a multiple of 256
 * @param through the last month of which entries are gone, UTC
 */
public record Pruning(Census pruned, YearMonth through) {

    /** The action of an entry that holds one. */
    public static final String ACTION = "ledger.prune";

    private static final String MALFORMED = "ledger.pruning.malformed";
    private static final String VERSION = "1";

    public Pruning {
        if (pruned.size() < 1 || pruned.size() % Tile.WIDTH != 0) {
            throw new IllegalStateException("what is pruned are whole bundles");
        }
    }

    /** The minimum index: every entry from here on is there, and no earlier one need be. */
    public long below() {
        return pruned.size();
    }

    /**
     * The entry that holds it.
     *
     * @param agreed who proposed and who accepted it: two different people at least
     */
    public Entry.Draft draft(Entry.Actor actor, Instant at, List<Entry.Approval> agreed) {
        Entry.Draft draft = Entry.about(actor, ACTION, at).object("tree", Long.toString(below()))
                .detail("pruning", VERSION).detail("through", through.toString())
                .detail("customers", Long.toString(pruned.customers()))
                .detail("entries", Long.toString(pruned.entries()))
                .detail("root", HexFormat.of().formatHex(pruned.root()));
        agreed.forEach(draft::approval);
        return draft;
    }

    /**
     * Reads the pruning an entry holds; empty if it holds none.
     *
     * @throws LedgerDamaged {@code ledger.pruning.malformed}: also where fewer than two people agreed, or the month
     *     had not ended
     */
    public static Optional<Pruning> read(Entry entry) {
        if (!entry.action().equals(ACTION)) {
            return Optional.empty();
        }
        Map<String, String> details = entry.details();
        boolean whole = details.size() == 5 && VERSION.equals(details.get("pruning"))
                && details.getOrDefault("root", "").matches("[0-9a-f]{64}")
                && details.getOrDefault("through", "").matches("[0-9]{4}-[0-9]{2}")
                && entry.outcome() == Entry.Outcome.DONE
                && entry.object().filter(object -> object.kind().equals("tree")).isPresent()
                && entry.approvals().stream().map(Entry.Approval::actor).distinct().count() >= 2;
        if (!whole) {
            throw new LedgerDamaged(MALFORMED);
        }
        try {
            Pruning pruning = new Pruning(new Census(number(entry.object().get().id()),
                    number(details.get("customers")), number(details.get("entries")),
                    HexFormat.of().parseHex(details.get("root"))), YearMonth.parse(details.get("through")));
            if (entry.at().isBefore(pruning.end())) {
                throw new LedgerDamaged(MALFORMED);
            }
            return Optional.of(pruning);
        } catch (IllegalStateException | DateTimeException impossible) {
            throw new LedgerDamaged(MALFORMED);
        }
    }

    /**
     * What a line says was pruned, if it is an entry of the tree that was signed, behind all that it speaks of;
     * empty for anything else, which then excuses nothing.
     */
    public static Optional<Pruning> proved(Verifier.Line line, Checkpoint newest, TileReader tiles) {
        try {
            Optional<Pruning> said = read(Entry.read(line.entry())).filter(one -> one.below() <= line.index());
            return said.filter(one -> line.index() < newest.size() && Tree.includes(Hashes.leaf(line.entry()),
                    line.index(), newest.size(), Tree.inclusionProof(line.index(), newest.size(), tiles),
                    newest.root()));
        } catch (LedgerDamaged none) {
            return Optional.empty();
        }
    }

    /** The first moment after the last month. */
    public Instant end() {
        return through.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static long number(String text) {
        return TextLine.decimal(text == null ? "" : text, MALFORMED);
    }
}
