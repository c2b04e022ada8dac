// SPDX-License-Identifier: Apache-2.0
/**
 * Plans as documents: read with all their problems, and proposed out of a scan. Start reading at
 * {@link io.shouxin.cli.plan.PlanFile}.
 */
package io.shouxin.cli.plan;
