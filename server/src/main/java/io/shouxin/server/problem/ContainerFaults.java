// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Requests so broken that the container refuses them before any filter: a raw Chinese letter in an
 * address, a header too long. They get a document too, or the same words as a plain page, instead of
 * the container's own.
 */
@Component
class ContainerFaults implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Problems problems;
    private final LocaleResolver languages;

    ContainerFaults(Problems problems, LocaleResolver languages) {
        this.problems = problems;
        this.languages = languages;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            host.setErrorReportValveClass("");
            host.getPipeline().addValve(new Report());
        });
    }

    private final class Report extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                write(request, response);
            } catch (IOException goneAway) {
                // Nobody is left to read it.
            }
        }

        private void write(Request request, Response response) throws IOException {
            LocaleContextHolder.setLocale(languages.resolveLocale(request));
            try {
                ProblemDetail problem = problems.ofStatus(response.getStatus(), null);
                // Of a broken first line no header was read: nothing says that a person is there.
                boolean page = request.getHeader("Accept") != null && !Problems.wantsDocument(request);
                byte[] body = page ? page(problem) : Problems.bytes(problem);
                response.setContentType(page ? "text/html" : Problems.MEDIA_TYPE.toString());
                response.setCharacterEncoding(page ? StandardCharsets.UTF_8.name() : null);
                response.setHeader("Cache-Control", "no-store");
                response.setHeader("Content-Security-Policy", "default-src 'none'");
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setContentLength(body.length);
                response.getResponse().getOutputStream().write(body);
                response.finishResponse();
            } finally {
                LocaleContextHolder.resetLocaleContext();
            }
        }
    }

    /** Words of ours only, without a sheet: of what was sent nothing is trusted, so nothing is drawn from it. */
    private static byte[] page(ProblemDetail problem) {
        Object next = problem.getProperties() == null ? "" : problem.getProperties().get("next");
        return ("<!DOCTYPE html><html lang=\"" + LocaleContextHolder.getLocale().toLanguageTag()
                + "\"><head><meta charset=\"utf-8\"><title>" + problem.getTitle() + "</title></head><body><h1>"
                + problem.getTitle() + "</h1><p>" + problem.getDetail() + "</p><p>" + next + "</p></body></html>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
