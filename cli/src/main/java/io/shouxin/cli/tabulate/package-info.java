// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of counts and sums for others to see: small cells left out, or noise with a budget that is kept. Start reading
 * at {@link io.shouxin.cli.tabulate.TabulateCommand}.
 */
package io.shouxin.cli.tabulate;
