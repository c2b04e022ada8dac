// SPDX-License-Identifier: Apache-2.0
/**
 * What a module tells the frame around every page: where it can be opened, how the ledger stands, who
 * is reading, whose system this is. The modules implement these; the console reads them and never the
 * other way round, so no module has to know how a page looks.
 *
 * <p>Start reading at {@link io.shouxin.server.page.Navigation}.
 */
@ApplicationModule(displayName = "Page frame", allowedDependencies = "language")
@NullMarked
package io.shouxin.server.page;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
