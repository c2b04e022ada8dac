// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.problem.Refused.Kind;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
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
        ModelAndView page = new ModelAndView(VIEW, Map.of("problem", problem(request, status)));
        page.setStatus(status);
        return page;
    }

    private ProblemDetail problem(HttpServletRequest request, HttpStatus status) {
        ProblemDetail problem = switch (status) {
            case UNAUTHORIZED -> problems.of(new Refused(Kind.UNAUTHENTICATED, "problem.sign-in"));
            case FORBIDDEN -> problems.of(new Refused(Kind.FORBIDDEN, "problem.forbidden"));
            case NOT_FOUND -> problems.of(new Refused(Kind.UNKNOWN, "problem.unknown-path"));
            default -> status.is4xxClientError()
                    ? problems.of(new Refused(Kind.INVALID, "problem.invalid"))
                    : problems.internal(cause(request));
        };
        problem.setStatus(status.value());
        return problem;
    }

    private static Exception cause(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception cause
                ? cause : new IllegalStateException("answered without a cause");
    }
}
