// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RFC 6962, 2.1 to 2.1.2, as recursion over a range of entries, and its proofs checked by the same recursion run
 * backwards. Uses nothing of the code it judges, not even its hashes.
 */
final class SmallTree {

    private record Range(long from, long to) {
    }

    private final Map<Range, byte[]> known = new HashMap<>();
    private final boolean alike;

    /** @param alike all entries are the same, so that trees of any size can be computed */
    SmallTree(boolean alike) {
        this.alike = alike;
    }

    static byte[] leaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    byte[] root(long size) {
        return size == 0 ? sha256() : hash(0, size);
    }

    /** MTH(D[from:to]). */
    byte[] hash(long from, long to) {
        Range range = alike ? new Range(0, to - from) : new Range(from, to);
        byte[] hash = known.get(range);
        if (hash == null) {
            long n = to - from;
            hash = n == 1 ? leaf(("entry " + range.from).getBytes(StandardCharsets.UTF_8))
                    : node(hash(from, from + k(n)), hash(from + k(n), to));
            known.put(range, hash);
        }
        return hash;
    }

    /** PROOF(m, D[n]) of 2.1.2. */
    List<byte[]> consistency(long m, long n) {
        List<byte[]> proof = new ArrayList<>();
        if (m > 0) {
            subproof(m, 0, n, true, proof);
        }
        return proof;
    }

    private void subproof(long m, long from, long to, boolean whole, List<byte[]> proof) {
        long n = to - from;
        if (m == n) {
            if (!whole) {
                proof.add(hash(from, to));
            }
            return;
        }
        if (m <= k(n)) {
            subproof(m, from, from + k(n), whole, proof);
            proof.add(hash(from + k(n), to));
        } else {
            subproof(m - k(n), from + k(n), to, false, proof);
            proof.add(hash(from, from + k(n)));
        }
    }

    /** Whether the proof leads from the root over m entries to both roots. */
    static boolean proves(long m, byte[] mRoot, long n, byte[] nRoot, List<byte[]> proof) {
        if (m == 0 || m > n) {
            return false;
        }
        Deque<byte[]> rest = new ArrayDeque<>(proof);
        byte[][] both = both(m, n, true, mRoot, rest);
        return both != null && rest.isEmpty() && MessageDigest.isEqual(both[0], mRoot)
                && MessageDigest.isEqual(both[1], nRoot);
    }

    /** The roots over the first m and over all n entries of a subtree, by what the proof says; null if short. */
    private static byte[][] both(long m, long n, boolean whole, byte[] mRoot, Deque<byte[]> rest) {
        if (m == n) {
            byte[] hash = whole ? mRoot : rest.pollLast();
            return hash == null ? null : new byte[][] {hash, hash};
        }
        byte[] sibling = rest.pollLast();
        byte[][] below = m <= k(n) ? both(m, k(n), whole, mRoot, rest)
                : both(m - k(n), n - k(n), false, mRoot, rest);
        if (sibling == null || below == null) {
            return null;
        }
        return m <= k(n) ? new byte[][] {below[0], node(below[1], sibling)}
                : new byte[][] {node(sibling, below[0]), node(sibling, below[1])};
    }

    private static long k(long n) {
        long k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
