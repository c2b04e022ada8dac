// SPDX-License-Identifier: Apache-2.0
/**
 * What this node runs with, on one page, without a secret.
 *
 * <p>Start reading at {@link io.shouxin.server.settings.Settings}.
 */
@ApplicationModule(displayName = "Settings",
        allowedDependencies = {"entrance", "staff", "caller", "clock", "language", "page"})
@NullMarked
package io.shouxin.server.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
