// SPDX-License-Identifier: Apache-2.0
/**
 * Customers from CSV files: a file comes in as a stream, waits in sealed pieces, and goes through the
 * vault's door piece by piece, so that a crash at any point neither loses nor doubles a row.
 *
 * <p>Start reading at {@link io.shouxin.server.intake.Imports}; the work behind it is {@code ImportWorker}.
 */
@ApplicationModule(displayName = "Import",
        allowedDependencies = {"vault", "entrance", "register", "keys", "staff", "caller", "ledger", "clock",
                "problem", "language", "page"})
@NullMarked
package io.shouxin.server.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
