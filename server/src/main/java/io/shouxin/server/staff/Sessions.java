// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Secrets;

import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The open sessions of a person, on whatever node they began. Several at once are allowed, at a desk and
 * at a counter for instance, but none is hidden: the person and the administrators see them listed.
 */
@Component
public class Sessions {

    /** The session attribute that says when its person signed in, in milliseconds. */
    public static final String SIGNED_IN_AT = "shouxin.signed-in-at";

    /** The session attribute that says how often its person had been cut off when it began. */
    public static final String CUT_OFFS = "shouxin.cut-offs";

    private static final int HANDLE_BYTES = 8;

    private final FindByIndexNameSessionRepository<? extends Session> sessions;

    Sessions(FindByIndexNameSessionRepository<? extends Session> sessions) {
        this.sessions = sessions;
    }

    /**
     * One session. Its id is a secret and stays in the database; the handle, a part of the id's hash, is enough to
     * say which one is meant.
     */
    public record Open(String handle, Instant signedInAt, Instant usedAt, boolean present) {}

    /** Newest use first; {@code present} marks the one with the given id. */
    public List<Open> of(String number, @Nullable String present) {
        return sessions.findByPrincipalName(number).values().stream()
                .filter(session -> !session.isExpired())
                .map(session -> open(session, present))
                .sorted(Comparator.comparing(Open::usedAt).reversed())
                .toList();
    }

    /** Ends them all but the one with the given id; answers how many that were. */
    public int end(String number, @Nullable String except) {
        List<String> ids = sessions.findByPrincipalName(number).keySet().stream()
                .filter(id -> !id.equals(except)).toList();
        ids.forEach(sessions::deleteById);
        return ids.size();
    }

    /** Ends the one with this handle; answers whether there was one. */
    public boolean endOne(String number, String handle) {
        List<String> ids = sessions.findByPrincipalName(number).keySet().stream()
                .filter(id -> handle(id).equals(handle)).toList();
        ids.forEach(sessions::deleteById);
        return !ids.isEmpty();
    }

    private static String handle(String id) {
        return HexFormat.of().formatHex(Secrets.hash(id), 0, HANDLE_BYTES);
    }

    /** The time of a request is its beginning, which for the one that signs in is before the sign-in. */
    private static Open open(Session session, @Nullable String present) {
        Instant from = signedInAt(session);
        Instant used = session.getLastAccessedTime();
        return new Open(handle(session.getId()), from, used.isBefore(from) ? from : used,
                session.getId().equals(present));
    }

    private static Instant signedInAt(Session session) {
        Long millis = session.getAttribute(SIGNED_IN_AT);
        return millis == null ? session.getCreationTime() : Instant.ofEpochMilli(millis);
    }
}
