// SPDX-License-Identifier: Apache-2.0
/**
 * The check of the ledger against its own tree: what came since in the background, everything once a day
 * and on demand. While something was found, nothing is released.
 *
 * <p>Start reading at {@link io.shouxin.server.check.LedgerCheck}.
 */
@ApplicationModule(displayName = "Check", allowedDependencies = {"tree", "ledger", "clock", "problem"})
@NullMarked
package io.shouxin.server.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
