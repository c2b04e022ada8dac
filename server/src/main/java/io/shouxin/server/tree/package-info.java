// SPDX-License-Identifier: Apache-2.0
/**
 * The Merkle tree over the entries: grown and signed by one node at a time, served as tiles, so that anybody
 * with the public key can verify the ledger.
 *
 * <p>Start reading at {@link io.shouxin.server.tree.Sequencer}.
 */
@ApplicationModule(displayName = "Tree", allowedDependencies = {"ledger", "clock", "problem"})
@NullMarked
package io.shouxin.server.tree;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
