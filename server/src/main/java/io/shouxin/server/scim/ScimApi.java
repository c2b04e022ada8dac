// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.scim.ScimRefused.Type;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SCIM 2.0 (RFC 7644) for a personnel system or an identity provider. Only an application in the role
 * {@code app-hr} comes here, by its key and from its networks; it meets people, never the accounts of applications,
 * its own among them.
 */
@RestController
@RequestMapping("/scim/v2")
@PreAuthorize("hasAuthority('staff.provision')")
class ScimApi {

    static final MediaType SCIM = MediaType.valueOf("application/scim+json");
    private static final String KIND = "/{kind:Users|Groups}";
    private static final String ONE = KIND + "/{id:[^.].*}";

    private final Resources resources;
    private final Search search;
    private final Bulk bulk;
    private final ScimErrors errors;
    private final JsonMapper json;

    ScimApi(Resources resources, Search search, Bulk bulk, ScimErrors errors, JsonMapper json) {
        this.resources = resources;
        this.search = search;
        this.bulk = bulk;
        this.errors = errors;
        this.json = json;
    }

    @GetMapping(KIND)
    ResponseEntity<JsonNode> list(@PathVariable String kind, HttpServletRequest request) {
        return listed(search.list(query(request), kind(kind)), request);
    }

    @PostMapping(KIND + "/.search")
    ResponseEntity<JsonNode> search(@PathVariable String kind, HttpServletRequest request) throws IOException {
        return listed(search.list(Search.Query.of(body(request)), kind(kind)), request);
    }

    /** People and groups in one list. */
    @PostMapping("/.search")
    ResponseEntity<JsonNode> searchAll(HttpServletRequest request) throws IOException {
        return listed(search.list(Search.Query.of(body(request)), Schemas.USERS, Schemas.GROUPS), request);
    }

    @GetMapping(ONE)
    ResponseEntity<JsonNode> one(@PathVariable String kind, @PathVariable String id, HttpServletRequest request) {
        ObjectNode found = resources.required(kind(kind), id);
        String seen = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (seen != null && Resources.matches(seen, Resources.version(found))) {
            return ResponseEntity.status(304).eTag(Resources.version(found)).build();
        }
        return answer(200, found, kind(kind), request);
    }

    @PostMapping(KIND)
    ResponseEntity<JsonNode> create(@PathVariable String kind, HttpServletRequest request) throws IOException {
        return answer(201, resources.create(kind(kind), body(request), caller()), kind(kind), request);
    }

    @PutMapping(ONE)
    ResponseEntity<JsonNode> replace(@PathVariable String kind, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        return answer(200, resources.replace(target(kind, id, request), body(request), caller()), kind(kind), request);
    }

    @PatchMapping(ONE)
    ResponseEntity<JsonNode> patch(@PathVariable String kind, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        return answer(200, resources.patch(target(kind, id, request), body(request), caller()), kind(kind), request);
    }

