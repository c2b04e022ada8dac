// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A PATCH (RFC 7644 3.5.2), all of it or nothing.
 *
 * <p>Microsoft Entra sends requests that the RFC does not know, and a literal reading of some does harm. They are
 * taken as they are meant:
 * <ol>
 * <li>{@code "op": "Remove", "path": "members", "value": […]} removes these members. Read literally the value does
 *     not count and the whole group is emptied.</li>
 * <li>{@code "op"}, {@code "path"} and names of attributes come in any case of letters.</li>
 * <li>Truth values come as {@code "False"}. Read as a text that is not false, a leaver would stay.</li>
 * <li>A change without a path may name its members {@code "name.givenName"} or with the address of a schema before
 *     them.</li>
 * <li>{@code "op": "Add", "path": "emails[type eq \"work\"].value"} where there is no such value makes one.</li>
 * </ol>
 */
final class Patch {

    static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int OPERATIONS_MAX = 1_000;

    /** The name of an attribute or of a part of one. */
    private static final String PLAIN = "[A-Za-z$][A-Za-z0-9$_-]{0,60}(\\.[A-Za-z$][A-Za-z0-9$_-]{0,60})?";

    private enum Op { ADD, REMOVE, REPLACE }

    private final Schemas.Kind kind;
    private final ObjectNode resource;

    private Patch(Schemas.Kind kind, ObjectNode resource) {
        this.kind = kind;
        this.resource = resource;
    }

