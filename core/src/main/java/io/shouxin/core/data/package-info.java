// SPDX-License-Identifier: Apache-2.0
/**
 * Values of customer information as validated types that print masked, and the default class tree.
 *
 * <p>Start reading at {@link io.shouxin.core.data.ValueType}. Every type has one <em>normal form</em>:
 * whatever way a value was written, equal values become equal text, so that a search by tag finds them.
 */
package io.shouxin.core.data;
