// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.util.Locale;

/** What becomes of a row with a value that its column's technique refuses. The value itself never passes. */
public enum OnInvalid {
    /** The row is left out and told with its line. */
    REJECT,
    /** The cell is empty, the row stays. */
    EMPTY,
    /** The cell is six stars, the row stays. */
    HIDE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
