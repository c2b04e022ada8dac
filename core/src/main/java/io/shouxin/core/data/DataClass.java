// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/**
 * A leaf of the class tree; every field of the register belongs to exactly one.
 *
 * @param level 1 low, 2 raised, 3 sensitive, 4 highest (低敏感、较敏感、敏感、极敏感)
 * @param confirmed whether a published source gives this level; otherwise it is a default to be reviewed
 */
public record DataClass(String code, String zh, String en, int level, boolean confirmed, Family family,
        Budget budget) {

    /** The code of its {@link ClassTree#groups group}: A, B or C. */
    public String group() {
        return code.substring(0, 1);
    }
}
