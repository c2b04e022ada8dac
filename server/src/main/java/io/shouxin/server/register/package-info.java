// SPDX-License-Identifier: Apache-2.0
/**
 * The register: what is held, why, how long, and who may see it in what form. One document, every
 * version of it kept, changed only by two.
 *
 * <p>Start reading at {@link io.shouxin.server.register.Registers}.
 */
@ApplicationModule(displayName = "Register",
        allowedDependencies = {"service", "staff", "audit", "caller", "ledger", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.register;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
