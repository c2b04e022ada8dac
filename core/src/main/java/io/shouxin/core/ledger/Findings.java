// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param from where it started
 * @param to the last place that a signed checkpoint confirmed: the start of the next verification
 * @param verified how many entries were compared with their tiles and found unchanged
 * @param pruned how many are gone because their time was over, as an entry of the ledger itself says ({@link Pruning})
 * @param fault the first thing found wrong; verification ends there
 */
public record Findings(Position from, Position to, long verified, long pruned, Optional<Fault> fault) {

    /** Nothing was wrong up to {@link #to}. */
    public boolean isClean() {
        return fault.isEmpty();
    }

    /** What can be wrong. */
    public enum Kind {
        /** The entry is not the one that was hashed. */
        CHANGED,
        /** There is no entry at this index, though a checkpoint covers it. */
        MISSING,
        /** A row that was never hashed stands here: what was hashed here comes after it, or it has this number too. */
        ADDED,
        /** The entry was hashed, but at another place near by, or the indexes do not rise one by one. */
        REORDERED,
        /** The tiles do not fit the entries, each other or the newest checkpoint, or one is not there. */
        TREE_DIFFERS,
        /** Entries and tiles fit each other and a signed checkpoint says otherwise: both were rewritten. */
        CHECKPOINT_DIFFERS,
        /** It was hashed and signed, but is no entry: too long, not canonical, or with keys nobody knows. */
        NOT_AN_ENTRY,
        /** A census does not say what the entries say. */
        CENSUS_DIFFERS,
        /** A checkpoint is not signed by the log's key, or is none. */
        SIGNATURE_BAD
    }

    /**
     * @param kind what is wrong
     * @param index of the first entry concerned; where a checkpoint is wrong, the number of entries up to
     *     which the checkpoints before it agree
     */
    public record Fault(Kind kind, long index) {
    }

    /**
     * A tree as far as somebody trusts it.
     *
     * @param size the number of entries
     * @param root the root over them
     */
    public record Position(long size, byte[] root) {

        public Position {
            if (size < 0 || root.length != Hashes.SIZE) {
                throw new IllegalStateException("a position has a size of 0 or more and a root of 32 bytes");
            }
            root = root.clone();
        }

        /** Before the first entry. */
        public static Position start() {
            return new Position(0, Hashes.emptyRoot());
        }

        @Override
        public byte[] root() {
            return root.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Position that && size == that.size && Arrays.equals(root, that.root);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(size) * 31 + Arrays.hashCode(root);
        }
    }
}
