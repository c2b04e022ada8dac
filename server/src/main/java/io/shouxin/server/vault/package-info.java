// SPDX-License-Identifier: Apache-2.0
/**
 * The vault and its door: customers' information goes in by the register's rules, lies sealed, and
 * comes out field by field for a stated reason.
 *
 * <p>Start reading at {@link io.shouxin.server.vault.Reveals}; what goes in is {@link
 * io.shouxin.server.vault.Customers}, what is looked for {@link io.shouxin.server.vault.Searches}.
 */
@ApplicationModule(displayName = "Vault",
        allowedDependencies = {"approval", "budget", "entrance", "register", "staff", "audit", "keys", "caller",
                "ledger", "problem", "database", "language", "page"})
@NullMarked
package io.shouxin.server.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
