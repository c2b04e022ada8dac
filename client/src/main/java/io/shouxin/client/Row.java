// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One customer to collect.
 *
 * @param customer the id of a customer that is here already; empty for a new one
 * @param fields values by field name, as text, in any usual writing: the door normalises them
 * @param consents given with what is collected, where a purpose rests on consent
 */
public record Row(Optional<UUID> customer, Map<String, String> fields, List<Consent> consents) {

    /** Consent to a purpose: on which notice (its version), by which channel. */
    public record Consent(String purpose, String notice, String channel) {}

    public Row {
        Objects.requireNonNull(customer, "customer");
        fields = Map.copyOf(fields);
        consents = List.copyOf(consents);
    }

    public static Row of(Map<String, String> fields) {
        return new Row(Optional.empty(), fields, List.of());
    }

    /** Field names only. */
    @Override
    public String toString() {
        return "Row" + fields.keySet();
    }
}
