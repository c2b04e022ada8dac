// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static io.shouxin.server.scim.Provider.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouxin.server.scim.Provider.Answer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The samples of RFC 7643 and RFC 7644 as they are printed there, with names and ids of this test in place of the
 * printed ones. What this server does not keep (addresses, nicknames, groups in groups) is answered as the RFCs say
 * of attributes a server does not have.
 */
@ProvisioningTest
class RfcSamplesIT {

    private static final Path SAMPLES =
            Path.of(System.getProperty("shouxin.shared", "../../shared")).resolve("data/scim");

    @Autowired Provider provider;

    @BeforeEach
    void findThem() {
        assumeTrue(Files.isDirectory(SAMPLES), "The samples of the RFCs are not in shared/data/scim.");
    }

    @ParameterizedTest
    @CsvSource({"rfc7644-3.3", "rfc7644-3.14"})
    void answersACreationAsPrinted(String section) {
        String name = fresh("bjensen-");
        Answer made = provider.send("POST", "/scim/v2/Users",
                sample(section + "-user-post_request").replace("bjensen", name));
        JsonNode printed = json(sample(section + "-user-post_response").replace("bjensen", name));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        for (String part : List.of("userName", "name")) {
            assertThat(made.body().path(part)).as(part).isEqualTo(printed.path(part));
        }
        assertThat(made.body().path("meta").propertyNames())
                .containsExactlyInAnyOrderElementsOf(printed.path("meta").propertyNames());
        assertThat(made.header("Location")).isEqualTo(made.text("/meta/location"));
        assertThat(provider.get("/scim/v2/Users/" + made.text("/id") + "?attributes=userName").body().propertyNames())
                .containsExactlyInAnyOrderElementsOf(json(sample("rfc7644-3.9-user-partial_response")).propertyNames());
    }

    @Test
    void takesTheFullUsersAndKeepsOfThemWhatItsSchemaHas() {
        for (String sample : List.of("rfc7643-8.2-user-full", "rfc7643-8.3-enterprise_user",
                "rfc7643-8.1-user-minimal", "rfc7644-3.4.1-user-known-resource")) {
            String manager = provider.user(fresh("manager-"));
            String text = sample(sample).replaceAll("bjensen(@example.com)?", fresh("full-"))
                    .replace("26118915-6090-4610-87e4-49d8ca9f808d", manager);
            Answer made = provider.send("POST", "/scim/v2/Users", text);
            assertThat(made.status()).as(sample + " " + made.body()).isEqualTo(201);
            JsonNode given = json(text);
            for (String part : List.of("userName", "name", "displayName", "emails", "phoneNumbers")) {
                assertThat(made.body().path(part).size()).as(sample + " " + part).isEqualTo(given.path(part).size());
            }
            assertThat(made.body().has("addresses") || made.body().has("password") || made.body().has("nickName"))
                    .as(sample).isFalse();
        }
    }

    @Test
    void replacesAsPrinted() {
        String name = fresh("bjensen-");
        String id = provider.user(name);
        String text = sample("rfc7644-3.5.1-user-put_request").replace("2819c223-7f76-453a-919d-413861904646", id)
                .replace("bjensen", name);
        Answer put = provider.send("PUT", "/scim/v2/Users/" + id, text);
        JsonNode printed = json(sample("rfc7644-3.5.1-user-put_response").replace("bjensen", name));
        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        for (String part : List.of("userName", "externalId", "name", "emails")) {
            assertThat(put.body().path(part)).as(part).isEqualTo(printed.path(part));
        }
        assertThat(put.body().has("roles")).isFalse();
    }

    @Test
    void patchesMailAddressesAsPrinted() {
        String id = provider.user(fresh("mail-"));
        assertThat(patched(id, "rfc7644-3.5.2.1-patch_op-add_emails").path("emails"))
                .isEqualTo(json("[{\"value\": \"babs@jensen.org\", \"type\": \"home\"}]"));
        assertThat(patched(id, "rfc7644-3.5.2.3-patch_op-replace_all_email_values").path("emails").size()).isEqualTo(2);
        JsonNode left = patched(id, "rfc7644-3.5.2.2-patch_op-remove_multi_complex_value").path("emails");
        assertThat(left).isEqualTo(json("[{\"value\": \"babs@jensen.org\", \"type\": \"home\"}]"));
    }

    @ParameterizedTest
    @CsvSource({"rfc7644-3.5.2.3-patch_op-replace_street_address",
        "rfc7644-3.5.2.3-patch_op-replace_user_work_address"})
    void refusesAPathToWhatItDoesNotKeep(String sample) {
        Answer answer = provider.send("PATCH", "/scim/v2/Users/" + provider.user(fresh("a-")), sample(sample));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/scimType")).isEqualTo("invalidPath");
    }

