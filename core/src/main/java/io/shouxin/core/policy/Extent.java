// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;

/**
 * How much is asked for at once.
 *
 * @param customers of how many customers, at least 1
 */
public record Extent(Operation operation, int customers) {

    /** One customer, to be shown. */
    public static final Extent ONE = new Extent(Operation.REVEAL, 1);

    /** One search, of which nobody knows yet whom it finds. */
    public static final Extent SEARCH = new Extent(Operation.SEARCH, 1);

    public Extent {
        Objects.requireNonNull(operation);
        if (customers < 1) {
            throw new IllegalArgumentException("at least one customer");
        }
    }
}
