// SPDX-License-Identifier: Apache-2.0
/**
 * Masks: what of a value may be seen on a screen. docs/masks.md shows each with an example.
 *
 * <p>Start reading at {@link io.shouxin.core.mask.Mask}. There is one set of masks for the whole
 * operator on purpose: two systems that hide different parts of one value give it away together.
 */
package io.shouxin.core.mask;
