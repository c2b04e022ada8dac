// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An identity provider as the server meets it: with a key, over HTTP. */
@TestComponent
class Provider {

    private static final String USER = "\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]";

    private final Services services;
    private final People people;
    private final Environment environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private String key = "";

    Provider(Services services, People people, Environment environment) {
        this.services = services;
        this.people = people;
        this.environment = environment;
    }

    record Answer(int status, JsonNode body, HttpResponse<String> whole) {

        String text(String pointer) {
            return body.at(pointer).asString("");
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    /** The key of a new account in this role. */
    String key(String role, String network) {
        return services.add(new Services.NewService("scim-" + UUID.randomUUID().toString().substring(0, 8), "同步",
                "Provisioning", StaffFixture.owner(people), role, List.of(), List.of(network)),
                Entry.Actor.system("test"));
    }

    synchronized String key() {
        if (key.isEmpty()) {
            key = key("app-hr", "127.0.0.1/32");
        }
        return key;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer send(String method, String path, String body, String... headers) {
        return sendAs(key(), method, path, body, headers);
    }

    Answer sendAs(String key, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                + environment.getRequiredProperty("local.server.port") + path))
                .header("Authorization", "Bearer " + key).header("Accept-Language", "en")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && List.of(headers).stream().noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/scim+json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body().isEmpty() ? JsonMapper.shared().nullNode()
                    : JsonMapper.shared().readTree(answer.body()), answer);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Brings somebody in by this name, with further members of the message; answers the id, which is the number. */
    String user(String userName, String... more) {
        Answer answer = send("POST", "/scim/v2/Users", "{" + USER + ", \"userName\": \"" + userName + "\""
                + Optional.of(String.join(", ", more)).filter(one -> !one.isEmpty()).map(one -> ", " + one).orElse("")
                + "}");
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.text("/id");
    }

    /** Makes a group with these people; answers the id. */
    String group(String name, String... members) {
        Answer answer = send("POST", "/scim/v2/Groups", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%s", "members": [%s]}"""
                .formatted(name, String.join(", ", List.of(members).stream()
                        .map(one -> "{\"value\": \"" + one + "\"}").toList())));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.text("/id");
    }

    Answer patch(String path, String operations) {
        return send("PATCH", "/scim/v2" + path, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [%s]}"""
                .formatted(operations));
    }

    List<String> members(String group) {
        return get("/scim/v2/Groups/" + group).body().path("members").valueStream()
                .map(one -> one.path("value").asString()).toList();
    }

    /** A name nobody has used. */
    static String fresh(String start) {
        return start + UUID.randomUUID().toString().substring(0, 8);
    }

    static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/scim+json");
        assertThat(answer.text("/schemas/0")).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(answer.text("/status")).isEqualTo(Integer.toString(status));
        assertThat(answer.text("/detail")).isNotBlank().doesNotContain("scim.refused");
    }
}
