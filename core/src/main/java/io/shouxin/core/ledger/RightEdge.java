// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The complete subtrees a growing tree ends in, largest first: all that is needed to go on from a size and to
 * know its root. At most 63 hashes, whatever the size.
 */
final class RightEdge {

    /** Hears of each subtree that becomes complete, smaller ones first. */
    @FunctionalInterface
    interface Completed {

        /**
         * @param height the subtree covers 2^height entries
         * @param place its place among those of its height, from 0
         */
        void subtree(int height, long place, byte[] hash);
    }

    /** For those who only want the root. */
    static final Completed UNHEARD = (height, place, hash) -> { };

    /** The smallest subtree is on top. */
    private final Deque<byte[]> subtrees = new ArrayDeque<>();
    private long size;

    private RightEdge() {
    }

    static RightEdge empty() {
        return new RightEdge();
    }

    /** The edge of the tree of that size, from its tiles; whether they are right its root must tell. */
    static RightEdge of(long size, TileReader tiles) {
        RightEdge edge = new RightEdge();
        SubtreeReader subtrees = new SubtreeReader(size, tiles);
        long from = 0;
        while (from < size) {
            long to = from + Long.highestOneBit(size - from);
            edge.subtrees.push(subtrees.range(from, to));
            from = to;
        }
        edge.size = size;
        return edge;
    }

    void add(byte[] leafHash, Completed completed) {
        byte[] hash = leafHash;
        int merges = Long.numberOfTrailingZeros(~size);
        completed.subtree(0, size, hash);
        for (int height = 1; height <= merges; height++) {
            hash = Hashes.node(subtrees.pop(), hash);
            completed.subtree(height, size >>> height, hash);
        }
        subtrees.push(hash);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (size == 0) {
            return Hashes.emptyRoot();
        }
        Iterator<byte[]> smallestFirst = subtrees.iterator();
        byte[] root = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            root = Hashes.node(smallestFirst.next(), root);
        }
        return root;
    }
}
