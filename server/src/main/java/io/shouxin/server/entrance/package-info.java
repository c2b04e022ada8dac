// SPDX-License-Identifier: Apache-2.0
/**
 * The way in: sign-in, keys of applications, first passwords, and the standing of whoever came in, read
 * anew at each request.
 *
 * <p>Start reading at {@link io.shouxin.server.entrance.SecuritySetup}.
 */
@ApplicationModule(displayName = "Entrance",
        allowedDependencies = {"service", "factor", "staff", "caller", "ledger", "clock", "problem", "language",
                "page"})
@NullMarked
package io.shouxin.server.entrance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
