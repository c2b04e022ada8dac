// SPDX-License-Identifier: Apache-2.0
/**
 * Keys: the root in custody, the key tree under it, the keys with names, and the one that signs the
 * ledger; sealing all of it and opening it again, and the rotation of the root.
 *
 * <p>Start reading at {@link io.shouxin.server.keys.Keys}; at {@code Opening} and {@code Sealing} for who opens
 * and closes them, at {@code RootRotation} for what a crash leaves.
 */
@ApplicationModule(displayName = "Keys", 
        allowedDependencies = {"tree", "ledger", "caller", "clock", "page", "problem", "language"})
@NullMarked
package io.shouxin.server.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