    @Test
    void patchesMembersAsPrinted() {
        String babs = provider.user(fresh("babs-"));
        String james = provider.user(fresh("james-"));
        String group = provider.group(fresh("g-"));
        Answer added = members(group, "rfc7644-3.5.2.1-patch_op-add_members", babs, james);
        assertThat(added.status()).as(added.body().toString()).isEqualTo(200);
        assertThat(provider.members(group)).containsExactly(babs);
        members(group, "rfc7644-3.5.2.2-patch_op-remove_and_add_one_member", babs, james);
        assertThat(provider.members(group)).containsExactly(james);
        members(group, "rfc7644-3.5.2.3-patch_op-replace_all_members", babs, james);
        assertThat(provider.members(group)).containsExactlyInAnyOrder(babs, james);
        members(group, "rfc7644-3.5.2.2-patch_op-remove_one_member", babs, james);
        assertThat(provider.members(group)).containsExactly(james);
        members(group, "rfc7644-3.5.2.2-patch_op-remove_all_members", babs, james);
        assertThat(provider.members(group)).isEmpty();
    }

    @Test
    void searchesAsPrintedPeopleAndGroupsTogether() {
        String name = "Smith" + UUID.randomUUID().toString().substring(0, 6);
        provider.user(fresh("jsmith-"), "\"displayName\": \"" + name + ", James\"");
        provider.group(name + " Family");
        Answer found = provider.send("POST", "/scim/v2/.search",
                sample("rfc7644-3.4.3-search_request").replace("\\\"smith\\\"", "\\\"" + name + "\\\""));
        JsonNode printed = json(sample("rfc7644-3.4.3-list_response-post_query"));
        assertThat(found.status()).as(found.body().toString()).isEqualTo(200);
        assertThat(found.body().propertyNames()).containsExactlyInAnyOrderElementsOf(printed.propertyNames());
        assertThat(found.body().path("totalResults").asInt()).isEqualTo(2);
        assertThat(found.body().at("/Resources/0").has("userName")).isTrue();
        assertThat(found.body().at("/Resources/1").has("userName")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"enterprise_user", "temporary_identifier"})
    void doesABulkAsPrinted(String sample) {
        Answer answer = provider.send("POST", "/scim/v2/Bulk", sample("rfc7644-3.7.2-bulk_request-" + sample)
                .replace("Alice", fresh("Alice")).replace("\"Bob\"", "\"" + fresh("Bob") + "\"")
                .replace("Tour Guides", fresh("Tour Guides ")));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode printed = json(sample("rfc7644-3.7.2-bulk_response-temporary_identifier"));
        assertThat(answer.body().path("schemas")).isEqualTo(printed.path("schemas"));
        for (int i = 0; i < 2; i++) {
            JsonNode one = answer.body().path("Operations").get(i);
            assertThat(one.propertyNames()).as(one.toString())
                    .containsExactlyInAnyOrderElementsOf(printed.path("Operations").get(i).propertyNames());
            assertThat(one.path("status").asString()).isEqualTo("201");
        }
    }

    /** RFC 7644 3.7.3 prints the same request answered with a failure and, its schema taken for the right one, done. */
    @Test
    void doesManyOperationsAsPrinted() {
        String request = sample("rfc7644-3.7.3-bulk_request-multiple_operations").replace("Alice", fresh("Alice"));
        Answer refused = provider.send("POST", "/scim/v2/Bulk", request);
        JsonNode printed = json(sample("rfc7644-3.7.3-bulk_response-error_invalid_syntax")).path("Operations").get(0);
        assertThat(refused.body().path("Operations").size()).as("failOnErrors is 1").isEqualTo(1);
        JsonNode one = refused.body().path("Operations").get(0);
        for (String part : List.of("method", "bulkId", "status")) {
            assertThat(one.path(part)).isEqualTo(printed.path(part));
        }
        assertThat(one.path("response").path("scimType")).isEqualTo(printed.path("response").path("scimType"));

        Answer all = provider.send("POST", "/scim/v2/Bulk", request.replace("\"failOnErrors\": 1,", ""));
        assertThat(statuses(all)).containsExactlyElementsOf(
                List.of("400", "404", "404", "404")).hasSameSizeAs(json(sample(
                "rfc7644-3.7.3-bulk_response-multiple_errors")).path("Operations").valueStream().toList());

        String[] ids = {provider.user(fresh("p")), provider.user(fresh("p")), provider.user(fresh("p"))};
        String known = request.replace("urn:ietf:params:scim:api:messages:2.0:User", Schemas.USER)
                .replace("b7c14771-226c-4d05-8860-134711653041", ids[0])
                .replace("5d8d29d3-342c-4b5f-8683-a3cb6763ffcc", ids[1])
                .replace("e9025315-6bea-44e1-899c-1e07454e468b", ids[2])
                .replace("\"Bob\"", "\"" + fresh("Bob") + "\"").replace("\"Dave\"", "\"" + fresh("Dave") + "\"");
        assertThat(statuses(provider.send("POST", "/scim/v2/Bulk", known.replace("Alice", fresh("A"))
                .replace("\"failOnErrors\": 1,", "")))).as("versions that are not theirs")
                .containsExactly("201", "412", "412", "412");
        Answer done = provider.send("POST", "/scim/v2/Bulk", known.replaceAll(",\\s*\"version\": \"[^,}\\n]*\"", ""));
        assertThat(statuses(done)).as(done.body().toString()).containsExactlyElementsOf(statuses(new Answer(200,
                json(sample("rfc7644-3.7.3-bulk_response-multiple_operations")), done.whole())));
    }

