// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** What collecting does with a registered field that the purpose may not collect (PIPL Art. 6). */
public enum UnlistedFields implements Word {
    REFUSE,
    /** Leave it out and count it. */
    DROP
}
