// SPDX-License-Identifier: Apache-2.0
/**
 * Dual control (金库模式): what one person asks for, another agrees to, for exactly this request and a short
 * time. The register's scenes say where; the door asks here before it opens and marks what it used in the
 * transaction that releases.
 *
 * <p>Start reading at {@link io.shouxin.server.approval.Approvals}.
 */
@ApplicationModule(displayName = "Approval",
        allowedDependencies = {"register", "entrance", "factor", "outbox", "staff", "audit", "caller", "clock",
                "ledger", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
