// SPDX-License-Identifier: Apache-2.0
/**
 * Files of customers' information that leave the house: asked for by one person, agreed to by another, written row by
 * row through the vault's door, encrypted to the recipient whom the register names, and marked with customers who do
 * not exist, so that a copy that turns up outside says which file it was.
 *
 * <p>Start reading at {@link io.shouxin.server.export.Exports}; the work behind it is {@code ExportWorker}, the way
 * back {@code Tracing}.
 */
@ApplicationModule(displayName = "Export",
        allowedDependencies = {"vault", "approval", "entrance", "register", "keys", "staff", "caller", "ledger",
                "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.export;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
