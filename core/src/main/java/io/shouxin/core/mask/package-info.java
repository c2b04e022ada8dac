// SPDX-License-Identifier: Apache-2.0
/** Masks: what of a value may be seen on a screen. */
package io.shouxin.core.mask;
