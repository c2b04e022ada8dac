// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

/** What a generalisation costs; less is better. */
public enum Loss {
    /**
     * Normalised certainty penalty (J. Xu et al., 2006): the mean over rows and columns of the share of the
     * hierarchy's other values that a generalised value covers as well; a suppressed row counts 1. Between 0,
     * nothing changed, and 1, nothing left.
     */
    CERTAINTY_PENALTY,
    /**
     * Discernibility (R. Bayardo, R. Agrawal, 2005): each row costs the size of its class, a suppressed row the
     * size of the table. At least the number of rows, at most its square.
     */
    DISCERNIBILITY
}
