// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.scim.ScimRefused.Type;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One resource at a time, whatever its type: each write is a transaction that holds off every other provisioning
 * write, compares the version the client has seen, and leaves nothing behind when it is refused.
 */
@Component
class Resources {

    private static final int VERSION_BYTES = 8;

    private final Users users;
    private final Groups groups;
    private final ScimTable table;
    private final TransactionTemplate transaction;

    Resources(Users users, Groups groups, ScimTable table, TransactionTemplate transaction) {
        this.users = users;
        this.groups = groups;
        this.table = table;
        this.transaction = transaction;
    }

    /** What a write is about: the type, the id if it has one, and the version that the client expects. */
    record Target(Schemas.Kind kind, String id, Optional<String> ifMatch) {}

    Optional<ObjectNode> find(Schemas.Kind kind, String id) {
        return (kind == Schemas.USERS ? users.find(id) : groups.find(id)).map(Resources::versioned);
    }

    ObjectNode required(Schemas.Kind kind, String id) {
        return find(kind, id).orElseThrow(ScimRefused::unknown);
    }

    ObjectNode create(Schemas.Kind kind, JsonNode body, Caller by) {
        ObjectNode given = Given.resource(body, kind);
        return written(() -> required(kind, kind == Schemas.USERS
                ? users.create(given, by) : groups.create(given, by)));
    }

    ObjectNode replace(Target target, JsonNode body, Caller by) {
        return written(() -> {
            requireVersion(target);
            requireSameId(body, target.id());
            return replaced(target, Given.resource(body, target.kind()), by);
        });
    }

    ObjectNode patch(Target target, JsonNode body, Caller by) {
        return written(() -> {
            ObjectNode before = requireVersion(target);
            ObjectNode writable = Given.resource(before, target.kind());
            return replaced(target, Patch.apply(writable, body, target.kind()), by);
        });
    }

    void delete(Target target, Caller by) {
        written(() -> {
            requireVersion(target);
            if (target.kind() == Schemas.USERS) {
                users.delete(target.id(), by);
            } else {
                groups.delete(target.id(), by);
            }
            return true;
        });
    }

    private ObjectNode replaced(Target target, ObjectNode given, Caller by) {
        if (target.kind() == Schemas.USERS) {
            users.replace(target.id(), given, by);
        } else {
            groups.replace(target.id(), given, by);
        }
        return required(target.kind(), target.id());
    }

    private <T> T written(Supplier<T> write) {
        users.prepare();
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            return write.get();
        }));
    }

    /** The id is the server's; a client that repeats it repeats the right one (RFC 7644 3.5.1). */
    private static void requireSameId(JsonNode body, String id) {
        JsonNode given = Given.member(body, "id");
        if (given.isString() && !given.asString().equals(id)) {
            throw ScimRefused.invalid(Type.MUTABILITY, "scim.refused.read-only", "id");
        }
    }

    private ObjectNode requireVersion(Target target) {
        ObjectNode before = required(target.kind(), target.id());
        if (target.ifMatch().isPresent() && !matches(target.ifMatch().get(), version(before))) {
            throw new ScimRefused(412, Type.NONE, "scim.refused.version");
        }
        return before;
    }

    /** Whether a list of entity tags has this one, weak or strong (RFC 9110 8.8.3.2). */
    static boolean matches(String header, String version) {
        return Arrays.stream(header.split(",")).map(String::strip).anyMatch(one -> one.equals("*")
                || opaque(one).equals(opaque(version)));
    }

    private static String opaque(String tag) {
        return tag.replaceFirst("^W/", "").replace("\\", "").replace("\"", "");
    }

    static String version(ObjectNode resource) {
        return resource.path("meta").path("version").asString("");
    }

    /** The version is a hash of what is there, so that the same content has the same version on every node. */
    static ObjectNode versioned(ObjectNode resource) {
        ObjectNode content = resource.deepCopy();
        content.remove("meta");
        byte[] hash = io.shouxin.server.caller.Secrets.hash(content.toString());
        ((ObjectNode) resource.get("meta")).put("version",
                "W/\"" + HexFormat.of().formatHex(hash, 0, VERSION_BYTES) + "\"");
        return resource;
    }
}
