// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Differential privacy for counts and sums: noise that hides whether any one person is in the table.
 *
 * <p>Noise drawn by floating-point logarithms gives the true answer away in its last bits (I. Mironov, 2012). So
 * both mechanisms draw whole numbers exactly, by coin tosses of probability exp(-fraction) in integer arithmetic
 * (C. Canonne, G. Kamath, T. Steinke, 2020, algorithms 1 and 2); Laplace noise is that on a fine grid.
 *
 * <p><b>Limit.</b> The promise holds for the sensitivity that was stated: a person with more records than counted
 * on is not hidden. Every answer takes from the {@link PrivacyBudget}, which the caller keeps.
 */
public final class Noise {

    private static final long SENSITIVITY_MAX = 1_000_000_000;
    private static final int GRID_BITS = 20;
    private static final long MILLION = 1_000_000;

    private final PrivacyBudget budget;
    private final RandomGenerator random;

    private Noise(PrivacyBudget budget, RandomGenerator random) {
        this.budget = budget;
        this.random = random;
    }

    /** @param random a {@code SecureRandom}; anything that can be foreseen is for tests only */
    public static Noise of(PrivacyBudget budget, RandomGenerator random) {
        return new Noise(budget, random);
    }

    /**
     * The geometric mechanism: a whole number with noise of which P(z) is proportional to
     * exp(-|z| * epsilon / sensitivity). Can be negative; setting it to 0 afterwards costs nothing.
     *
     * @param sensitivity by how much one person can change the true number, 1 to 10^9
     * @throws ReleaseRefused {@code release.budget-exhausted} and nothing is answered; {@code release.noise.…}
     */
    public long geometric(long trueNumber, long sensitivity, BigDecimal epsilon) {
        return geometric(new long[] {trueNumber}, sensitivity, epsilon)[0];
    }

    /**
     * The same for a table of counts, which costs no more than one of them as long as a record counts in one cell.
     *
     * @param sensitivity by how much one person can change all cells together, 1 to 10^9
     */
    public long[] geometric(long[] trueNumbers, long sensitivity, BigDecimal epsilon) {
        if (sensitivity < 1 || sensitivity > SENSITIVITY_MAX) {
            throw Reason.SENSITIVITY.refusal();
        }
        long micro = PrivacyBudget.micro(epsilon);
        budget.spend(epsilon);
        long numerator = Math.multiplyExact(sensitivity, MILLION);
        return Arrays.stream(trueNumbers).map(number -> Math.addExact(number, drawn(numerator, micro))).toArray();
    }

    /**
     * The Laplace mechanism: a number with noise of scale sensitivity / epsilon, on a grid about a millionth of
     * the sensitivity fine.
     *
     * @param sensitivity by how much one person can change the true number, 10^-9 to 10^9
     * @throws ReleaseRefused {@code release.budget-exhausted} and nothing is answered; {@code release.noise.…}
     */
    public double laplace(double trueNumber, double sensitivity, BigDecimal epsilon) {
        return laplace(new double[] {trueNumber}, sensitivity, 1, epsilon)[0];
    }

    /**
     * The same for a table of sums.
     *
     * @param sensitivity by how much one person can change all cells together
     * @param cellsEach in how many of the cells one person's records can lie, 1 to 10^6
     */
    public double[] laplace(double[] trueNumbers, double sensitivity, int cellsEach, BigDecimal epsilon) {
        if (!(sensitivity >= 1e-9 && sensitivity <= SENSITIVITY_MAX) || cellsEach < 1 || cellsEach > MILLION) {
            throw Reason.SENSITIVITY.refusal();
        }
        // A power of two, so that steps are exact; rounding to it can move two answers apart by one step more.
        double grid = Math.scalb(1.0, Math.getExponent(sensitivity) - GRID_BITS);
        for (double number : trueNumbers) {
            if (!(Math.abs(number / grid) <= 1L << 52)) {
                throw Reason.SENSITIVITY.refusal();
            }
        }
        long micro = PrivacyBudget.micro(epsilon);
        budget.spend(epsilon);
        long sensitivitySteps = (long) Math.ceil(sensitivity / grid) + cellsEach;
        long numerator = Math.multiplyExact(sensitivitySteps, MILLION);
        return Arrays.stream(trueNumbers).map(number -> (Math.rint(number / grid) + drawn(numerator, micro)) * grid)
                .toArray();
    }

    /** The discrete Laplace distribution with scale numerator / denominator. */
    private long drawn(long numerator, long denominator) {
        while (true) {
            long fraction = below(numerator);
            if (!tossed(fraction, numerator)) {
                continue;
            }
            long whole = 0;
            while (tossed(1, 1)) {
                whole++;
            }
            // fraction + numerator * whole is geometric with exp(-1 / numerator); thinned by the denominator.
            long size = BigInteger.valueOf(numerator).multiply(BigInteger.valueOf(whole))
                    .add(BigInteger.valueOf(fraction)).divide(BigInteger.valueOf(denominator)).longValueExact();
            boolean negative = random.nextBoolean();
            // Zero has one sign only, or it would come twice as often.
            if (!(negative && size == 0)) {
                return negative ? -size : size;
            }
        }
    }

    /** True with probability exp(-numerator / denominator), the fraction 0 to 1 (algorithm 1). */
    private boolean tossed(long numerator, long denominator) {
        long k = 1;
        // With probability fraction / k each time; the parity of the first miss has the right distribution.
        while (below(denominator) < numerator && below(k) == 0) {
            k++;
        }
        return k % 2 == 1;
    }

    private long below(long bound) {
        return random.nextLong(bound);
    }

    @Override
    public String toString() {
        return "Noise(" + budget + ")";
    }
}
