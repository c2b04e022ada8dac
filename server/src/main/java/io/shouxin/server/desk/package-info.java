// SPDX-License-Identifier: Apache-2.0
/**
 * The desk: where a care agent, a clerk, a billing or a fraud officer finds a customer, says why, and sees
 * what the register gives for that. It decides nothing; every answer is the vault's.
 *
 * <p>Start reading at {@link io.shouxin.server.desk.CustomerPages}.
 */
@ApplicationModule(displayName = "Desk",
        allowedDependencies = {"ticket", "vault", "approval", "register", "staff", "audit", "caller", "ledger",
                "problem", "language", "page"})
@NullMarked
package io.shouxin.server.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
