// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import java.util.Collection;
import java.util.Map;

/** Finds reasons that say nothing; implemented by the module that lists them for those who read the ledger. */
public interface CarelessReasons {

    /** How many of these requests have one, by who asked; who has none may be left out. */
    Map<String, Integer> among(Collection<Approval> some);
}
