// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962, 2.1 to 2.1.2 written down as it stands, to judge the real one by. */
final class NaiveTree {

    private NaiveTree() {
    }

    static byte[] root(List<byte[]> leaves) {
        int n = leaves.size();
        if (n < 2) {
            return n == 0 ? Hashes.emptyRoot() : leaves.get(0);
        }
        int k = k(n);
        return Hashes.node(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
    }

    static List<byte[]> path(int m, List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = k(n);
        return m < k ? with(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
                : with(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
    }

    static List<byte[]> consistency(int m, List<byte[]> leaves) {
        return m == 0 ? List.of() : subproof(m, leaves, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> leaves, boolean whole) {
        int n = leaves.size();
        if (m == n) {
            return whole ? List.of() : List.of(root(leaves));
        }
        int k = k(n);
        return m <= k ? with(subproof(m, leaves.subList(0, k), whole), root(leaves.subList(k, n)))
                : with(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
    }

    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> with(List<byte[]> hashes, byte[] last) {
        List<byte[]> longer = new ArrayList<>(hashes);
        longer.add(last);
        return longer;
    }
}
