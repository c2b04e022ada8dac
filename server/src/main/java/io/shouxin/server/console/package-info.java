// SPDX-License-Identifier: Apache-2.0
/**
 * The frame of every page and its parts, the overview, the pages before sign-in, what a browser is told about
 * safety, and the files a page is made of.
 *
 * <p>Start reading at {@link io.shouxin.server.console.Shell}; the parts are in
 * {@code templates/console/fragments.html}, each with its parameters.
 */
@ApplicationModule(displayName = "Console",
        allowedDependencies = {"vault", "register", "audit", "ledger", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
