// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * A column of decimal numbers whose values became the means of their groups ({@link MicroAggregation}), for a table
 * that is read twice: once to collect the numbers, once to write the means. Sums stay right up to the rounding of
 * the means, which have two digits more than the values.
 *
 * <p>Memory: 16 bytes a value, and about 50 more while the groups are formed.
 */
public final class AggregatedColumn {

    private static final int MORE_DIGITS = 2;
    private static final int DIGITS_MAX = 12;

    private final double[] values;
    private final double[] means;
    private final int scale;

    private AggregatedColumn(double[] values, double[] means, int scale) {
        this.values = values;
        this.means = means;
        this.scale = scale;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The mean of the group of a value.
     *
     * @param index of the value in the order of the first reading
     * @param read the value that stands there now
     * @throws ReleaseRefused {@code release.table-changed} if it is not the one of the first reading
     */
    public String mean(int index, BigDecimal read) {
        if (index >= values.length || values[index] != read.doubleValue()) {
            throw Reason.TABLE_CHANGED.refusal();
        }
        BigDecimal mean = BigDecimal.valueOf(means[index]).setScale(scale, RoundingMode.HALF_EVEN);
        return mean.signum() == 0 ? "0" : mean.stripTrailingZeros().toPlainString();
    }

    /**
     * Ends the second reading.
     *
     * @param count values that went by
     * @throws ReleaseRefused {@code release.table-changed} if there are values that did not
     */
    public void end(int count) {
        if (count != values.length) {
            throw Reason.TABLE_CHANGED.refusal();
        }
    }

    @Override
    public String toString() {
        return "AggregatedColumn(" + values.length + " values)";
    }

    /** Collects the numbers. */
    public static final class Builder {

        private double[] values = new double[1 << 10];
        private int size;
        private int scale;

        private Builder() {}

        public Builder add(BigDecimal value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            values[size++] = value.doubleValue();
            scale = Math.max(scale, value.scale());
            return this;
        }

        /**
         * The means, in groups with the least loss.
         *
         * @param k values at least in each group
         * @throws ReleaseRefused {@code release.micro-aggregation.group-size} for fewer values, unless there is none
         */
        public AggregatedColumn build(int k) {
            double[] all = Arrays.copyOf(values, size);
            double[] means = size == 0 ? all : MicroAggregation.univariate(all, k);
            return new AggregatedColumn(all, means, Math.min(scale + MORE_DIGITS, DIGITS_MAX));
        }
    }
}
