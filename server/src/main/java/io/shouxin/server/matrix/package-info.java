// SPDX-License-Identifier: Apache-2.0
/**
 * The register as a picture: who sees what in which form, why, and how long it is kept.
 *
 * <p>Start reading at {@link io.shouxin.server.matrix.RegisterPages}.
 */
@ApplicationModule(displayName = "Matrix",
        allowedDependencies = {"replay", "register", "staff", "caller", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.matrix;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
