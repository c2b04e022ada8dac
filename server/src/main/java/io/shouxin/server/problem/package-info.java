// SPDX-License-Identifier: Apache-2.0
/**
 * What a caller gets when the answer is no: one shape for every refusal, RFC 9457 for programs and a
 * page for people.
 *
 * <p>Start reading at {@link io.shouxin.server.problem.Refused}.
 */
@ApplicationModule(displayName = "Problems", allowedDependencies = "language")
@NullMarked
package io.shouxin.server.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
