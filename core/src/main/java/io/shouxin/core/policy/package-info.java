// SPDX-License-Identifier: Apache-2.0
/**
 * The register document and the decision it gives for a request: pure functions, no clock, no input.
 *
 * <p>Start reading at {@link io.shouxin.core.policy.Decisions}; the document itself is explained in
 * docs/register.md.
 */
package io.shouxin.core.policy;
