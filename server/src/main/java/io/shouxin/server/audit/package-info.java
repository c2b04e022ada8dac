// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger as it is read: its pages, its API, the words for its codes, and the figures computed from it.
 *
 * <p>Start reading at {@link io.shouxin.server.audit.LedgerPages}.
 */
@ApplicationModule(displayName = "Audit",
        allowedDependencies = {"check", "census", "witness", "tree", "ledger", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
