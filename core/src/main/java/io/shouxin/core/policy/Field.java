// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.keyset.Suite;
import java.util.Objects;

/**
 * A field of a customer.
 *
 * @param classCode the one leaf of the class tree it belongs to
 * @param type code of the value type that reads it
 * @param mask name of the mask that shows it
 * @param required a customer is not collected without it, for a purpose that collects it
 * @param suite the algorithms its values are sealed with and found by from now on; a stored value says its own
 */
public record Field(
        String name, String zh, String en, String classCode, String type, String mask, Index index,
        boolean required, Suite suite) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(classCode);
        Objects.requireNonNull(type);
        Objects.requireNonNull(mask);
        Objects.requireNonNull(index);
        Objects.requireNonNull(suite);
    }

    /** A field of suite AES. */
    public Field(String name, String zh, String en, String classCode, String type, String mask, Index index,
            boolean required) {
        this(name, zh, en, classCode, type, mask, index, required, Suite.AES);
    }
}
