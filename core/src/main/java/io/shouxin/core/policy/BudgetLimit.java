// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import java.util.Objects;
import java.util.Optional;

/**
 * Of how many different customers one person may see a family of information in the clear within some days.
 *
 * @param role only for people in this role; for everybody without a line of their own where it is empty
 * @param limit at least 1; with the next customer somebody else has to agree
 * @param days how far back is counted, 1 to 366
 */
public record BudgetLimit(Budget family, Optional<String> role, int limit, int days) {

    /** How far back is counted where the register does not say. */
    static final int DAYS = 30;

    public BudgetLimit {
        Objects.requireNonNull(family);
        Objects.requireNonNull(role);
        if (limit < 1 || days < 1) {
            throw new IllegalArgumentException("a budget has a limit and days");
        }
    }

    /** Half of what 法释〔2017〕10号 calls serious, which is the figure for people on duty, over thirty days. */
    static BudgetLimit shipped(Budget family) {
        return new BudgetLimit(family, Optional.empty(), family.insiderItems(), DAYS);
    }

    /** From how many on somebody is told. */
    public int half() {
        return (limit + 1) / 2;
    }
}
