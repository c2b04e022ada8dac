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
 * When the second factor was last proved at a session. It lies in the session, so it is the same on every
 * node, and it names the person: a session that another person signs in to keeps what it holds.
 */
public final class FactorSession {

    private static final String PROVED = "shouxin.factor-proved";

    private FactorSession() {}

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
