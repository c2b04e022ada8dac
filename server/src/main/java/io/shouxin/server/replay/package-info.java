// SPDX-License-Identifier: Apache-2.0
/**
 * What a proposed register would have changed: the reveals of the last thirty days, decided again.
 *
 * <p>Start reading at {@link io.shouxin.server.replay.RegisterReplays}.
 */
@ApplicationModule(displayName = "Replay", allowedDependencies = {"register", "ledger", "clock"})
@NullMarked
package io.shouxin.server.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
