// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists of resources: filtered, sorted, a page at a time (RFC 7644 3.4.2). */
@Component
class Search {

    static final String REQUEST = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final int COUNT_MAX = 200;
    private static final int COUNT = 100;

    private final Users users;
    private final Groups groups;

    Search(Users users, Groups groups) {
        this.users = users;
        this.groups = groups;
    }

    /**
     * What is asked for; texts that are empty ask for nothing.
     *
     * @param startIndex from 1; less counts as 1
     * @param count how many at most; less than 0 counts as 0
     */
    record Query(String filter, String sortBy, String sortOrder, int startIndex, int count, Projection projection) {

        static Query of(JsonNode body) {
            Given.requireSchema(body, REQUEST);
            return new Query(text(body, "filter"), text(body, "sortBy"), text(body, "sortOrder"),
                    number(body, "startIndex", 1), number(body, "count", COUNT),
                    Projection.of(names(body, "attributes"), names(body, "excludedAttributes")));
        }

        static Query of(java.util.function.UnaryOperator<String> parameter) {
            return new Query(parameter.apply("filter"), parameter.apply("sortBy"), parameter.apply("sortOrder"),
                    whole(parameter.apply("startIndex"), 1), whole(parameter.apply("count"), COUNT),
                    Projection.of(parameter.apply("attributes"), parameter.apply("excludedAttributes")));
        }

        private static String text(JsonNode body, String name) {
            return Given.member(body, name).asString("");
        }

        private static int number(JsonNode body, String name, int otherwise) {
            JsonNode given = Given.member(body, name);
            if (!given.isMissingNode() && !given.isInt()) {
                throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", name);
            }
            return given.asInt(otherwise);
        }

        private static int whole(String text, int otherwise) {
            try {
                return text.isEmpty() ? otherwise : Integer.parseInt(text);
            } catch (NumberFormatException none) {
                throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", "startIndex, count");
            }
        }

        private static List<String> names(JsonNode body, String name) {
            return Given.member(body, name).valueStream().map(one -> one.asString("")).toList();
        }
    }

    private record Found(Schemas.Kind kind, ObjectNode resource) {}

    /** One list of all these kinds together, as a search at the root gives it. */
    ObjectNode list(Query query, Schemas.Kind... kinds) {
        List<Found> found = new ArrayList<>();
        for (Schemas.Kind kind : kinds) {
            filtered(query, kind, kinds.length > 1).forEach(one -> found.add(new Found(kind, one)));
        }
        sort(found, query, kinds[0]);
        int first = Math.max(1, query.startIndex());
        int count = Math.min(COUNT_MAX, Math.max(0, query.count()));
        List<Found> page = found.stream().skip(first - 1L).limit(count).toList();
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(RESPONSE);
        list.put("totalResults", found.size()).put("itemsPerPage", page.size()).put("startIndex", first);
        ArrayNode resources = list.putArray("Resources");
        page.forEach(one -> resources.add(query.projection().of(Resources.versioned(one.resource()), one.kind())));
        return list;
    }

    private Stream<ObjectNode> filtered(Query query, Schemas.Kind kind, boolean several) {
        Optional<Filter> filter = Optional.empty();
        if (!query.filter().isBlank()) {
            try {
                filter = Optional.of(new FilterReader(query.filter(), kind).read());
            } catch (ScimRefused foreign) {
                // At the root a filter may name what only one of the kinds has: the other has nothing that matches.
                if (several && !foreignEverywhere(query)) {
                    return Stream.empty();
                }
                throw foreign;
            }
        }
        List<ObjectNode> all = kind == Schemas.USERS ? users.all(filter) : groups.all();
        Optional<Filter> wanted = filter;
        return all.stream().filter(one -> wanted.isEmpty() || wanted.get().matches(one));
    }

    private static boolean foreignEverywhere(Query query) {
        return Stream.of(Schemas.USERS, Schemas.GROUPS).noneMatch(kind -> {
            try {
                new FilterReader(query.filter(), kind).read();
                return true;
            } catch (ScimRefused malformed) {
                return false;
            }
        });
    }

    /** What has no value is last, or first in descending order (RFC 7644 3.4.2.3). */
    private static void sort(List<Found> found, Query query, Schemas.Kind kind) {
        if (query.sortBy().isBlank()) {
            return;
        }
        Path path = Path.read(query.sortBy(), kind);
        Comparator<Found> order = Comparator.comparing(one -> key(one.resource(), path),
                Comparator.nullsLast(Comparator.naturalOrder()));
        boolean descending = query.sortOrder().equalsIgnoreCase("descending");
        if (!descending && !query.sortOrder().isEmpty() && !query.sortOrder().equalsIgnoreCase("ascending")) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", "sortOrder");
        }
        found.sort(descending ? order.reversed() : order);
    }

    private static @org.jspecify.annotations.Nullable String key(ObjectNode resource, Path path) {
        List<JsonNode> values = path.values(resource);
        if (values.isEmpty()) {
            return null;
        }
        String text = values.get(0).asString("");
        return path.last().exact() ? text : text.toLowerCase(Locale.ROOT);
    }
}
