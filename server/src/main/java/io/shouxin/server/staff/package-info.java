// SPDX-License-Identifier: Apache-2.0
/**
 * Who works here: people with their main and sub-accounts, the organisation, their roles, what suspends
 * their rights, where they are reached, and where they are signed in.
 *
 * <p>Start reading at {@link io.shouxin.server.staff.People}.
 */
@ApplicationModule(displayName = "Staff",
        allowedDependencies = {"audit", "keys", "caller", "ledger", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
