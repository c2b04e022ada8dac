// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import io.shouxin.core.data.Family;
import java.util.Objects;

/**
 * A leaf of the class tree as this operator's register has it; a new register starts from
 * {@link io.shouxin.core.data.ClassTree}.
 *
 * @param level 1 low to 4 extremely sensitive
 */
public record DataClass(String code, String zh, String en, int level, Family family, Budget budget) {

    public DataClass {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(family);
        Objects.requireNonNull(budget);
        if (level < 1 || level > 4) {
            throw new IllegalArgumentException("a level is 1 to 4");
        }
    }
}
