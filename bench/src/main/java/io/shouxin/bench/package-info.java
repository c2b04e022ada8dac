// SPDX-License-Identifier: Apache-2.0
/**
 * What the door costs, beside what the same work costs without it. {@code bench/run} starts
 * {@link io.shouxin.bench.ServerUnderLoad} and {@link io.shouxin.bench.Bench} in processes of their own.
 */
package io.shouxin.bench;
