// SPDX-License-Identifier: Apache-2.0
/**
 * The sample operator 云岭通信 (Yunling Telecom): fictional customers, 120 staff and a month of their
 * work, all computed from one seed.
 *
 * <p>Start reading at {@link io.shouxin.server.sample.SampleWork}.
 */
@ApplicationModule(displayName = "Sample operator", allowedDependencies = {})
@NullMarked
package io.shouxin.server.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
