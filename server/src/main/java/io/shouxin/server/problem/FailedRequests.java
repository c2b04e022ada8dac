// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.HandlerMapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a program gets for a request that failed before any controller: the same problem document as
 * everywhere. The framework's own answer would repeat the address.
 */
@Component
class FailedRequests extends DefaultErrorAttributes {

    private static final Set<MediaType> TYPES = Collections.unmodifiableSet(
            new LinkedHashSet<>(List.of(Problems.MEDIA_TYPE, MediaType.APPLICATION_JSON)));

    private final Problems problems;

    FailedRequests(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        HttpServletRequest failed = ((ServletWebRequest) request).getRequest();
        if (!Problems.wantsDocument(failed) && takesPages(failed)) {
            return super.getErrorAttributes(request, ErrorAttributeOptions.defaults()
                    .excluding(ErrorAttributeOptions.Include.PATH));
        }
        // The framework negotiates the type of what it takes for a plain map; this is what it may choose from.
        failed.setAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, TYPES);
        // Without a status nothing failed: somebody asked for the place where failures are answered.
        int status = failed.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        ProblemDetail problem = problems.ofStatus(status, Problems.cause(failed, getError(request)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", problem.getType());
        document.put("title", problem.getTitle());
        document.put("status", problem.getStatus());
        document.put("detail", problem.getDetail());
        Optional.ofNullable(problem.getProperties()).ifPresent(document::putAll);
        return document;
    }

    /** A page is drawn elsewhere; who takes none gets a document at every address. */
    private static boolean takesPages(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }
}
