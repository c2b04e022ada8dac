// SPDX-License-Identifier: Apache-2.0
/**
 * The two languages: which one a reader gets, and where its words come from.
 *
 * <p>Start reading at {@link io.shouxin.server.language.Words}.
 */
@ApplicationModule(displayName = "Language", allowedDependencies = {})
@NullMarked
package io.shouxin.server.language;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
