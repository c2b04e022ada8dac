// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** Where a customer stands in the life of customer information. */
public enum CustomerState {
    ACTIVE,
    /** Storage and protection only (PIPL Art. 47(2)). */
    SEALED,
    ERASED
}
