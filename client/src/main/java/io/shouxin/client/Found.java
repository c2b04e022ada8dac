// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.UUID;

/** Customers that hold the value looked for, and nothing about them. */
public record Found(List<Hit> customers, Receipt receipt) {

    /** @param state active, or sealed: storage only */
    public record Hit(UUID id, String state) {}

    public Found {
        customers = List.copyOf(customers);
    }
}
