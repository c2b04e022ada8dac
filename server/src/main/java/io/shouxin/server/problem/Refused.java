// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that cannot be granted, and whose sender can do something about it.
 *
 * <p>The key names two lines in the message files: {@code <key>} says what was refused and by which
 * rule, {@code <key>.next} says what to do. Arguments are identifiers, field names and limits, never
 * a customer's value: they end up in answers and logs.
 */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The families a caller can tell apart, each with its HTTP status. */
    public enum Kind {
        INVALID(400), UNAUTHENTICATED(401), FORBIDDEN(403), UNKNOWN(404), CONFLICT(409), GONE(410), TOO_LARGE(413),
        UNSUPPORTED(415), UNPROCESSABLE(422), TOO_MANY(429), UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** One part of the request that is wrong: where, which rule, and its arguments. */
    public record Detail(String where, String key, List<String> arguments) {

        public Detail {
            arguments = List.copyOf(arguments);
        }

        public Detail(String where, String key) {
            this(where, key, List.of());
        }
    }

    private final Kind kind;
    private final String key;
    private final transient List<String> arguments;
    private final transient List<Detail> details;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    public Refused(Kind kind, String key, String... arguments) {
        this(kind, key, List.of(), arguments);
    }

    public Refused(Kind kind, String key, List<Detail> details, String... arguments) {
        super(key + " " + List.of(arguments));
        this.kind = kind;
        this.key = key;
        this.details = List.copyOf(details);
        this.arguments = List.of(arguments);
    }

    /** Adds a machine-readable member to the problem document, such as the receipt of a refusal. */
    public Refused with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public String key() {
        return key;
    }

    public List<String> arguments() {
        return arguments;
    }

    public List<Detail> details() {
        return details;
    }

    public Map<String, Object> members() {
        return Map.copyOf(members);
    }
}
