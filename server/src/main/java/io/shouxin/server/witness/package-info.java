// SPDX-License-Identifier: Apache-2.0
/**
 * Witnesses: those who cosign our checkpoints, and the policy by which a checkpoint counts; and this product as
 * a witness of other people's logs, which is a server of its own ({@code ./shouxin witness}) and shares nothing
 * with this one but the code.
 *
 * <p>Start reading at {@link io.shouxin.server.witness.Cosigners}, or at {@link
 * io.shouxin.server.witness.WitnessServer}.
 */
@ApplicationModule(displayName = "Witness", allowedDependencies = {"tree", "clock"})
@NullMarked
package io.shouxin.server.witness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
