// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/**
 * Where in a resource something is: {@code members}, {@code name.familyName}, {@code emails[type eq "work"].value},
 * or any of these after the address of a schema (RFC 7644 figures 1 and 7). Letters of any case are read.
 *
 * @param extension the schema extension it is in; empty for the core schema
 * @param filter which of several values are meant
 */
record Path(Optional<Schemas.Extension> extension, Attribute attribute, Optional<Filter> filter,
        Optional<Attribute> sub) {

    private static final int LENGTH_MAX = 500;

    /** @throws ScimRefused {@code invalidPath} for an attribute that is not kept here, or no path at all */
    static Path read(String text, Schemas.Kind kind) {
        return find(text, kind).orElseThrow(() -> ScimRefused.invalid(Type.INVALID_PATH, "scim.refused.path"));
    }

    /** The same, empty where nothing here is meant; a filter in it may still be malformed. */
    static Optional<Path> find(String text, Schemas.Kind kind) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String lower = Attribute.key(text);
        String core = Attribute.key(kind.schema());
        if (lower.startsWith(core + ":")) {
            return within(Optional.empty(), text.substring(core.length() + 1), kind);
        }
        for (Schemas.Extension extension : kind.extensions().values()) {
            if (lower.startsWith(Attribute.key(extension.urn()) + ":")) {
                return within(Optional.of(extension), text.substring(extension.urn().length() + 1), kind);
            }
        }
        return within(Optional.empty(), text, kind);
    }

    private static Optional<Path> within(Optional<Schemas.Extension> extension, String text, Schemas.Kind kind) {
        int open = text.indexOf('[');
        int close = text.lastIndexOf(']');
        String head = open < 0 ? text : text.substring(0, open);
        String tail = open < 0 ? "" : close > open ? text.substring(close + 1) : "?";
        int dot = head.indexOf('.');
        String name = dot < 0 ? head : head.substring(0, dot);
        String sub = dot >= 0 && open < 0 ? head.substring(dot) : tail;
        Optional<Attribute> attribute = extension.isPresent()
                ? extension.get().attribute(name.strip()) : kind.attribute(name.strip());
        if (attribute.isEmpty() || !sub.isEmpty() && !sub.startsWith(".") || dot >= 0 && open >= 0) {
            return Optional.empty();
        }
        Optional<Attribute> under = sub.isEmpty() ? Optional.empty() : attribute.get().sub(sub.substring(1).strip());
        if (under.isEmpty() != sub.isEmpty() || open >= 0 && !(attribute.get().multi() && attribute.get().complex())) {
            return Optional.empty();
        }
        Optional<Filter> filter = open < 0 ? Optional.empty()
                : Optional.of(new FilterReader(text.substring(open + 1, close), attribute.get()).read());
        return Optional.of(new Path(extension, attribute.get(), filter, under));
    }

    boolean readOnly() {
        return attribute.readOnly() || sub.map(Attribute::readOnly).orElse(false);
    }

    /** What kind of value is there: the sub-attribute where there is one. */
    Attribute last() {
        return sub.orElse(attribute);
    }

    /** Every value of it in a resource; of a complex one without a part named, what RFC 7643 2.4 calls its value. */
    List<JsonNode> values(JsonNode resource) {
        JsonNode at = extension.map(one -> resource.path(one.urn())).orElse(resource).path(attribute.name());
        List<JsonNode> all = at.isArray() ? at.valueStream().toList() : at.isMissingNode() ? List.of() : List.of(at);
        List<JsonNode> chosen = filter.isEmpty() ? all
                : all.stream().filter(one -> filter.get().matches(one)).toList();
        String part = sub.map(Attribute::name).orElse("value");
        return chosen.stream().map(one -> one.isObject() && one.has(part) ? one.get(part)
                : one.isObject() && sub.isPresent() ? null : one).filter(java.util.Objects::nonNull).toList();
    }

    /** The same of one value of a complex attribute, as a filter in brackets asks for it. */
    static Path ofPart(Attribute part) {
        return new Path(Optional.empty(), part, Optional.empty(), Optional.empty());
    }
}
