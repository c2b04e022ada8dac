// SPDX-License-Identifier: Apache-2.0
/**
 * Collects, finds and reveals customer information through a Shouxin server. Start reading at
 * {@link io.shouxin.client.Shouxin}.
 */
package io.shouxin.client;
