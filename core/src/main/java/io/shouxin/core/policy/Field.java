// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;

/**
 * A field of a customer.
 *
 * @param classCode the one leaf of the class tree it belongs to
 * @param type code of the value type that reads it
 * @param mask name of the mask that shows it
 * @param required a customer is not collected without it, for a purpose that collects it
 */
public record Field(
        String name, String zh, String en, String classCode, String type, String mask, Index index,
        boolean required) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(classCode);
        Objects.requireNonNull(type);
        Objects.requireNonNull(mask);
        Objects.requireNonNull(index);
    }
}
