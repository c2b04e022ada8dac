// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document has every operation, each explained in both languages and with its refusals. */
@ServerTest
class ApiDocsTest {

    private static final String REFUSALS = "/content/application~1problem+json/schema/$ref";

    @Autowired MockMvc web;
    @Autowired JsonMapper json;
    @Autowired People people;
    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void hasEveryOperation() throws Exception {
        JsonNode paths = document("en").path("paths");
        Set<String> documented = new TreeSet<>();
        paths.forEachEntry((path, item) -> item.propertyNames().forEach(verb ->
                documented.add(verb.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        Set<String> served = new TreeSet<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) ->
                mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/v1/")).forEach(path ->
                        mapping.getMethodsCondition().getMethods().forEach(verb -> served.add(verb + " " + path))));
        assertThat(served).hasSizeGreaterThan(12);
        assertThat(documented).containsAll(served);
    }

    @Test
    void explainsEachInBothLanguages() throws Exception {
        JsonNode english = document("en").path("paths");
        JsonNode chinese = document("zh-CN").path("paths");
        List<String> silent = new ArrayList<>();
        english.forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
            String says = operation.path("summary").asString("");
            String inChinese = chinese.path(path).path(verb).path("summary").asString("");
            // A key that no message file has stands for itself.
            if (!says.contains(" ") || says.matches("api\\..*") || !inChinese.matches(".*\\p{IsHan}.*")) {
                silent.add(verb + " " + path + " needs a message " + says);
            }
        }));
        assertThat(silent).isEmpty();
    }

    @Test
    void saysHowEachRefusesAndWhatItTakes() throws Exception {
        JsonNode document = document("en");
        document.path("paths").forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
            String place = verb + " " + path;
            assertThat(operation.at("/responses/4XX" + REFUSALS).asString("")).as(place).endsWith("/Problem");
            if (path.startsWith("/api/")) {
                assertThat(operation.at("/responses/401" + REFUSALS).asString("")).as(place).endsWith("/Problem");
                assertThat(operation.at("/security/0").has("service-key")).as(place).isTrue();
            }
        }));
        assertThat(document.at("/components/securitySchemes/service-key/scheme").asString()).isEqualTo("bearer");
        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "next", "errors");
    }

    @Test
    void isAPageToReadInBothLanguages() throws Exception {
        if (people.find("AD0316").isEmpty()) {
            people.add(new People.NewPerson("AD0316", "试二", "Trial Two", "IT", List.of("auditor")), null,
                    Entry.Actor.system("test"));
        }
        var who = new UsernamePasswordAuthenticationToken("AD0316", null, List.of());
        for (String language : List.of("en", "zh-CN")) {
            String page = web.perform(MockMvcRequestBuilders.get("/api-docs").with(authentication(who))
                            .header("Accept-Language", language)).andReturn().getResponse()
                    .getContentAsString(StandardCharsets.UTF_8);
            assertThat(page).contains("/api/v1/customers/{id}/reveal", "/ledger/checkpoint",
                    language.equals("en") ? "Reveals chosen fields" : "查看一位客户的所选字段");
            assertThat(page).doesNotContain(">api.");
        }
    }

    private JsonNode document(String language) throws Exception {
        return json.readTree(web.perform(MockMvcRequestBuilders.get("/v3/api-docs")
                .header("Accept-Language", language)).andReturn().getResponse()
                .getContentAsString(StandardCharsets.UTF_8));
    }
}