    @Test
    void refusesACircleAsPrintedSinceGroupsHoldPeople() {
        Answer answer = provider.send("POST", "/scim/v2/Bulk", sample("rfc7644-3.7.1-bulk_request-circular_conflict"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(statuses(answer)).containsExactly("409", "409");
    }

    @Test
    void describesItselfWithTheMembersThatArePrinted() {
        assertThat(provider.get("/scim/v2/ServiceProviderConfig").body().propertyNames()).containsAll(
                without(json(sample("rfc7643-8.5-service_provider_configuration")), "documentationUri"));
        for (String kind : List.of("User", "Group")) {
            JsonNode printed = json(sample("rfc7643-8.6-resource_type-" + kind.toLowerCase(java.util.Locale.ROOT)));
            JsonNode served = provider.get("/scim/v2/ResourceTypes/" + kind).body();
            for (String part : List.of("id", "name", "endpoint", "schema", "schemas")) {
                assertThat(served.path(part)).as(kind + " " + part).isEqualTo(printed.path(part));
            }
        }
        for (String schema : List.of("user", "group", "enterprise_user")) {
            JsonNode printed = json(sample("rfc7643-8.7.1-schema-" + schema));
            JsonNode served = provider.get("/scim/v2/Schemas/" + printed.path("id").asString()).body();
            assertThat(served.path("id")).isEqualTo(printed.path("id"));
            served.path("attributes").forEach(one -> {
                JsonNode same = printed.path("attributes").valueStream()
                        .filter(other -> other.path("name").equals(one.path("name"))).findFirst().orElseThrow();
                for (String part : List.of("type", "multiValued")) {
                    assertThat(one.path(part)).as(schema + " " + one.path("name")).isEqualTo(same.path(part));
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"rfc7644-3.12-error-not_found, GET, /Users/2819c223-7f76-453a-919d-413861904646, ''",
        "rfc7644-3.6-error-not_found, DELETE, /Users/2819c223-7f76-453a-919d-413861904646, ''",
        "rfc7644-3.7.3-error-invalid_syntax, POST, /Users, x"})
    void refusesAsPrinted(String sample, String method, String path, String body) {
        Answer answer = provider.send(method, "/scim/v2" + path, body.isEmpty() ? null : body);
        JsonNode printed = json(sample(sample));
        assertThat(answer.body().propertyNames()).containsExactlyInAnyOrderElementsOf(printed.propertyNames());
        for (String part : List.of("schemas", "status", "scimType")) {
            assertThat(answer.body().path(part)).as(part).isEqualTo(printed.path(part));
        }
    }

    private static List<String> without(JsonNode node, String name) {
        return node.propertyNames().stream().filter(one -> !one.equals(name)).toList();
    }

    private Answer members(String group, String sample, String babs, String james) {
        // The RFC leaves out the middle of its long ids here and there.
        String text = sample(sample).replaceAll("2819c223[-.0-9a-f]*413861904646", babs)
                .replaceAll("08e1d05d[-.0-9a-f]*473d93df9210", james);
        return provider.send("PATCH", "/scim/v2/Groups/" + group, text);
    }

    private JsonNode patched(String id, String sample) {
        Answer answer = provider.send("PATCH", "/scim/v2/Users/" + id, sample(sample));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().has("nickname")).isFalse();
        return answer.body();
    }

    private static List<String> statuses(Answer answer) {
        return answer.body().path("Operations").valueStream().map(one -> one.path("status").asString()).toList();
    }

    private static String sample(String name) {
        try {
            return Files.readString(SAMPLES.resolve(name + ".json"));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
