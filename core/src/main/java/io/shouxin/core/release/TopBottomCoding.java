// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;

/**
 * Top and bottom coding: values at the ends of a distribution, by which people are known (the highest bill, the
 * oldest customer), are replaced by the end. Those between stay as they are.
 */
public final class TopBottomCoding implements UnaryOperator<String> {

    private final BigDecimal bottom;
    private final BigDecimal top;

    private TopBottomCoding(BigDecimal bottom, BigDecimal top) {
        this.bottom = bottom;
        this.top = top;
    }

    /**
     * @param bottom below which values become {@code <bottom}
     * @param top from above which they become {@code >top}; above the bottom
     * @throws ReleaseRefused {@code release.top-bottom-coding}, or {@code release.bands} for what is no number
     */
    public static TopBottomCoding of(String bottom, String top) {
        TopBottomCoding coding = new TopBottomCoding(NumberBands.number(bottom), NumberBands.number(top));
        if (coding.bottom.compareTo(coding.top) >= 0) {
            throw Reason.CODING.refusal();
        }
        return coding;
    }

    /**
     * The number, or the end that it lies beyond.
     *
     * @throws ReleaseRefused {@code release.bands} if it is none
     */
    @Override
    public String apply(String value) {
        BigDecimal number = NumberBands.number(value);
        if (number.compareTo(bottom) < 0) {
            return "<" + bottom.toPlainString();
        }
        return number.compareTo(top) > 0 ? ">" + top.toPlainString() : number.toPlainString();
    }

    @Override
    public String toString() {
        return "from " + bottom.toPlainString() + " to " + top.toPlainString();
    }
}
