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

/** Failures outside any controller, through a real container: its error dispatch is the subject. */
@SpringBootTest(classes = {ConsoleTrial.class, ErrorPagesIT.Failing.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
class ErrorPagesIT {

    private static final String SECRET = "13000000000";

    @LocalServerPort int port;

    @TestComponent
    static class Failing extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            switch (request.getRequestURI()) {
                case "/forbidden" -> response.sendError(403, SECRET);
                case "/broken" -> throw new IllegalStateException(SECRET);
                default -> chain.doFilter(request, response);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/forbidden, 403, 不允许", "/broken, 500, 系统内部出错", "/nowhere, 404, 没有找到"})
    void saysWhatFailedAndNothingMore(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Accept", "text/html").header("Accept-Language", "zh-CN").build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words, "lang=\"zh-CN\"")
                .doesNotContain(SECRET).doesNotContain("IllegalState");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValue(SecurityHeaders.CONTENT);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
}
