// SPDX-License-Identifier: Apache-2.0
/**
 * The sample operator 云岭通信 (Yunling Telecom): fictional customers, 120 staff and a month of their
 * work, all computed from one seed and sent through the real door on the sample's own clock.
 *
 * <p>Start reading at {@link io.shouxin.server.sample.Sample}; what is simulated begins at {@link
 * io.shouxin.server.sample.SampleWork}.
 */
@ApplicationModule(displayName = "Sample operator",
        allowedDependencies = {"approval", "ticket", "vault", "entrance", "factor", "register", "service", "staff",
                "caller", "ledger", "clock", "problem", "page"})
@NullMarked
package io.shouxin.server.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
