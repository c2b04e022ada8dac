// SPDX-License-Identifier: Apache-2.0
/**
 * What time it is: the clock the door goes by, and times as pages write them.
 *
 * <p>Start reading at {@link io.shouxin.server.clock.DoorClock}.
 */
@ApplicationModule(displayName = "Clock", allowedDependencies = "language")
@NullMarked
package io.shouxin.server.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
