// SPDX-License-Identifier: Apache-2.0
/**
 * The census of the ledger: how many entries each customer has, as one entry a day, so that a customer's list
 * can be proved to leave nothing out.
 *
 * <p>Start reading at {@link io.shouxin.server.census.Censuses}.
 */
@ApplicationModule(displayName = "Census", allowedDependencies = {"tree", "ledger", "clock", "problem"})
@NullMarked
package io.shouxin.server.census;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
