// SPDX-License-Identifier: Apache-2.0
/**
 * What is done to each column of a file before it leaves the house, under whose keys, and how it is turned back.
 *
 * <p>Start reading at {@link io.shouxin.core.plan.Plan}; docs/de-identifying.md explains the document, and
 * docs/spec/release-keys.md the file of keys.
 */
package io.shouxin.core.plan;
