// SPDX-License-Identifier: Apache-2.0
/**
 * How well people in a table can still be told apart, and the least generalisation that helps. Start reading at
 * {@link io.shouxin.cli.assess.AssessCommand}.
 */
package io.shouxin.cli.assess;
