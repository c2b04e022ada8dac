// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;

/**
 * Generalisation of numbers into bands of one width: 17 becomes {@code [10, 20)}. The lower end belongs to a band,
 * the upper one does not. Computed in decimals, so that 0.3 lies where it is written.
 */
public final class NumberBands implements UnaryOperator<String> {

    private static final int DIGITS_MAX = 40;

    private final BigDecimal width;
    private final BigDecimal origin;

    private NumberBands(BigDecimal width, BigDecimal origin) {
        this.width = width;
        this.origin = origin;
    }

    /**
     * @param width above 0
     * @param origin where a band begins
     * @throws ReleaseRefused {@code release.bands}
     */
    public static NumberBands of(String width, String origin) {
        BigDecimal wide = number(width);
        if (wide.signum() <= 0) {
            throw Reason.BANDS.refusal();
        }
        return new NumberBands(wide, number(origin));
    }

    /**
     * The band of a number.
     *
     * @throws ReleaseRefused {@code release.bands} if it is none
     */
    @Override
    public String apply(String value) {
        BigDecimal band = number(value).subtract(origin).divide(width, 0, RoundingMode.FLOOR);
        BigDecimal low = band.multiply(width).add(origin);
        return "[" + low.toPlainString() + ", " + low.add(width).toPlainString() + ")";
    }

    @Override
    public String toString() {
        return "bands of " + width.toPlainString() + " from " + origin.toPlainString();
    }

    /**
     * A decimal number of at most 40 characters, without an exponent, since 1e999999999 is short to write and long to
     * work with.
     *
     * @throws ReleaseRefused {@code release.bands} if it is none
     */
    public static BigDecimal number(String text) {
        if (text.length() > DIGITS_MAX || !text.matches("[+-]?[0-9]+([.][0-9]+)?")) {
            throw Reason.BANDS.refusal();
        }
        return new BigDecimal(text);
    }
}
