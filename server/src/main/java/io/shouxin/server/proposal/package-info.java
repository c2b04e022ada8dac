// SPDX-License-Identifier: Apache-2.0
/**
 * The pages by which the register changes: one proposes, a second accepts, every version stays.
 *
 * <p>Start reading at {@link io.shouxin.server.proposal.ProposePages}.
 */
@ApplicationModule(displayName = "Proposal", allowedDependencies = {"replay", "register", "caller", "problem"})
@NullMarked
package io.shouxin.server.proposal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
