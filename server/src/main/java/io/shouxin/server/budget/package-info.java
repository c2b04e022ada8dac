// SPDX-License-Identifier: Apache-2.0
/**
 * How much one person has seen in the clear: a rolling count of different customers for each family of
 * information (法释〔2017〕10号). The vault asks before it decides and counts in the transaction that releases.
 *
 * <p>Start reading at {@link io.shouxin.server.budget.Budgets}.
 */
@ApplicationModule(displayName = "Budget",
        allowedDependencies = {"approval", "register", "staff", "caller", "clock", "ledger", "language", "page"})
@NullMarked
package io.shouxin.server.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
