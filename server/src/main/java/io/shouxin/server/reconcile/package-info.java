// SPDX-License-Identifier: Apache-2.0
/**
 * Compares what was let go with what was agreed to (每日稽核): a view that needed somebody's agreement and names
 * none that fits went round dual control, and that is an alarm.
 *
 * <p>Start reading at {@link io.shouxin.server.reconcile.Reconciliation}.
 */
@ApplicationModule(displayName = "Reconciliation",
        allowedDependencies = {"approval", "replay", "register", "audit", "caller", "clock", "ledger", "problem",
                "language", "page"})
@NullMarked
package io.shouxin.server.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
