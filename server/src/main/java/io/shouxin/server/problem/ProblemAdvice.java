// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.BindException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Every failure of a request ends here, as a document or as a page. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    private static final MediaType PLAIN = new MediaType("text", "plain", StandardCharsets.UTF_8);

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
        return answer(problems.denied(), request);
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
            if (cause instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
                return wrongType(place(mismatch.getPath()), request);
            }
        }
        return refused(new Refused(Refused.Kind.INVALID, "problem.malformed-json"), request);
    }

    @ExceptionHandler({TypeMismatchException.class, ServletRequestBindingException.class})
    Object mismatch(Exception mismatch, HttpServletRequest request) {
        String where = mismatch instanceof TypeMismatchException type && type.getPropertyName() != null
                ? type.getPropertyName() : "request";
        return wrongType(where, request);
    }

    /** Query parameters that were gathered into one object. */
    @ExceptionHandler
    Object unbound(BindException unbound, HttpServletRequest request) {
        List<Refused.Detail> wrong = unbound.getFieldErrors().stream().map(error -> new Refused.Detail(
                safeName(error.getField()), "problem.wrong-type")).toList();
        return refused(new Refused(Refused.Kind.INVALID, "problem.invalid", wrong), request);
    }

    private Object wrongType(String where, HttpServletRequest request) {
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
    Object accept(HttpMediaTypeNotAcceptableException wrong, HttpServletRequest request) {
        ProblemDetail problem = problems.of(new Refused(Refused.Kind.UNSUPPORTED, "problem.accept"));
        problem.setStatus(406);
        return answer(problem, request);
    }

    /** Of a query or form as a whole; a filter may have met it first ({@link RequestFaults}). */
    @ExceptionHandler
    Object unreadable(InvalidParameterException unreadable, HttpServletRequest request) {
        return answer(problems.ofStatus(unreadable.getErrorCode(), unreadable), request);
    }

    @ExceptionHandler
    Object tooLarge(MaxUploadSizeExceededException tooLarge, HttpServletRequest request) {
        // The limit of forms in parts is ours (PartsLimit), and the exception often does not know it.
        return refused(BodyLimit.tooLarge(PartsLimit.BYTES_MAX), request);
    }

    @ExceptionHandler
    Object anythingElse(Exception failure, HttpServletRequest request) {
        return answer(problems.internal(failure), request);
    }

    /** Written here: Spring would add the request's path as instance, and a path may hold anything. */
    static Object answer(ProblemDetail problem, HttpServletRequest request) {
        Problems.markRefused(request);
        if (Problems.wantsDocument(request)) {
            return ResponseEntity.status(problem.getStatus()).contentType(Problems.MEDIA_TYPE)
                    .body(Problems.bytes(problem));
        }
        if (Problems.isOfAsset(request)) {
            return ResponseEntity.status(problem.getStatus()).contentType(PLAIN).cacheControl(CacheControl.noStore())
                    .body(String.valueOf(problem.getDetail()).getBytes(StandardCharsets.UTF_8));
        }
        ModelAndView page = new ModelAndView("console/problem", Map.of("problem", problem));
        page.setStatus(org.springframework.http.HttpStatus.valueOf(problem.getStatus()));
        return page;
    }

    /** Where in the body, as {@code fields[2]}; what a caller named itself is not repeated. */
    private static String place(List<JacksonException.Reference> path) {
        StringBuilder place = new StringBuilder();
        for (JacksonException.Reference step : path) {
            if (step.getPropertyName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(safeName(step.getPropertyName()));
            }
        }
        return place.toString();
    }

    /** A member's name comes from the caller; a long or odd one, or one with a number, may be a value. */
    private static String safeName(String name) {
        return name.matches("(?!.*[0-9]{3})[A-Za-z][A-Za-z0-9_.-]{0,40}") ? name : "?";
    }
}
