// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import org.springframework.core.io.ClassPathResource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas that are served, as one file states them to clients and to this code alike: what is not in it is
 * not kept. A directory of staff has no use for home addresses, nicknames or photographs (PIPL Art. 6).
 */
final class Schemas {

    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String STAFF = "urn:shouxin:params:scim:schemas:extension:staff:2.0:User";
    private static final String COMMON = "common";

    private static final JsonNode FILE = read();

    static final Kind USERS = new Kind("User", "/Users", USER, attributes(USER), extensions(ENTERPRISE, STAFF));
    static final Kind GROUPS = new Kind("Group", "/Groups", GROUP, attributes(GROUP), Map.of());

    private Schemas() {}

    /**
     * A type of resource.
     *
     * @param attributes of the core schema and of every resource, by name in small letters
     * @param extensions the attributes of each extension, by its address in small letters
     */
    record Kind(String name, String endpoint, String schema, Map<String, Attribute> attributes,
            Map<String, Extension> extensions) {

        Optional<Attribute> attribute(String name) {
            return Optional.ofNullable(attributes.get(Attribute.key(name)));
        }

        Optional<Extension> extension(String urn) {
            return Optional.ofNullable(extensions.get(Attribute.key(urn)));
        }
    }

    /** A schema that adds to another one. */
    record Extension(String urn, Map<String, Attribute> attributes) {

        Optional<Attribute> attribute(String name) {
            return Optional.ofNullable(attributes.get(Attribute.key(name)));
        }
    }

    /** What {@code /Schemas} answers, in the words of the file. */
    static List<JsonNode> described() {
        return FILE.path("schemas").valueStream().toList();
    }

    static JsonNode resourceTypes() {
        return FILE.path("resourceTypes");
    }

    static JsonNode serviceProviderConfig() {
        return FILE.path("serviceProviderConfig");
    }

    private static Map<String, Extension> extensions(String... urns) {
        Map<String, Extension> extensions = new LinkedHashMap<>();
        for (String urn : urns) {
            extensions.put(Attribute.key(urn), new Extension(urn, described(urn)));
        }
        return extensions;
    }

    private static Map<String, Attribute> attributes(String urn) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        FILE.path(COMMON).forEach(one -> attributes.put(Attribute.key(one.path("name").asString()),
                Attribute.of(one)));
        attributes.putAll(described(urn));
        return attributes;
    }

    private static Map<String, Attribute> described(String urn) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        FILE.path("schemas").forEach(schema -> {
            if (schema.path("id").asString().equals(urn)) {
                schema.path("attributes").forEach(one -> attributes.put(Attribute.key(one.path("name").asString()),
                        Attribute.of(one)));
            }
        });
        return attributes;
    }

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(new ClassPathResource("scim/schemas.json")
                    .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
