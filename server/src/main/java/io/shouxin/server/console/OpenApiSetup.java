// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.language.Words;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

import java.util.Locale;

/**
 * What the OpenAPI document says beyond the shapes it reads from the code: the key, the problem
 * document, and one sentence for each operation. The sentence is the message
 * {@code api.<module>.<method>}; all of them lie in one bundle and read as one list.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiSetup {

    private static final String SCHEME = "service-key";
    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_TYPE = "application/problem+json";

    private final Words words;

    OpenApiSetup(Words words) {
        this.words = words;
    }

    @Bean
    OpenApiCustomizer wholeDocument() {
        return document -> {
            document.info(new Info().title(words.of("console.api.title"))
                    .description(words.of("console.api.about")).version("v1"));
            document.getComponents()
                    .addSecuritySchemes(SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                            .description(words.of("console.api.key")))
                    .addSchemas(PROBLEM, problem());
            document.getPaths().forEach((path, item) ->
                    item.readOperations().forEach(operation -> answers(path, operation)));
        };
    }

    /** The tree is open to everybody; everything under /api takes a key. */
    private void answers(String path, Operation operation) {
        boolean keyed = path.startsWith("/api/");
        if (keyed) {
            operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
            operation.getResponses().addApiResponse("401", problem("console.api.unauthenticated"));
            operation.getResponses().addApiResponse("403", problem("console.api.forbidden"));
        }
        operation.getResponses().addApiResponse("4XX", problem("console.api.refused"));
        operation.getResponses().addApiResponse("503", problem("console.api.unavailable"));
    }

    private ApiResponse problem(String key) {
        return new ApiResponse().description(words.of(key)).content(new Content().addMediaType(PROBLEM_TYPE,
                new MediaType().schema(new Schema<>().$ref(PROBLEM))));
    }

    @Bean
    OperationCustomizer summaries() {
        return (operation, method) -> operation.summary(words.of(key(method)));
    }

    static String key(HandlerMethod method) {
        String module = method.getBeanType().getPackageName();
        return "api." + module.substring(module.lastIndexOf('.') + 1) + "." + kebab(method.getMethod().getName());
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** RFC 9457, with what to do next and, where several parts are wrong, each of them. */
    private static Schema<?> problem() {
        Schema<?> line = new ObjectSchema().addProperty("where", new StringSchema())
                .addProperty("rule", new StringSchema()).addProperty("detail", new StringSchema());
        return new ObjectSchema()
                .addProperty("type", new StringSchema().format("uri").example("urn:shouxin:problem:problem.invalid"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("next", new StringSchema())
                .addProperty("errors", new ArraySchema().items(line));
    }
}
