// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/**
 * The form in which a field leaves the door, the most open first. A masked value or a token is still
 * personal information (PIPL Art. 73(3)): no form is anonymous.
 */
public enum Form implements Word {
    CLEAR,
    MASKED,
    TOKEN,
    REFUSED,
    /**
     * The asker may have the field, and the customer has no such value. No rule can name it, and a
     * refused field never turns into it: whether a value exists is itself only for those who may have it.
     */
    ABSENT;

    /** True when a value has to be opened to answer. */
    public boolean opens() {
        return this == CLEAR || this == MASKED || this == TOKEN;
    }

    boolean moreOpenThan(Form other) {
        return compareTo(other) < 0;
    }
}
