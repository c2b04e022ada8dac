// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.List;
import java.util.Map;

/** Every failure of a request ends here, as a document or as a page. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    Object refused(Refused refused, HttpServletRequest request) {
        return answer(problems.of(refused), request);
    }

    @ExceptionHandler
    Object denied(AccessDeniedException denied, HttpServletRequest request) {
        return refused(new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"), request);
    }

    @ExceptionHandler
    Object unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused(refused, request);
            }
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return refused(new Refused(Refused.Kind.INVALID, "problem.unknown-member",
                        safeName(unknown.getPropertyName())), request);
            }
        }
        return refused(new Refused(Refused.Kind.INVALID, "problem.malformed-json"), request);
    }

    @ExceptionHandler({TypeMismatchException.class, ServletRequestBindingException.class})
    Object mismatch(Exception mismatch, HttpServletRequest request) {
        String where = mismatch instanceof TypeMismatchException type && type.getPropertyName() != null
                ? type.getPropertyName() : "request";
        return refused(new Refused(Refused.Kind.INVALID, "problem.invalid",
                List.of(new Refused.Detail(where, "problem.wrong-type"))), request);
    }

    @ExceptionHandler
    Object missing(NoResourceFoundException missing, HttpServletRequest request) {
        return refused(new Refused(Refused.Kind.UNKNOWN, "problem.unknown-path"), request);
    }

    @ExceptionHandler
    Object method(HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
        String[] allowed = wrong.getSupportedMethods();
        ProblemDetail problem = problems.of(new Refused(Refused.Kind.INVALID, "problem.method",
                wrong.getMethod(), allowed == null ? "" : String.join(", ", allowed)));
        problem.setStatus(405);
        return answer(problem, request);
    }

    @ExceptionHandler
    Object contentType(HttpMediaTypeNotSupportedException wrong, HttpServletRequest request) {
        return refused(new Refused(Refused.Kind.UNSUPPORTED, "problem.content-type"), request);
    }

    @ExceptionHandler
    Object tooLarge(MaxUploadSizeExceededException tooLarge, HttpServletRequest request) {
        return refused(BodyLimit.tooLarge(tooLarge.getMaxUploadSize()), request);
    }

    @ExceptionHandler
    Object anythingElse(Exception failure, HttpServletRequest request) {
        return answer(problems.internal(failure), request);
    }

    private static Object answer(ProblemDetail problem, HttpServletRequest request) {
        if (Problems.wantsDocument(request)) {
            return ResponseEntity.status(problem.getStatus()).contentType(Problems.MEDIA_TYPE).body(problem);
        }
        ModelAndView page = new ModelAndView("console/problem", Map.of("problem", problem));
        page.setStatus(org.springframework.http.HttpStatus.valueOf(problem.getStatus()));
        return page;
    }

    /** A member's name comes from the caller; a long or odd one may be a value in the wrong place. */
    private static String safeName(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_.-]{0,40}") ? name : "?";
    }
}
