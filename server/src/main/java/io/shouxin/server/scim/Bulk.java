// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.scim.ScimRefused.Type;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many operations in one request (RFC 7644 3.7). Each is a transaction of its own: it is done or it is not, and
 * those before it stand. An operation that names what a later one makes waits for it; what wait for each other in a
 * ring, or for what never comes, are refused with 409. After as many failures as {@code failOnErrors} says, the rest
 * is not begun and not in the answer.
 */
@Component
class Bulk {

    static final String REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final Pattern PLACE = Pattern.compile("/(Users|Groups)(?:/([^/?#]{1,100}))?");
    private static final String BULK_ID = "bulkId:";
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Resources resources;
    private final ScimErrors errors;

    Bulk(Resources resources, ScimErrors errors) {
        this.resources = resources;
        this.errors = errors;
    }

    /** The operations of one request on their way. */
    private static final class Job {

        private final Map<String, String> ids = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        private final int failuresMax;
        private int failures;

        private Job(int failuresMax) {
            this.failuresMax = failuresMax;
        }

        private boolean over() {
            return failures >= failuresMax;
        }
    }

    private record Operation(String method, String path, String bulkId, Optional<String> version, JsonNode data) {

        static Operation of(JsonNode one) {
            return new Operation(Given.member(one, "method").asString("").toUpperCase(Locale.ROOT),
                    Given.member(one, "path").asString(""), Given.member(one, "bulkId").asString(""),
                    Optional.of(Given.member(one, "version").asString("")).filter(text -> !text.isEmpty()),
                    Given.member(one, "data"));
        }

        Set<String> references() {
            Set<String> found = new HashSet<>();
            collect(data, found);
            int at = path.indexOf("/" + BULK_ID);
            if (at >= 0) {
                found.add(path.substring(at + 1 + BULK_ID.length()));
            }
            return found;
        }

        private static void collect(JsonNode node, Set<String> found) {
            if (node.isString() && node.asString().startsWith(BULK_ID)) {
                found.add(node.asString().substring(BULK_ID.length()));
            }
            node.forEach(inner -> collect(inner, found));
        }
    }

    /** @param base the address of the service, before the resources' own */
    ObjectNode run(JsonNode body, String base, Caller caller) {
        Given.requireSchema(body, REQUEST);
        JsonNode given = Given.member(body, "Operations");
        int most = Schemas.serviceProviderConfig().at("/bulk/maxOperations").asInt();
        if (!given.isArray() || given.isEmpty()) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.operations");
        }
        if (given.size() > most) {
            throw new ScimRefused(413, Type.NONE, "scim.refused.bulk-too-many", Integer.toString(most));
        }
        Job job = new Job(failuresMax(body));
        List<Operation> waiting = new ArrayList<>(given.valueStream().map(Operation::of).toList());
        boolean moved = true;
        while (!waiting.isEmpty() && !job.over()) {
            boolean stuck = !moved;
            moved = false;
            List<Operation> later = new ArrayList<>();
            for (Operation one : waiting) {
                if (job.over()) {
                    break;
                }
                if (stuck || job.ids.keySet().containsAll(one.references())) {
                    answer(job, one, base, caller);
                    moved = true;
                } else {
                    later.add(one);
                }
            }
            waiting = later;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("schemas").add(RESPONSE);
        answer.set("Operations", job.answers);
        return answer;
    }

    private static int failuresMax(JsonNode body) {
        JsonNode given = Given.member(body, "failOnErrors");
        if (given.isMissingNode()) {
            return Integer.MAX_VALUE;
        }
        if (!given.isInt() || given.asInt() < 1) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", "failOnErrors");
        }
        return given.asInt();
    }

    private void answer(Job job, Operation one, String base, Caller caller) {
        ObjectNode answer = job.answers.addObject();
        answer.put("method", METHODS.contains(one.method()) ? one.method() : "");
        if (!one.bulkId().isEmpty()) {
            answer.put("bulkId", one.bulkId());
        }
        try {
            requireCaller(caller);
            carryOut(job, one, base, answer, caller);
        } catch (RuntimeException refused) {
            ScimErrors.Answer error = errors.of(refused);
            answer.put("status", Integer.toString(error.status()));
            answer.set("response", error.body());
            job.failures++;
        }
    }

    /** A key that is revoked while a long request runs does nothing more. */
    private static void requireCaller(Caller caller) {
        if (Callers.renewed(caller).map(Optional::isEmpty).orElse(false)) {
            throw new ScimRefused(401, Type.NONE, "problem.sign-in");
        }
    }

    private void carryOut(Job job, Operation one, String base, ObjectNode answer, Caller caller) {
        if (one.references().stream().anyMatch(id -> !job.ids.containsKey(id))) {
            throw new ScimRefused(409, Type.INVALID_VALUE, "scim.refused.bulk-id");
        }
        Matcher place = PLACE.matcher(one.path());
        boolean post = one.method().equals("POST");
        if (!METHODS.contains(one.method()) || !place.matches() || post != (place.group(2) == null)) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.bulk-operation");
        }
        if (post ? one.bulkId().isEmpty() || !job.seen.add(one.bulkId()) : false) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.bulk-id-twice");
        }
        Schemas.Kind kind = place.group(1).equals("Users") ? Schemas.USERS : Schemas.GROUPS;
        String id = post ? "" : resolved(job, place.group(2));
        if (!post) {
            answer.put("location", base + kind.endpoint() + "/" + id);
        }
        Resources.Target target = new Resources.Target(kind, id, one.version());
        JsonNode data = resolved(job, one.data());
        if (one.method().equals("DELETE")) {
            resources.delete(target, caller);
            answer.put("status", "204");
            return;
        }
        ObjectNode done = post ? resources.create(kind, data, caller)
                : one.method().equals("PUT") ? resources.replace(target, data, caller)
                : resources.patch(target, data, caller);
        if (post) {
            job.ids.put(one.bulkId(), done.path("id").asString());
        }
        answer.put("location", base + kind.endpoint() + "/" + done.path("id").asString());
        answer.put("version", Resources.version(done));
        answer.put("status", post ? "201" : "200");
    }

    private static String resolved(Job job, String text) {
        return text.startsWith(BULK_ID) ? job.ids.getOrDefault(text.substring(BULK_ID.length()), text) : text;
    }

    private static JsonNode resolved(Job job, JsonNode node) {
        if (node.isString()) {
            return StringNode.valueOf(resolved(job, node.asString()));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(one -> array.add(resolved(job, one)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(one -> object.set(one.getKey(), resolved(job, one.getValue())));
            return object;
        }
        return node;
    }
}
