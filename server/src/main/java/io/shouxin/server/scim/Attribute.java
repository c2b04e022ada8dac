// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One attribute of a schema (RFC 7643 section 7).
 *
 * @param exact whether the case of letters counts
 * @param always whether it is returned whatever was asked for
 * @param subs the sub-attributes by name in small letters; empty for a simple one
 */
record Attribute(String name, String type, boolean multi, boolean exact, boolean readOnly, boolean always,
        Map<String, Attribute> subs) {

    static Attribute of(JsonNode described) {
        Map<String, Attribute> subs = new LinkedHashMap<>();
        described.path("subAttributes").forEach(one -> subs.put(key(one.path("name").asString()), of(one)));
        return new Attribute(described.path("name").asString(), described.path("type").asString(),
                described.path("multiValued").asBoolean(false), described.path("caseExact").asBoolean(false),
                described.path("mutability").asString("").equals("readOnly"),
                described.path("returned").asString("").equals("always"), subs);
    }

    /** Names of attributes are the same in any case of letters (RFC 7643 2.1). */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    Optional<Attribute> sub(String name) {
        return Optional.ofNullable(subs.get(key(name)));
    }

    boolean complex() {
        return type.equals("complex");
    }

    boolean truth() {
        return type.equals("boolean");
    }
}
