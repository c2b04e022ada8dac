// SPDX-License-Identifier: Apache-2.0
/**
 * How well people in a table can still be told apart: k-anonymity and its relatives, the chances of three kinds
 * of intruder, and the unicity of trajectories. Names are those of ISO/IEC 20889:2018.
 *
 * <p>Start reading at {@link io.shouxin.core.risk.EquivalenceClasses}. A measure is about the columns it was
 * given; a column left out, or a file the intruder holds, is not in it. No figure here makes data anonymous.
 */
package io.shouxin.core.risk;
