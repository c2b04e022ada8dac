// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 over tiles: its root and the two proofs, and the checks of those proofs.
 *
 * <p>Making a proof trusts the tiles and promises nothing about them; checking one needs no tile and trusts
 * nothing but the root it is given. No other kind of proof is offered: home-made shortcuts over such a tree
 * have been forged in other products. The checks follow RFC 9162, 2.1.3.2 and 2.1.4.2, and accept exactly
 * one proof for each pair of arguments.
 */
public final class Tree {

    private Tree() {
    }

    /** The root over the first {@code size} entries; of an empty tree {@link Hashes#emptyRoot}. */
    public static byte[] root(long size, TileReader tiles) {
        asked(size >= 0);
        return size == 0 ? Hashes.emptyRoot() : new SubtreeReader(size, tiles).range(0, size);
    }

    /**
     * Proves that the entry at {@code index} (from 0) is in the tree of {@code size} entries: the sibling
     * hashes from the leaf up.
     *
     * @throws LedgerRefused {@code ledger.proof.range} unless 0 ≤ index &lt; size
     */
    public static List<byte[]> inclusionProof(long index, long size, TileReader tiles) {
        asked(index >= 0 && index < size);
        SubtreeReader subtrees = new SubtreeReader(size, tiles);
        List<byte[]> proof = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                proof.add(subtrees.range(middle, to));
                to = middle;
            } else {
                proof.add(subtrees.range(from, middle));
                from = middle;
            }
        }
        Collections.reverse(proof);
        return proof;
    }

    /**
     * Proves that the tree of {@code to} entries begins with the tree of {@code from} entries. Empty where
     * there is nothing to prove: from nothing, or from itself.
     *
     * @throws LedgerRefused {@code ledger.proof.range} unless 0 ≤ from ≤ to
     */
    public static List<byte[]> consistencyProof(long from, long to, TileReader tiles) {
        asked(from >= 0 && from <= to);
        List<byte[]> proof = new ArrayList<>();
        if (from == 0 || from == to) {
            return proof;
        }
        SubtreeReader subtrees = new SubtreeReader(to, tiles);
        long left = 0;
        long right = to;
        while (from != right) {
            long middle = left + split(right - left);
            if (from <= middle) {
                proof.add(subtrees.range(middle, right));
                right = middle;
            } else {
                proof.add(subtrees.range(left, middle));
                left = middle;
            }
        }
        if (left != 0) {
            // Only where the old tree is not itself a subtree of the new one; else its root is known already.
            proof.add(subtrees.range(left, right));
        }
        Collections.reverse(proof);
        return proof;
    }

    /** Whether the proof leads from the leaf's hash at that index to the root of a tree of that size. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (!fits(index, size, proof) || !areHashes(proof)) {
            return false;
        }
        List<ProofStep> path = path(leafHash, index, size, proof);
        byte[] reached = path.isEmpty() ? leafHash : path.get(path.size() - 1).combined();
        return Arrays.equals(reached, root);
    }

    /** Whether the proof shows that the second tree begins with the whole first one. */
    public static boolean consistent(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
        if (from < 0 || from > to || !areHashes(proof)) {
            return false;
        }
        if (from == to) {
            return proof.isEmpty() && Arrays.equals(fromRoot, toRoot);
        }
        if (from == 0) {
            return proof.isEmpty() && Arrays.equals(fromRoot, Hashes.emptyRoot());
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(from) == 1) {
            path.add(0, fromRoot);
        }
        return !path.isEmpty() && new Climb(from, to, path).reaches(fromRoot, toRoot);
    }

    /**
     * What each step of an inclusion proof combines, from the leaf up, for drawing. Whether it ends at the
     * right root is for {@link #includes} to say.
     *
     * @throws LedgerRefused {@code ledger.proof.range} if such an entry's proof cannot have that length
     */
    public static List<ProofStep> path(byte[] leafHash, long index, long size, List<byte[]> proof) {
        asked(fits(index, size, proof));
        List<ProofStep> steps = new ArrayList<>(proof.size());
        byte[] hash = leafHash;
        long node = index;
        long last = size - 1;
        for (byte[] sibling : proof) {
            boolean left = (node & 1) == 1 || node == last;
            if (left && (node & 1) == 0) {
                // The rightmost node without a sibling: it rises unchanged to where it has one.
                int levels = Long.numberOfTrailingZeros(node);
                node >>>= levels;
                last >>>= levels;
            }
            hash = left ? Hashes.node(sibling, hash) : Hashes.node(hash, sibling);
            steps.add(new ProofStep(sibling, left, hash));
            node >>>= 1;
            last >>>= 1;
        }
        return steps;
    }

    /** The largest power of two below {@code count}, where RFC 6962 splits; count ≥ 2. */
    static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private static boolean fits(long index, long size, List<byte[]> proof) {
        if (index < 0 || index >= size) {
            return false;
        }
        // Below where the paths of this leaf and the last one part, every level has a sibling; above, only
        // the levels where this path turns right have one.
        int below = Long.SIZE - Long.numberOfLeadingZeros(index ^ size - 1);
        return proof.size() == below + Long.bitCount(index >>> below);
    }

    private static boolean areHashes(List<byte[]> proof) {
        return proof.stream().allMatch(hash -> hash.length == Hashes.SIZE);
    }

    private static void asked(boolean possible) {
        if (!possible) {
            throw new LedgerRefused("ledger.proof.range");
        }
    }

    /** RFC 9162, 2.1.4.2: climbs from the last leaf of the old tree and computes both roots on the way. */
    private static final class Climb {

        private final List<byte[]> path;
        private long node;
        private long last;

        Climb(long from, long to, List<byte[]> path) {
            this.path = path;
            this.node = from - 1;
            this.last = to - 1;
            rise(Long.numberOfTrailingZeros(from));
        }

        boolean reaches(byte[] fromRoot, byte[] toRoot) {
            byte[] older = path.get(0);
            byte[] newer = older;
            for (byte[] sibling : path.subList(1, path.size())) {
                if (last == 0) {
                    return false;
                }
                if ((node & 1) == 1 || node == last) {
                    older = Hashes.node(sibling, older);
                    newer = Hashes.node(sibling, newer);
                    rise(node == 0 ? 0 : Long.numberOfTrailingZeros(node));
                } else {
                    newer = Hashes.node(newer, sibling);
                }
                rise(1);
            }
            return last == 0 && Arrays.equals(older, fromRoot) && Arrays.equals(newer, toRoot);
        }

        private void rise(int levels) {
            node >>>= levels;
            last >>>= levels;
        }
    }
}
