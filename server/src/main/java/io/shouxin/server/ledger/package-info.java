// SPDX-License-Identifier: Apache-2.0
/**
 * The writing of the ledger: one entry for everything that passed the door or changed the rules, durable
 * before the answer leaves, and decided again where the rules have moved on.
 *
 * <p>Start reading at {@link io.shouxin.server.ledger.Ledger}.
 */
@ApplicationModule(displayName = "Ledger", allowedDependencies = {"clock", "problem"})
@NullMarked
package io.shouxin.server.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
