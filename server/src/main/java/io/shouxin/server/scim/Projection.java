// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which attributes an answer has (RFC 7644 3.9): those asked for, or all but those not wanted; what a schema
 * returns always is in both. A name that is not kept here asks for nothing.
 */
final class Projection {

    private final Set<String> only = new TreeSet<>();
    private final Set<String> without = new TreeSet<>();
    private final boolean limited;

    private Projection(Collection<String> attributes, Collection<String> excluded) {
        if (!attributes.isEmpty() && !excluded.isEmpty()) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.attributes");
        }
        attributes.forEach(one -> only.add(plain(one)));
        excluded.forEach(one -> without.add(plain(one)));
        limited = !attributes.isEmpty();
    }

    /** @param attributes as a query states them: with commas between */
    static Projection of(String attributes, String excluded) {
        return new Projection(list(attributes), list(excluded));
    }

    static Projection of(Collection<String> attributes, Collection<String> excluded) {
        return new Projection(attributes, excluded);
    }

    private static List<String> list(String text) {
        return java.util.Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
    }

    /** Without the address of the core schema, whose attributes are named alone. */
    private static String plain(String name) {
        String lower = Attribute.key(name.strip());
        for (String core : List.of(Attribute.key(Schemas.USER), Attribute.key(Schemas.GROUP))) {
            if (lower.startsWith(core + ":")) {
                return lower.substring(core.length() + 1);
            }
        }
        return lower;
    }

    ObjectNode of(ObjectNode resource, Schemas.Kind kind) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : resource.properties()) {
            String name = Attribute.key(member.getKey());
            boolean always = kind.attribute(name).map(Attribute::always).orElse(false);
            if (always || shows(name)) {
                shown.set(member.getKey(), always ? member.getValue() : inner(name, member.getValue(),
                        kind.extension(name).isPresent() ? ":" : "."));
            } else if (limited && member.getValue().isContainer()) {
                JsonNode part = part(name, member.getValue(), kind.extension(name).isPresent() ? ":" : ".");
                if (!part.isEmpty()) {
                    shown.set(member.getKey(), part);
                }
            }
        }
        return shown;
    }

    private boolean shows(String name) {
        return limited ? only.contains(name) : !without.contains(name);
    }

    /** A whole attribute less the parts that are not wanted. */
    private JsonNode inner(String name, JsonNode value, String joint) {
        return limited ? value : filtered(value, part -> !without.contains(name + joint + part));
    }

    /** Only the parts that were asked for. */
    private JsonNode part(String name, JsonNode value, String joint) {
        return filtered(value, part -> only.contains(name + joint + part));
    }

    private static JsonNode filtered(JsonNode value, java.util.function.Predicate<String> kept) {
        if (value.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            value.forEach(one -> {
                JsonNode left = filtered(one, kept);
                if (!left.isContainer() || !left.isEmpty()) {
                    array.add(left);
                }
            });
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(member -> {
            if (kept.test(Attribute.key(member.getKey()))) {
                left.set(member.getKey(), member.getValue());
            }
        });
        return left;
    }
}
