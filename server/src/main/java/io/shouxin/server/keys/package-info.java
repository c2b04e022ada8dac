// SPDX-License-Identifier: Apache-2.0
/**
 * Keys: the root in custody, the key tree under it, the keys with names, and the one that signs the
 * ledger.
 *
 * <p>Start reading at {@link io.shouxin.server.keys.Keys}.
 */
@ApplicationModule(displayName = "Keys", allowedDependencies = {"tree", "ledger", "problem"})
@NullMarked
package io.shouxin.server.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
