// SPDX-License-Identifier: Apache-2.0
/**
 * Customers who do not exist, among those who do: a file that leaves the house carries some that no other file has, so
 * that a copy of it that turns up somewhere says which file it was.
 *
 * <p>Start reading at {@link io.shouxin.core.canary.Canary} for who they are and at
 * {@link io.shouxin.core.canary.CanaryTags} for how they are found again.
 */
package io.shouxin.core.canary;
