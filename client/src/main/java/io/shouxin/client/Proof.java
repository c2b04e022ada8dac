// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;

/**
 * That an entry is in the signed tree (RFC 6962).
 *
 * @param hashes from the leaf to the root, in hexadecimal
 * @param receipt the same as a file (C2SP tlog-proof): keep this one, anybody can check it offline
 */
public record Proof(long entry, String leafHash, long size, String root, List<String> hashes, String receipt) {

    public Proof {
        hashes = List.copyOf(hashes);
    }
}
