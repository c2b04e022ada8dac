// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import jakarta.servlet.http.HttpServletRequest;

import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operations of the API to read, out of the same document that programs get. */
@Controller
class ApiPage {

    static final String PATH = "/api-docs";
    private static final String DOCUMENT = "/v3/api-docs";
    private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete");

    /** One row: the verb, the address, what it does, what it takes and whether it needs a key. */
    public record Row(String verb, String path, String what, String body, boolean keyed) {}

    private final OpenApiWebMvcResource document;
    private final JsonMapper json;

    ApiPage(OpenApiWebMvcResource document, JsonMapper json) {
        this.document = document;
        this.json = json;
    }

    @GetMapping(PATH)
    String operations(HttpServletRequest request, Locale language, Model model) throws IOException {
        JsonNode paths = json.readTree(document.openapiJson(request, DOCUMENT, language)).path("paths");
        List<Row> rows = new ArrayList<>();
        paths.forEachEntry((path, item) -> VERBS.stream().filter(item::has)
                .forEach(verb -> rows.add(row(verb, path, item.path(verb)))));
        rows.sort(java.util.Comparator.comparing(Row::path).thenComparing(Row::verb));
        model.addAttribute("rows", rows);
        return "console/api";
    }

    private static Row row(String verb, String path, JsonNode operation) {
        List<String> types = new ArrayList<>(operation.at("/requestBody/content").propertyNames());
        return new Row(verb.toUpperCase(Locale.ROOT), path, operation.path("summary").asString(""),
                String.join(", ", types), operation.has("security"));
    }
}
