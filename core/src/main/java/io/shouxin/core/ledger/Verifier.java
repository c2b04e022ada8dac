// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/**
 * Compares entries, tiles and signed checkpoints with each other, from a place that is trusted already (or
 * from nothing) to the newest checkpoint, and names the first thing that is wrong.
 *
 * <p>The entries are hashed into a tree of our own, of which only the right edge is kept. Each subtree that
 * is as large as a hash of a tile is compared with that tile when it is complete, and the root with each
 * checkpoint when its size is reached. Memory: one tile for each level and at most 63 hashes, whatever the
 * number of entries.
 */
public final class Verifier {

    /**
     * One entry as it is stored.
     *
     * @param index its place, from 0
     * @param entry its bytes
     */
    public record Line(long index, byte[] entry) {
    }

    private final TileReader tiles;
    private final VerifierKey[] keys;
    private final Optional<Line> pruning;

    /** @param keys of the log; keys of witnesses may be among them */
    public Verifier(TileReader tiles, VerifierKey... keys) {
        this(tiles, Optional.empty(), keys);
    }

    /**
     * For a log of which entries may have been pruned.
     *
     * @param pruning the newest entry that says so ({@link Pruning}). Entries below what it names may be missing, if
     *     it is itself in the tree of the newest checkpoint; their hashes are then taken as the tiles have them
     */
    public Verifier(TileReader tiles, Optional<Line> pruning, VerifierKey... keys) {
        this.tiles = tiles;
        this.pruning = pruning;
        this.keys = keys.clone();
    }

    /** Verifies everything from the first entry to a signed checkpoint. */
    public Findings verify(Iterator<Line> entries, byte[] newest) {
        return verify(Findings.Position.start(), entries, newest, Collections.emptyIterator());
    }

    /**
     * Verifies what came after a trusted position.
     *
     * @param from what an earlier verification confirmed
     * @param entries the entries from index {@code from.size()} on; those beyond the newest checkpoint are
     *     not read
     * @param newest the newest signed checkpoint
     * @param earlier any signed checkpoints between the two, smallest first; they narrow down a fault
     */
    public Findings verify(Findings.Position from, Iterator<Line> entries, byte[] newest,
                           Iterator<byte[]> earlier) {
        return new Run(from, entries).to(newest, earlier);
    }

    /**
     * Verifies the tiles alone, for those who may not see the entries: that every hash of every tile is what the
     * tiles below make it, up to the signed roots. The entries' hashes are taken as they are.
     *
     * @param earlier any signed checkpoints of the same log, smallest first
     */
    public Findings verifyTiles(byte[] newest, Iterator<byte[]> earlier) {
        return new Run(Findings.Position.start(), null).to(newest, earlier);
    }

    /** Carries the first fault out of the nested comparisons. */
    private static final class Found extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Findings.Fault fault;

