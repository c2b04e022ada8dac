// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** How much people have seen and searched; implemented by the module that counts it. */
public interface WhatWasSeen {

    /**
     * @param customers of how many different ones information was seen in the clear
     * @param searches as they count against a budget
     */
    record Seen(int customers, int searches) {

        public static final Seen NOTHING = new Seen(0, 0);

        public Seen and(Seen other) {
            return new Seen(customers + other.customers, searches + other.searches);
        }
    }

    /** By account; who has seen nothing may be left out. */
    Map<String, Seen> since(Instant since, Collection<String> accounts);
}
