// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** What is done with customer information at the door, as scenes tell it apart. */
public enum Operation implements Word {
    /** Shown to somebody, customer by customer. */
    REVEAL,
    /** Written into a file that leaves the door. */
    EXPORT,
    /** Somebody looks for a customer by a value they have. */
    SEARCH
}
