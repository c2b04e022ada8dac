// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** What collecting does with one field. */
public enum Collecting {
    ALLOWED,
    REFUSED,
    /** Left out and counted; the rest of the record is taken. */
    DROPPED
}
