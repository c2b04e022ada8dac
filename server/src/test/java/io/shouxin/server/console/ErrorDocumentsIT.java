// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Failures of an API request outside any controller, through a real container. */
@SpringBootTest(classes = {ConsoleTrial.class, ErrorDocumentsIT.Failing.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
class ErrorDocumentsIT {

    private static final String SECRET = "16400990099";

    @LocalServerPort int port;

    @TestComponent
    static class Failing extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String path = request.getRequestURI();
            if (path.startsWith("/api/forbidden/") || path.startsWith("/forbidden/")) {
                response.sendError(403, SECRET);
            } else if (path.startsWith("/api/odd/")) {
                response.sendError(400, SECRET);
            } else if (path.startsWith("/api/broken/")) {
                throw new IllegalStateException(SECRET);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    /** RFC 9457 section 3 has one media type for it; who accepts JSON reads it all the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/api/forbidden/ | application/json", "/api/nowhere/ | application/json",
        "/nowhere/ | application/json", "/nowhere/ | application/*", "/forbidden/ | application/json",
        "/forbidden/ | */*", "/nowhere/ | */*", "/api/broken/ | text/csv", "/api/broken/ | text/html"})
    void areOfOneTypeWhateverIsAccepted(String path, String accepted) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + SECRET))
                        .header("Accept", accepted).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isIn(403, 404, 500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("urn:shouxin:problem:problem.", "\"next\"").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"/api/forbidden/, 403, en, problem.forbidden", "/api/odd/, 400, zh-CN, problem.unreadable",
        "/api/broken/, 500, zh-CN, problem.internal", "/api/nowhere/, 404, en, problem.unknown-path"})
    void areProblemDocumentsThatRepeatNothing(String path, int status, String language, String type)
            throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + SECRET))
                        .header("Accept-Language", language).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("urn:shouxin:problem:" + type, "\"next\"").doesNotContain(SECRET, "trace",
                "\"instance\"");
    }
}
