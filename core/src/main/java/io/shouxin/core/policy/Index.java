// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** Whether a field can be searched. */
public enum Index implements Word {
    NONE,
    /** By its exact normal form, through a keyed tag. */
    EXACT
}