    /**
     * @param before the resource as it is kept; not changed
     * @param body the message, or in a bulk its operations alone, as RFC 7644 3.7.3 shows them
     */
    static ObjectNode apply(ObjectNode before, JsonNode body, Schemas.Kind kind) {
        JsonNode operations = body;
        if (!body.isArray()) {
            Given.requireSchema(body, SCHEMA);
            operations = Given.member(body, "Operations");
        }
        if (!operations.isArray() || operations.isEmpty()) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.operations");
        }
        if (operations.size() > OPERATIONS_MAX) {
            throw ScimRefused.invalid(Type.TOO_MANY, "scim.refused.too-many", Integer.toString(OPERATIONS_MAX));
        }
        Patch patch = new Patch(kind, before.deepCopy());
        operations.forEach(patch::apply);
        return patch.resource;
    }

    private void apply(JsonNode operation) {
        Op op = op(Given.member(operation, "op"));
        JsonNode path = Given.member(operation, "path");
        JsonNode value = Given.member(operation, "value");
        if (op == Op.REMOVE && path.asString("").matches(PLAIN) && Path.find(path.asString(), kind).isEmpty()) {
            // What is not kept here is not there any more.
            return;
        }
        if (path.isString() && !path.asString().isBlank()) {
            Path target = Path.read(path.asString(), kind);
            if (target.readOnly()) {
                throw ScimRefused.invalid(Type.MUTABILITY, "scim.refused.read-only", target.last().name());
            }
            at(op, target, value);
        } else if (op == Op.REMOVE) {
            throw ScimRefused.invalid(Type.NO_TARGET, "scim.refused.no-target");
        } else {
            whole(op, value);
        }
    }

    private static Op op(JsonNode word) {
        try {
            return Op.valueOf(word.asString("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.operations");
        }
    }

    /** Without a path the value is a piece of the resource. What is not kept here is not kept of it either. */
    private void whole(Op op, JsonNode value) {
        if (!value.isObject()) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", "value");
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Optional<Schemas.Extension> extension = kind.extension(member.getKey());
            if (extension.isPresent() && member.getValue().isObject()) {
                member.getValue().properties().forEach(inner -> part(op, extension.get().urn() + ":" + inner.getKey(),
                        inner.getValue()));
            } else {
                part(op, member.getKey(), member.getValue());
            }
        }
    }

    private void part(Op op, String name, JsonNode value) {
        Path.find(name, kind).filter(target -> !target.readOnly() && !target.attribute().name().equals("schemas"))
                .ifPresent(target -> at(op, target, value));
    }

    private void at(Op op, Path target, JsonNode value) {
        if (op != Op.REMOVE && value.isMissingNode()) {
            throw Given.wrong(target.last());
        }
        ObjectNode holder = target.extension().map(one -> child(resource, one.urn())).orElse(resource);
        if (target.filter().isPresent()) {
            chosen(op, target, value, holder);
        } else if (target.sub().isPresent()) {
            inside(op, target, value, holder);
        } else {
            attribute(op, target.attribute(), value, holder);
        }
        target.extension().filter(one -> holder.isEmpty()).ifPresent(one -> resource.remove(one.urn()));
    }

    private static void attribute(Op op, Attribute attribute, JsonNode value, ObjectNode holder) {
        String name = attribute.name();
        if (op == Op.REMOVE && attribute.multi() && !value.isMissingNode()) {
            removeValues(attribute, value, holder);
            return;
        }
        Optional<JsonNode> clean = op == Op.REMOVE ? Optional.empty() : Given.value(attribute, value);
        if (clean.isEmpty()) {
            if (op != Op.ADD) {
                holder.remove(name);
            }
        } else if (op == Op.ADD && attribute.multi()) {
            ArrayNode all = values(holder, name);
            clean.get().forEach(one -> add(all, one));
        } else if (op == Op.ADD && attribute.complex() && holder.path(name).isObject()) {
            ((ObjectNode) holder.get(name)).setAll((ObjectNode) clean.get());
        } else {
            holder.set(name, clean.get());
        }
    }

    /** What was meant by a removal with values: these and no others. No value at all removes nothing. */
    private static void removeValues(Attribute attribute, JsonNode value, ObjectNode holder) {
        if (value.isNull()) {
            throw Given.wrong(attribute);
        }
        List<String> gone = new ArrayList<>();
        Given.value(attribute, value).ifPresent(all -> all.forEach(one -> gone.add(known(one))));
        keep(holder, attribute.name(), one -> !gone.contains(known(one)));
    }

    private static void inside(Op op, Path target, JsonNode value, ObjectNode holder) {
        Attribute attribute = target.attribute();
        Attribute sub = target.sub().orElseThrow();
        Optional<JsonNode> clean = op == Op.REMOVE ? Optional.empty() : Given.value(sub, value);
        if (attribute.multi()) {
            ArrayNode all = values(holder, attribute.name());
            if (all.isEmpty() && clean.isPresent()) {
                all.add(NODES.objectNode());
            }
            all.forEach(one -> put((ObjectNode) one, sub, clean));
        } else {
            ObjectNode object = child(holder, attribute.name());
            put(object, sub, clean);
        }
        tidy(holder, attribute.name());
    }

    private static void chosen(Op op, Path target, JsonNode value, ObjectNode holder) {
        Attribute attribute = target.attribute();
        Filter filter = target.filter().orElseThrow();
        if (op == Op.REMOVE && target.sub().isEmpty()) {
            keep(holder, attribute.name(), one -> !filter.matches(one));
            return;
        }
        ArrayNode all = values(holder, attribute.name());
        List<ObjectNode> matching = all.valueStream().filter(filter::matches).map(ObjectNode.class::cast).toList();
        if (matching.isEmpty() && op == Op.REPLACE) {
            throw ScimRefused.invalid(Type.NO_TARGET, "scim.refused.no-target");
        }
        if (matching.isEmpty() && op == Op.ADD) {
            ObjectNode made = template(filter, attribute);
            all.add(made);
            matching = List.of(made);
        }
        for (ObjectNode one : matching) {
            change(op, target, value, one);
            onlyPrimary(all, one);
        }
        tidy(holder, attribute.name());
    }

    private static void change(Op op, Path target, JsonNode value, ObjectNode one) {
        if (target.sub().isPresent()) {
            put(one, target.sub().get(), op == Op.REMOVE ? Optional.empty()
                    : Given.value(target.sub().get(), value));
            return;
        }
        JsonNode clean = Given.value(target.attribute(), value).filter(all -> all.size() == 1)
                .orElseThrow(() -> Given.wrong(target.attribute())).get(0);
        if (op == Op.REPLACE) {
            one.removeAll();
        }
        one.setAll((ObjectNode) clean);
    }

    /** What a value has to be like so that the filter finds it, as far as equations say. */
    private static ObjectNode template(Filter filter, Attribute attribute) {
        ObjectNode made = NODES.objectNode();
        if (filter instanceof Filter.And both) {
            made.setAll(template(both.left(), attribute));
            made.setAll(template(both.right(), attribute));
        } else if (filter instanceof Filter.Compare one && one.operator() == Filter.Operator.EQ
                && one.wanted() != null) {
            Given.value(one.path().attribute(), one.wanted()).ifPresent(value ->
                    made.set(one.path().attribute().name(), value));
        } else {
            throw ScimRefused.invalid(Type.NO_TARGET, "scim.refused.no-target");
        }
        return made;
    }

    /** A value that is there already, as RFC 7644 3.5.2.1 compares it, is not added again. */
    private static void add(ArrayNode all, JsonNode one) {
        boolean there = all.valueStream().anyMatch(known -> known.equals(one) || known.isObject()
                && one.isObject() && !one.path("value").isMissingNode()
                && known.path("value").equals(one.path("value")) && known.path("type").equals(one.path("type")));
        if (!there) {
            all.add(one);
            if (one.isObject()) {
                onlyPrimary(all, (ObjectNode) one);
            }
        }
    }

    /** One value at most is the primary one, and the newest word counts (RFC 7644 3.5.2). */
    private static void onlyPrimary(ArrayNode all, ObjectNode changed) {
        if (changed.path("primary").asBoolean(false)) {
            all.forEach(one -> {
                if (one != changed && one.has("primary")) {
                    ((ObjectNode) one).put("primary", false);
                }
            });
        }
    }

    /** What a value is known by when it is named for removal. */
    private static String known(JsonNode value) {
        return value.isObject() && value.has("value") ? value.get("value").asString("") : value.toString();
    }

    private static void keep(ObjectNode holder, String name, java.util.function.Predicate<JsonNode> kept) {
        ArrayNode left = NODES.arrayNode();
        holder.path(name).valueStream().filter(kept).forEach(left::add);
        holder.set(name, left);
        tidy(holder, name);
    }

    private static void put(ObjectNode object, Attribute sub, Optional<JsonNode> value) {
        value.ifPresentOrElse(one -> object.set(sub.name(), one), () -> object.remove(sub.name()));
    }

    private static ArrayNode values(ObjectNode holder, String name) {
        if (!holder.path(name).isArray()) {
            holder.set(name, NODES.arrayNode());
        }
        return (ArrayNode) holder.get(name);
    }

    private static ObjectNode child(ObjectNode holder, String name) {
        if (!holder.path(name).isObject()) {
            holder.set(name, NODES.objectNode());
        }
        return (ObjectNode) holder.get(name);
    }

    /** An attribute without a value is not there. */
    private static void tidy(ObjectNode holder, String name) {
        if (holder.path(name).isArray()) {
            ArrayNode left = NODES.arrayNode();
            holder.get(name).valueStream().filter(one -> !one.isObject() || !one.isEmpty()).forEach(left::add);
            holder.set(name, left);
        }
        if (holder.path(name).isEmpty()) {
            holder.remove(name);
        }
    }
}
