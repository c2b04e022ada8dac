// SPDX-License-Identifier: Apache-2.0
/**
 * The accounts of applications: their keys, purposes and networks.
 *
 * <p>Start reading at {@link io.shouxin.server.service.Services}.
 */
@ApplicationModule(displayName = "Service accounts",
        allowedDependencies = {"audit", "caller", "ledger", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.service;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
