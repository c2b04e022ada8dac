// SPDX-License-Identifier: Apache-2.0
/**
 * Tickets: the reason behind a look. A table of our own, or the operator's ticket system over HTTP.
 *
 * <p>Start reading at {@link io.shouxin.server.ticket.Tickets}.
 */
@ApplicationModule(displayName = "Tickets",
        allowedDependencies = {"vault", "staff", "audit", "caller", "ledger", "problem", "database", "language",
                "page"})
@NullMarked
package io.shouxin.server.ticket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
