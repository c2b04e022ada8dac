// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import io.shouxin.server.language.Words;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a refusal into an RFC 9457 problem document in the reader's language. */
@Component
public class Problems {

    public static final MediaType MEDIA_TYPE = MediaType.APPLICATION_PROBLEM_JSON;

    private static final String REFUSED = Problems.class.getName() + ".refused";
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int REFERENCE_BYTES = 6;
    private static final String ANSWERED = Problems.class.getName() + ".answered";

    private final Words words;
    private final ObjectProvider<DeniedWords> deniedWords;

    Problems(Words words, ObjectProvider<DeniedWords> deniedWords) {
        this.words = words;
        this.deniedWords = deniedWords;
    }

    public ProblemDetail of(Refused refused) {
        Object[] arguments = refused.arguments().toArray();
        ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.valueOf(refused.kind().status()));
        problem.setType(type(refused.key()));
        problem.setTitle(words.of("problem.title." + refused.kind()));
        problem.setDetail(words.of(refused.key(), arguments));
        problem.setProperty("next", words.of(refused.key() + ".next", arguments));
        if (!refused.details().isEmpty()) {
            problem.setProperty("errors", refused.details().stream().map(this::line).toList());
        }
        refused.members().forEach(problem::setProperty);
        return problem;
    }

    /** For a caller without the right to what was asked for. */
    public ProblemDetail denied() {
        DeniedWords known = deniedWords.getIfAvailable();
        return of(known == null ? new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden") : known.refused());
    }

    /**
     * A failure of ours: the caller learns a reference number, the log holds the cause under it. A database
     * that is away is none: it is waited for.
     */
    public ProblemDetail internal(Exception failure) {
        if (DatabaseAway.caused(failure)) {
            LOG.warn("Request refused, the database is away: {}", chain(failure));
            return of(new Refused(Refused.Kind.UNAVAILABLE, "problem.database-away"));
        }
        String reference = reference();
        // The message of a foreign exception may quote data; only its type and place are written.
        LOG.error("Request failed, reference {}: {} at {}", reference, chain(failure), place(failure));
        ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
        problem.setType(type("problem.internal"));
        problem.setTitle(words.of("problem.title.INTERNAL"));
        problem.setDetail(words.of("problem.internal"));
        problem.setProperty("next", words.of("problem.internal.next", reference));
        problem.setProperty("reference", reference);
        return problem;
    }

    /** For a failure of which only the status is known: a filter said no, the container gave up. */
    public ProblemDetail ofStatus(int status, @Nullable Throwable cause) {
        if (cause instanceof Refused refused) {
            return of(refused);
        }
        ProblemDetail problem = switch (status) {
            case 400 -> of(new Refused(Refused.Kind.INVALID, "problem.unreadable"));
            case 401 -> of(new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
            case 403 -> of(new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"));
            case 404 -> of(new Refused(Refused.Kind.UNKNOWN, "problem.unknown-path"));
            case 405, 501 -> of(new Refused(Refused.Kind.INVALID, "problem.method-unknown"));
            case 413 -> of(BodyLimit.tooLarge(BodyLimit.BYTES_MAX));
            case 415 -> of(new Refused(Refused.Kind.UNSUPPORTED, "problem.content-type"));
            case 503 -> of(new Refused(Refused.Kind.UNAVAILABLE, "problem.database-away"));
            default -> status >= 400 && status < 500
                    ? of(new Refused(Refused.Kind.INVALID, "problem.invalid"))
                    : internal(cause instanceof Exception known ? known
                            : new IllegalStateException("answered without a cause", cause));
        };
        problem.setStatus(status);
        return problem;
    }

    /** The same where a filter may have left what it refused ({@link #refuse}). */
    public ProblemDetail ofFailed(HttpServletRequest request, int status, @Nullable Throwable cause) {
        return request.getAttribute(REFUSED) instanceof Refused refused ? of(refused) : ofStatus(status, cause);
    }

    /** For a filter that refuses and knows more than a status: the answer is made where all failures end. */
    public static void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.setAttribute(REFUSED, refused);
        response.sendError(refused.kind().status());
    }

    /** The document as it is sent. */
    public static byte[] bytes(ProblemDetail problem) {
        return JSON.writeValueAsBytes(problem);
    }

    /** For a filter, which answers before anything that could write the document itself. */
    void write(Refused refused, HttpServletResponse response) throws IOException {
        response.setStatus(refused.kind().status());
        response.setContentType(MEDIA_TYPE.toString());
        response.getOutputStream().write(bytes(of(refused)));
    }

    /**
     * Programs get a problem document, people a page. The document is {@code application/problem+json}
     * also for who accepts {@code application/json} only: RFC 9457 section 3 knows no other type for it,
     * and RFC 9110 section 12.5.1 lets a server answer as if {@code Accept} were not there.
     */
    public static boolean wantsDocument(HttpServletRequest request) {
        String path = path(request);
        return wantsDocument(path) || !isAsset(path) && !takesPages(request);
    }

    /** A part of a page is asked for by script, which accepts anything and shows what comes. */
    static boolean takesPages(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept == null || accept.contains("text/html") || request.getHeader("HX-Request") != null;
    }

    /** Where a failure is being answered, the address in hand is that of the answer. */
    private static String path(HttpServletRequest request) {
        String path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed
                ? failed : request.getRequestURI();
        return path == null ? "" : path;
    }

    /** Whether it was a sheet, script or font that was asked for: nobody reads a page in its place. */
    static boolean isOfAsset(HttpServletRequest request) {
        return isAsset(path(request));
    }

    private static boolean isAsset(String path) {
        return path.startsWith("/shouxin/") || path.startsWith("/webjars/") || path.equals("/favicon.ico");
    }

    /** Whether the page being drawn says that this request was refused, so that it repeats nothing of it. */
    public static boolean isRefused(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) != null;
    }

    static void markRefused(HttpServletRequest request) {
        request.setAttribute(ANSWERED, true);
    }

    /** Below {@code /ledger} the tree is for programs, the entries for people. */
    static boolean wantsDocument(String path) {
        return path.startsWith("/api/") || path.startsWith("/scim/") || path.startsWith("/ledger/tile/")
                || path.startsWith("/ledger/checkpoint") || path.equals("/ledger/key")
                || path.startsWith("/actuator") || path.startsWith("/v3/");
    }

    private Map<String, Object> line(Refused.Detail detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("where", detail.where());
        line.put("rule", detail.key());
        line.put("detail", words.of(detail.key(), detail.arguments().toArray()));
        return line;
    }

    private static URI type(String key) {
        return URI.create("urn:shouxin:problem:" + key);
    }

    private static String reference() {
        byte[] bytes = new byte[REFERENCE_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> chain(Throwable failure) {
        java.util.ArrayList<String> types = new java.util.ArrayList<>();
        for (Throwable cause = failure; cause != null && types.size() < 6; cause = cause.getCause()) {
            String state = cause instanceof java.sql.SQLException sql ? "[" + sql.getSQLState() + "]" : "";
            types.add(cause.getClass().getName() + state);
        }
        return types;
    }

    private static List<StackTraceElement> place(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        List<StackTraceElement> frames = List.of(root.getStackTrace());
        List<StackTraceElement> ours = java.util.stream.Stream.of(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.shouxin")).limit(8).toList();
        return java.util.stream.Stream.concat(frames.stream().limit(4), ours.stream()).distinct().toList();
    }
}
