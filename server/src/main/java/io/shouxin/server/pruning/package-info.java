// SPDX-License-Identifier: Apache-2.0
/**
 * How long entries of the ledger are kept, and the pruning of those whose time is over: whole months, proposed by one
 * person and accepted by another, with the tree left as it is.
 *
 * <p>Start reading at {@link io.shouxin.server.pruning.Prunings}; at {@code PruningRun} for what a crash leaves.
 */
@ApplicationModule(displayName = "Pruning",
        allowedDependencies = {"audit", "census", "tree", "ledger", "caller", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.pruning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
