// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger: one entry for everything that passed the door or changed the rules, durable before the
 * answer leaves, in a Merkle tree that anybody with the public key can verify.
 *
 * <p>Start reading at {@link io.shouxin.server.ledger.Ledger}.
 */
@ApplicationModule(displayName = "Ledger", allowedDependencies = {"clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
