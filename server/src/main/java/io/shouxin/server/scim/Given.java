// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings what a client sent into the form in which it is kept: names as the schema writes them, truth values that
 * came as texts as truth values, one value where several may be as a list of one. What is not in the schemas or
 * not the client's to write is left out; an empty list or null is no value (RFC 7643 2.5).
 */
final class Given {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int TEXT_MAX = 1_000;
    private static final int VALUES_MAX = 20_000;

    private Given() {}

    /** @throws ScimRefused {@code invalidSyntax} for no such resource, {@code invalidValue} for a wrong value */
    static ObjectNode resource(JsonNode body, Schemas.Kind kind) {
        requireSchema(body, kind.schema());
        ObjectNode clean = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            Optional<Schemas.Extension> extension = kind.extension(member.getKey());
            if (extension.isPresent()) {
                ObjectNode inner = parts(member.getValue(), extension.get().attributes(), extension.get().urn());
                if (!inner.isEmpty()) {
                    clean.set(extension.get().urn(), inner);
                }
            } else {
                kind.attribute(member.getKey()).filter(one -> !one.readOnly() && !one.name().equals("schemas"))
                        .ifPresent(one -> value(one, member.getValue()).ifPresent(value ->
                                clean.set(one.name(), value)));
            }
        }
        return clean;
    }

    /** Every message says by an address what it is (RFC 7644 3.1). */
    static void requireSchema(JsonNode body, String schema) {
        if (!body.isObject() || member(body, "schemas").valueStream()
                .noneMatch(one -> one.asString("").equalsIgnoreCase(schema))) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.schema", schema);
        }
    }

    /** A member whatever the case of its name; missing where there is none. */
    static JsonNode member(JsonNode object, String name) {
        if (object.has(name)) {
            return object.get(name);
        }
        return object.properties().stream().filter(one -> one.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue).findFirst().orElse(NODES.missingNode());
    }

    /** A value for this attribute; empty where none is meant. */
    static Optional<JsonNode> value(Attribute attribute, JsonNode given) {
        if (given.isNull() || given.isMissingNode()) {
            return Optional.empty();
        }
        if (!attribute.multi()) {
            return single(attribute, unwrapped(attribute, given));
        }
        ArrayNode values = NODES.arrayNode();
        if (given.size() > VALUES_MAX) {
            throw wrong(attribute);
        }
        (given.isArray() ? given.valueStream() : java.util.stream.Stream.of(given))
                .forEach(one -> single(attribute, one).ifPresent(values::add));
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    /** Some providers put a single value into a list, or under the name {@code value}, or both. */
    private static JsonNode unwrapped(Attribute attribute, JsonNode given) {
        JsonNode inner = given.isArray() && given.size() == 1 ? given.get(0) : given;
        return !attribute.complex() && inner.isObject() && inner.size() == 1 && inner.has("value")
                ? inner.get("value") : inner;
    }

    private static Optional<JsonNode> single(Attribute attribute, JsonNode given) {
        if (given.isNull()) {
            return Optional.empty();
        }
        if (attribute.complex()) {
            JsonNode object = given.isString() && attribute.sub("value").isPresent()
                    ? NODES.objectNode().put("value", given.asString()) : given;
            ObjectNode inner = parts(object, attribute.subs(), attribute.name());
            return inner.isEmpty() ? Optional.empty() : Optional.of(inner);
        }
        if (attribute.truth()) {
            String word = given.isBoolean() || given.isString() ? given.asString().toLowerCase(Locale.ROOT) : "";
            if (!word.equals("true") && !word.equals("false")) {
                throw wrong(attribute);
            }
            return Optional.of(NODES.booleanNode(word.equals("true")));
        }
        if (!given.isString() || given.asString().length() > TEXT_MAX
                || given.asString().codePoints().anyMatch(Given::cannotBeShown)) {
            throw wrong(attribute);
        }
        return given.asString().isBlank() ? Optional.empty() : Optional.of(given);
    }

    private static boolean cannotBeShown(int letter) {
        return Character.isISOControl(letter) || Character.getType(letter) == Character.SURROGATE;
    }

    private static ObjectNode parts(JsonNode given, Map<String, Attribute> known, String where) {
        if (!given.isObject()) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", where);
        }
        ObjectNode clean = NODES.objectNode();
        given.properties().forEach(member -> Optional.ofNullable(known.get(Attribute.key(member.getKey())))
                .filter(one -> !one.readOnly())
                .ifPresent(one -> value(one, member.getValue()).ifPresent(value -> clean.set(one.name(), value))));
        return clean;
    }

    static ScimRefused wrong(Attribute attribute) {
        return ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", attribute.name());
    }
}
