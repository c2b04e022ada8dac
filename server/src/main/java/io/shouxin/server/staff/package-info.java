// SPDX-License-Identifier: Apache-2.0
/**
 * Who may come to the door: people, the organisation, service accounts, sign-in, roles and standing.
 *
 * <p>Start reading at {@link io.shouxin.server.staff.Callers}, then {@link io.shouxin.server.staff.People}
 * and {@link io.shouxin.server.staff.Services}.
 */
@ApplicationModule(displayName = "Staff", allowedDependencies = {"ledger", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
