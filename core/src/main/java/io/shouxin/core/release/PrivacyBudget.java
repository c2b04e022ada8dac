// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.math.BigDecimal;

/**
 * How much of a differential-privacy budget is left. Answers about the same people add up: the epsilons of all of
 * them together bound what can be learned about one person (sequential composition), so what is spent stays spent.
 * Counted in millionths, in integers. The caller stores {@link #spent} in the transaction that releases the answer
 * and makes the budget anew from it. Safe for use by several threads.
 */
public final class PrivacyBudget {

    private static final int SCALE = 6;
    private static final long MICRO_MAX = 100_000_000;

    private final long total;
    private long spent;

    private PrivacyBudget(long total, long spent) {
        this.total = total;
        this.spent = spent;
    }

    /**
     * A budget of which some may be spent already.
     *
     * @param epsilon above 0, at most 100, with up to six decimals
     * @param spent 0 to epsilon
     * @throws ReleaseRefused {@code release.noise.epsilon}
     */
    public static PrivacyBudget of(BigDecimal epsilon, BigDecimal spent) {
        long total = micro(epsilon);
        long used = spent.signum() == 0 ? 0 : micro(spent);
        if (used > total) {
            throw Reason.EPSILON.refusal();
        }
        return new PrivacyBudget(total, used);
    }

    /**
     * Takes so much, before the answer is computed.
     *
     * @throws ReleaseRefused {@code release.budget-exhausted} if less is left; nothing is taken then
     */
    public synchronized void spend(BigDecimal epsilon) {
        long micro = micro(epsilon);
        if (micro > total - spent) {
            throw Reason.BUDGET_EXHAUSTED.refusal();
        }
        spent += micro;
    }

    public synchronized BigDecimal spent() {
        return BigDecimal.valueOf(spent, SCALE);
    }

    public synchronized BigDecimal left() {
        return BigDecimal.valueOf(total - spent, SCALE);
    }

    @Override
    public String toString() {
        return "PrivacyBudget(" + left() + " of " + BigDecimal.valueOf(total, SCALE) + " left)";
    }

    /** Millionths of an epsilon that can be spent. */
    static long micro(BigDecimal epsilon) {
        if (epsilon.signum() <= 0 || epsilon.stripTrailingZeros().scale() > SCALE
                || epsilon.compareTo(BigDecimal.valueOf(MICRO_MAX, SCALE)) > 0) {
            throw Reason.EPSILON.refusal();
        }
        return epsilon.movePointRight(SCALE).longValueExact();
    }
}
