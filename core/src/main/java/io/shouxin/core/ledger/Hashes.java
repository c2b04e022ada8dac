// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The three hashes of an RFC 6962 tree, SHA-256 only. The first byte tells a leaf from a node, so that
 * no entry can pass itself off as two others (RFC 6962, 2.1).
 */
public final class Hashes {

    /** Bytes of one hash. */
    public static final int SIZE = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Hashes() {
    }

    /** The hash of one entry, whatever its bytes. */
    public static byte[] leaf(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return sha256.digest(entry);
    }

    /** The hash over two subtrees, the older one left. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The root of a tree without entries: the hash of nothing. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    /** The hash at a place of a tile. */
    static byte[] at(byte[] tile, int place) {
        return Arrays.copyOfRange(tile, place * SIZE, (place + 1) * SIZE);
    }

    /** A plain SHA-256 for what is not part of the tree. */
    static byte[] plain(byte[]... parts) {
        MessageDigest sha256 = sha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
