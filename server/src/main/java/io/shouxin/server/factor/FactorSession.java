// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether the second factor was proved at a session, and when last. It lies in the session, so it is the same on every
 * node, and it names the person: a session that another person signs in to keeps what it holds.
 */
public final class FactorSession {

    private static final String PROVED = "shouxin.factor-proved";
    private static final String PASSED = "shouxin.factor-passed";
    private static final String ENROLLING = "shouxin.factor-enrolling";
    private static final String ELSEWHERE = "shouxin.factor-elsewhere";
    private static final String BY_PROVIDER = "shouxin.factor-by-provider";

    private FactorSession() {}

    /** Notes that this person's session has the second factor, and with it its rights. */
    public static void passed(HttpServletRequest request, String number) {
        request.getSession().setAttribute(PASSED, number);
    }

    /** Whether this person's session has it. */
    public static boolean hasPassed(HttpServletRequest request, String number) {
        HttpSession session = request.getSession(false);
        return session != null && number.equals(session.getAttribute(PASSED));
    }

    /** Forgets all of it, for a sign-in that begins anew at a session that was there. */
    public static void clear(HttpSession session) {
        session.removeAttribute(PROVED);
        session.removeAttribute(PASSED);
        session.removeAttribute(ENROLLING);
        session.removeAttribute(ELSEWHERE);
        session.removeAttribute(BY_PROVIDER);
    }

    /** Notes that the sign-in provider asked this person for a second factor of its own, and that it counts. */
    public static void passedElsewhere(HttpServletRequest request, String number) {
        request.getSession().setAttribute(ELSEWHERE, number);
    }

    /** Whether it did. */
    public static boolean hasPassedElsewhere(HttpServletRequest request, String number) {
        HttpSession session = request.getSession(false);
        return session != null && number.equals(session.getAttribute(ELSEWHERE));
    }

    static void provedByProvider(HttpServletRequest request, String number, Instant at) {
        request.getSession().setAttribute(BY_PROVIDER, number + " " + at.toEpochMilli());
    }

    static Optional<Instant> provedByProviderAt(HttpServletRequest request, String number) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : read(session.getAttribute(BY_PROVIDER), number);
    }

    static void mayEnrol(HttpServletRequest request, String number, Instant at) {
        request.getSession().setAttribute(ENROLLING, number + " " + at.toEpochMilli());
    }

    static Optional<Instant> mayEnrolSince(HttpServletRequest request, String number) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : read(session.getAttribute(ENROLLING), number);
    }

    /** Notes that this person proved it here and now. */
    public static void proved(HttpServletRequest request, String number, Instant at) {
        request.getSession().setAttribute(PROVED, number + " " + at.toEpochMilli());
    }

    /** When this person last proved it at the session of this request; empty where they did not, or there is none. */
    public static Optional<Instant> provedAt(HttpServletRequest request, String number) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : read(session.getAttribute(PROVED), number);
    }

    /** The same for whoever handles a request without having it in hand. */
    static Optional<HttpServletRequest> present() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes known
                ? Optional.of(known.getRequest()) : Optional.empty();
    }

    private static Optional<Instant> read(@Nullable Object kept, String number) {
        if (!(kept instanceof String text) || !text.startsWith(number + " ")) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(text.substring(number.length() + 1))));
    }
}
