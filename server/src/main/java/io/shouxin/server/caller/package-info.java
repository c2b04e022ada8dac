// SPDX-License-Identifier: Apache-2.0
/**
 * Who asks: a person or an application, the roles they hold, and what a role may do with the product.
 * What it may see of a customer is not here but in the register.
 *
 * <p>Start reading at {@link io.shouxin.server.caller.Caller}.
 */
@ApplicationModule(displayName = "Caller", allowedDependencies = {"problem"})
@NullMarked
package io.shouxin.server.caller;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
