// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import java.time.Instant;
import java.util.Optional;

/**
 * The tree as it was last signed.
 *
 * @param size how many entries it holds
 * @param note the signed checkpoint; empty before the first
 */
public record TreeHead(long size, byte[] root, Optional<byte[]> note, Optional<Instant> signedAt) {}
