// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

/** From the plain value to what is shown: total, and {@link Mask#HIDDEN} when in doubt. */
@FunctionalInterface
interface Shape {
    String of(String plain);
}
