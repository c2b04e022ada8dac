// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.problem.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

import java.util.Map;

/**
 * Failures that never reached a controller (a filter said no, the container gave up) end in the same
 * page as all others.
 */
@Component
class ErrorPages implements ErrorViewResolver {

    static final String VIEW = "console/problem";

    private final Problems problems;

    ErrorPages(Problems problems) {
        this.problems = problems;
    }

    @Override
    public ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        ModelAndView page = new ModelAndView(VIEW,
                Map.of("problem", problems.ofStatus(status.value(), cause(request))));
        page.setStatus(status);
        return page;
    }

    private static @Nullable Throwable cause(HttpServletRequest request) {
        return Problems.cause(request,
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause ? cause : null);
    }
}
