// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What a request gets that failed before any controller (a filter said no, the container gave up): the
 * same document or page as everywhere. The framework's own answer would repeat the address, and would
 * let {@code Accept} turn a problem into plain JSON.
 */
@Controller
class FailedRequests implements ErrorController {

    private final Problems problems;

    FailedRequests(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    Object answer(HttpServletRequest failed) {
        // Without a status nothing failed: somebody asked for the place where failures are answered.
        int status = failed.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        return ProblemAdvice.answer(problems.ofFailed(failed, status, cause(failed)), failed);
    }

    private static @Nullable Throwable cause(HttpServletRequest failed) {
        return failed.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause ? cause : null;
    }
}