        Found(Findings.Kind kind, long index) {
            super(kind.name(), null, false, false);
            this.fault = new Findings.Fault(kind, index);
        }
    }

    private final class Run {

        private final Findings.Position from;
        /** Null where only tiles are verified. */
        private final Iterator<Line> entries;
        private final Tile[] read = new Tile[8];
        private Findings.Position confirmed;
        private Checkpoint newest;
        private RightEdge edge;
        private long verified;
        private long pruned;
        /** Below it an entry may be missing. */
        private long minimum;
        /** The next line, where it was looked at before its turn. */
        private Line waiting;

        Run(Findings.Position from, Iterator<Line> entries) {
            this.from = from;
            this.confirmed = from;
            this.entries = entries;
        }

        Findings to(byte[] note, Iterator<byte[]> earlier) {
            Optional<Findings.Fault> fault = Optional.empty();
            try {
                newest = opened(note);
                start();
                while (earlier.hasNext()) {
                    advance(opened(earlier.next()));
                }
                advance(newest);
            } catch (Found found) {
                fault = Optional.of(found.fault);
            }
            return new Findings(from, confirmed, verified, pruned, fault);
        }

        private Checkpoint opened(byte[] note) {
            try {
                return Checkpoint.open(note, keys);
            } catch (LedgerDamaged damaged) {
                throw new Found(Findings.Kind.SIGNATURE_BAD, confirmed.size());
            }
        }

        /** The position is trusted, the tiles are not: they must give the same root. */
        private void start() {
            if (newest.size() < from.size()) {
                throw new Found(Findings.Kind.CHECKPOINT_DIFFERS, from.size());
            }
            try {
                edge = RightEdge.of(from.size(), tiles);
            } catch (LedgerDamaged missing) {
                throw new Found(Findings.Kind.TREE_DIFFERS, from.size());
            }
            if (!Arrays.equals(edge.root(), from.root())) {
                throw new Found(Findings.Kind.TREE_DIFFERS, from.size());
            }
            minimum = pruning.flatMap(line -> Pruning.proved(line, newest, tiles)).map(Pruning::below).orElse(0L);
        }

        private void advance(Checkpoint checkpoint) {
            if (checkpoint.size() < edge.size() || checkpoint.size() > newest.size()) {
                throw new Found(Findings.Kind.CHECKPOINT_DIFFERS, confirmed.size());
            }
            while (edge.size() < checkpoint.size()) {
                boolean there = !isPruned(edge.size());
                edge.add(there ? hash(edge.size()) : hashOfTile(edge.size()), this::compare);
                verified += there ? 1 : 0;
                pruned += there ? 0 : 1;
            }
            if (!Arrays.equals(edge.root(), checkpoint.root())) {
                throw new Found(Findings.Kind.CHECKPOINT_DIFFERS, confirmed.size());
            }
            confirmed = new Findings.Position(checkpoint.size(), checkpoint.root());
        }

        private byte[] hash(long index) {
            return entries == null ? hashOfTile(index) : Hashes.leaf(next(index));
        }

        private boolean isPruned(long index) {
            if (entries == null || index >= minimum) {
                return false;
            }
            if (waiting == null && entries.hasNext()) {
                waiting = entries.next();
            }
            return waiting == null || waiting.index() > index;
        }

        private Line line() {
            Line line = waiting == null && entries.hasNext() ? entries.next() : waiting;
            waiting = null;
            return line;
        }

        private byte[] next(long index) {
            Line line = line();
            if (line == null) {
                throw new Found(Findings.Kind.MISSING, index);
            }
            if (line.index() == index - 1) {
                throw new Found(Findings.Kind.ADDED, index - 1);
            }
            if (line.index() != index) {
                boolean ahead = line.index() > index;
                throw new Found(ahead ? Findings.Kind.MISSING : Findings.Kind.REORDERED, index);
            }
            return line.entry();
        }

        private byte[] hashOfTile(long index) {
            return Hashes.at(tile(0, index), (int) (index % Tile.WIDTH));
        }

        private void compare(int height, long place, byte[] hash) {
            if (height % 8 != 0) {
                return;
            }
            int level = height / 8;
            byte[] tile = tile(level, place);
            int inTile = (int) (place % Tile.WIDTH);
            int start = inTile * Hashes.SIZE;
            if (!Arrays.equals(hash, 0, Hashes.SIZE, tile, start, start + Hashes.SIZE)) {
                throw new Found(level == 0 ? blame(place, hash, tile) : Findings.Kind.TREE_DIFFERS,
                        place << height);
            }
        }

        /**
         * Entry and tile disagree. The entry is to blame only if the signed root vouches for the tile; what became
         * of it shows in the entry behind it, for rows put in or taken out move all that follow.
         */
        private Findings.Kind blame(long index, byte[] hash, byte[] tile) {
            if (!isUnderNewest(index, Hashes.at(tile, (int) (index % Tile.WIDTH)))) {
                return Findings.Kind.TREE_DIFFERS;
            }
            byte[] behind = behind();
            boolean isNext = isAt(index + 1, hash);
            boolean isBefore = behind != null && isAt(index, behind);
            if (isBefore && !isNext) {
                return Findings.Kind.ADDED;
            }
            if (isNext && !isBefore && (behind == null || isAt(index + 2, behind))) {
                return Findings.Kind.MISSING;
            }
            if (isNext && isBefore) {
                return Findings.Kind.REORDERED;
            }
            for (int place = 0; place < tile.length / Hashes.SIZE; place++) {
                boolean itself = place == index % Tile.WIDTH + 1;
                if (!itself && Arrays.equals(hash, Hashes.at(tile, place))) {
                    return Findings.Kind.REORDERED;
                }
            }
            return Findings.Kind.CHANGED;
        }

        private byte[] behind() {
            Line line = line();
            return line == null ? null : Hashes.leaf(line.entry());
        }

        private boolean isAt(long index, byte[] hash) {
            return index < newest.size()
                    && Arrays.equals(hash, Hashes.at(tile(0, index), (int) (index % Tile.WIDTH)));
        }

        private boolean isUnderNewest(long index, byte[] hash) {
            try {
                return Tree.includes(hash, index, newest.size(),
                        Tree.inclusionProof(index, newest.size(), tiles), newest.root());
            } catch (LedgerDamaged missing) {
                return false;
            }
        }

        private byte[] tile(int level, long place) {
            long n = place / Tile.WIDTH;
            if (read[level] == null || read[level].n() != n) {
                read[level] = new Tile(level, n, hashes(level, n, place));
            }
            return read[level].hashes();
        }

        private byte[] hashes(int level, long n, long place) {
            try {
                return SubtreeReader.read(tiles, level, n, newest.size());
            } catch (LedgerDamaged missing) {
                throw new Found(Findings.Kind.TREE_DIFFERS, place << 8 * level);
            }
        }
    }
}