    @DeleteMapping(ONE)
    ResponseEntity<Void> delete(@PathVariable String kind, @PathVariable String id, HttpServletRequest request) {
        resources.delete(target(kind, id, request), caller());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/Bulk")
    ResponseEntity<JsonNode> bulk(HttpServletRequest request) throws IOException {
        return ResponseEntity.ok().contentType(SCIM).body(bulk.run(body(request), base(request), caller()));
    }

    @GetMapping("/ServiceProviderConfig")
    ResponseEntity<JsonNode> config(HttpServletRequest request) {
        requireNoFilter(request);
        return described(Schemas.serviceProviderConfig(), "ServiceProviderConfig", "/ServiceProviderConfig", request);
    }

    @GetMapping({"/ResourceTypes", "/Schemas"})
    ResponseEntity<JsonNode> kinds(HttpServletRequest request) {
        requireNoFilter(request);
        String place = request.getRequestURI().endsWith("/Schemas") ? "/Schemas" : "/ResourceTypes";
        ArrayNode all = json.createArrayNode();
        descriptions(place).forEach(one -> all.add(located(one, place.substring(1, place.length() - 1),
                base(request) + place + "/" + one.path("id").asString())));
        ObjectNode list = json.createObjectNode();
        list.putArray("schemas").add(Search.RESPONSE);
        list.put("totalResults", all.size()).put("itemsPerPage", all.size()).put("startIndex", 1);
        list.set("Resources", all);
        return ResponseEntity.ok().contentType(SCIM).body(list);
    }

    @GetMapping({"/ResourceTypes/{id}", "/Schemas/{id}"})
    ResponseEntity<JsonNode> kind(@PathVariable String id, HttpServletRequest request) {
        String place = request.getRequestURI().contains("/Schemas/") ? "/Schemas" : "/ResourceTypes";
        JsonNode one = descriptions(place).filter(any -> any.path("id").asString().equalsIgnoreCase(id))
                .findFirst().orElseThrow(ScimRefused::unknown);
        return described(one, place.substring(1, place.length() - 1), place + "/" + one.path("id").asString(), request);
    }

    /** Nobody signs in here, so there is no "me" (RFC 7644 3.11). */
    @RequestMapping("/Me")
    ResponseEntity<JsonNode> me() {
        throw new ScimRefused(501, Type.NONE, "scim.refused.me");
    }

    @RequestMapping("/**")
    ResponseEntity<JsonNode> elsewhere(HttpServletRequest request) {
        String path = request.getRequestURI().replaceFirst("^/scim/v2", "").replaceFirst("/$", "");
        boolean known = path.matches("/(Users|Groups)(/[^/]+)?|/Bulk|/\\.search|/(Users|Groups)/\\.search"
                + "|/(ServiceProviderConfig|ResourceTypes|Schemas)(/[^/]+)?");
        throw known ? new ScimRefused(405, Type.NONE, "scim.refused.method") : ScimRefused.unknown();
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> refused(RuntimeException failure) {
        ScimErrors.Answer answer = errors.of(failure);
        return ResponseEntity.status(answer.status()).contentType(SCIM).body(answer.body());
    }

    private static Stream<JsonNode> descriptions(String place) {
        return place.equals("/Schemas") ? Schemas.described().stream() : Schemas.resourceTypes().valueStream();
    }

    private static ObjectNode located(JsonNode one, String type, String location) {
        ObjectNode copy = (ObjectNode) one.deepCopy();
        copy.putObject("meta").put("resourceType", type).put("location", location);
        return copy;
    }

    private ResponseEntity<JsonNode> described(JsonNode one, String type, String place, HttpServletRequest request) {
        return ResponseEntity.ok().contentType(SCIM).body(located(one, type, base(request) + place));
    }

    /** What describes the service is not searched (RFC 7644 section 4). */
    private static void requireNoFilter(HttpServletRequest request) {
        if (request.getParameter("filter") != null) {
            throw new ScimRefused(403, Type.NONE, "scim.refused.no-filter");
        }
    }

    private static Schemas.Kind kind(String kind) {
        return kind.equals("Users") ? Schemas.USERS : Schemas.GROUPS;
    }

    private static Caller caller() {
        return Callers.present();
    }

    private static Search.Query query(HttpServletRequest request) {
        return Search.Query.of(name -> Objects.requireNonNullElse(request.getParameter(name), ""));
    }

    private static Resources.Target target(String kind, String id, HttpServletRequest request) {
        return new Resources.Target(kind(kind), id, Optional.ofNullable(request.getHeader(HttpHeaders.IF_MATCH)));
    }

    private JsonNode body(HttpServletRequest request) throws IOException {
        String type = Objects.requireNonNullElse(request.getContentType(), SCIM.toString());
        if (!type.startsWith("application/scim+json") && !type.startsWith("application/json")) {
            throw new ScimRefused(415, Type.NONE, "scim.refused.content-type");
        }
        int most = Schemas.serviceProviderConfig().at("/bulk/maxPayloadSize").asInt();
        byte[] bytes = request.getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new ScimRefused(413, Type.NONE, "scim.refused.too-large", Integer.toString(most));
        }
        try {
            return json.readTree(bytes);
        } catch (JacksonException malformed) {
            throw ScimRefused.invalid(Type.INVALID_SYNTAX, "scim.refused.syntax");
        }
    }

    private ResponseEntity<JsonNode> answer(int status, ObjectNode resource, Schemas.Kind kind,
            HttpServletRequest request) {
        String version = Resources.version(resource);
        ObjectNode placed = placed(resource, base(request));
        String location = base(request) + kind.endpoint() + "/" + resource.path("id").asString();
        ObjectNode shown = query(request).projection().of(placed, kind);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).contentType(SCIM).eTag(version);
        if (status == 201) {
            answer.location(URI.create(location));
        }
        return answer.body(shown);
    }

    private ResponseEntity<JsonNode> listed(ObjectNode list, HttpServletRequest request) {
        list.path("Resources").forEach(one -> placed((ObjectNode) one, base(request)));
        return ResponseEntity.ok().contentType(SCIM).body(list);
    }

    /** Addresses are whole only here, where the one is known under which the client came. */
    private static ObjectNode placed(ObjectNode resource, String base) {
        if (resource.path("meta").isObject()) {
            String endpoint = resource.path("meta").path("resourceType").asString("").equals("Group")
                    ? Schemas.GROUPS.endpoint() : Schemas.USERS.endpoint();
            ((ObjectNode) resource.get("meta")).put("location",
                    base + endpoint + "/" + resource.path("id").asString());
        }
        for (String name : new String[] {"members", "groups"}) {
            resource.path(name).forEach(one -> {
                if (one.path("$ref").asString("").startsWith("/")) {
                    ((ObjectNode) one).put("$ref", base + one.path("$ref").asString());
                }
            });
        }
        return resource;
    }

    private static String base(HttpServletRequest request) {
        String url = request.getRequestURL().toString();
        return url.substring(0, url.indexOf("/scim/v2")) + "/scim/v2";
    }
}
