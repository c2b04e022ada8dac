// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Verifier.Line;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Tiles and entries of a log as they lie somewhere, for the verifier to compare. */
final class PlacedLog implements TileReader {

    private final LogPlace place;

    PlacedLog(LogPlace place) {
        this.place = place;
    }

    /** A full tile may stand for a partial one, which may be gone by then (tlog-tiles, Partial Tiles). */
    @Override
    public byte[] tile(int level, long n, int width) {
        byte[] hashes = place.read(TilePath.hashes(level, n, width).toString())
                .or(() -> place.read(TilePath.hashes(level, n, Tile.WIDTH).toString()))
                .orElseThrow(() -> new LedgerDamaged("ledger.tile.missing"));
        boolean whole = hashes.length == width * Hashes.SIZE || hashes.length == Tile.WIDTH * Hashes.SIZE;
        if (!whole) {
            throw new LedgerDamaged("ledger.tile.width");
        }
        return Arrays.copyOf(hashes, width * Hashes.SIZE);
    }

    /** The entries of a bundle as far as the size goes; none where it is not there or not whole. */
    List<byte[]> bundle(long n, int width) {
        try {
            List<byte[]> entries = place.read(TilePath.entries(n, width).toString())
                    .or(() -> place.read(TilePath.entries(n, Tile.WIDTH).toString()))
                    .map(EntryBundle::read).orElse(List.of());
            return entries.subList(0, Math.min(width, entries.size()));
        } catch (LedgerDamaged broken) {
            return List.of();
        }
    }

    /**
     * The entry by which the oldest entries may be gone. Whether it was signed is not looked at.
     *
     * @throws LedgerDamaged {@code ledger.proof.malformed}
     */
    Optional<Line> pruning() {
        return place.read(LogPlace.MINIMUM_INDEX).map(TlogProof::parse)
                .flatMap(proof -> proof.extra().map(entry -> new Line(proof.index(), entry)));
    }

    /**
     * @param below bundles that end at or below it may be missing, and are left out
     * @param progress is told how many entries were read
     */
    Iterator<Line> lines(long size, long below, LongConsumer progress) {
        return new Lines(size, below, progress);
    }

    private final class Lines implements Iterator<Line> {

        private final long size;
        private final long below;
        private final LongConsumer progress;
        private long next;
        private Iterator<byte[]> bundle = Collections.emptyIterator();

        Lines(long size, long below, LongConsumer progress) {
            this.size = size;
            this.below = below;
            this.progress = progress;
        }

        @Override
        public boolean hasNext() {
            while (!bundle.hasNext() && next < size && next % Tile.WIDTH == 0) {
                progress.accept(next);
                long n = next / Tile.WIDTH;
                bundle = bundle(n, TilePath.width(0, n, size)).iterator();
                if (bundle.hasNext() || next + Tile.WIDTH > below) {
                    break;
                }
                next += Tile.WIDTH;
            }
            return bundle.hasNext();
        }

        @Override
        public Line next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return new Line(next++, bundle.next());
        }
    }
}
