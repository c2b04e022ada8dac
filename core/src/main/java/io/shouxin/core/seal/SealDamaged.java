// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

/**
 * A sealed record or field failed its integrity check: changed, moved to another customer, field or
 * version, or opened with another customer's key. Stop and raise the alarm; trying again cannot help.
 */
public final class SealDamaged extends RuntimeException {

    static final String RECORD = "seal.record.damaged";
    static final String FIELD = "seal.field.damaged";

    private static final long serialVersionUID = 1;

    SealDamaged(String key) {
        super(key);
    }

    /** The message key, such as {@code seal.field.damaged}. */
    public String key() {
        return getMessage();
    }
}
