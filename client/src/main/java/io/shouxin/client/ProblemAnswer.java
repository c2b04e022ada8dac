// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The door said no (RFC 9457). Decide by {@link #is}, show {@link #detail} and {@link #next} to people: they
 * are in the language asked for. No part of it holds a customer's value.
 */
public final class ProblemAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "urn:shouxin:problem:";

    /** One part of the request that is wrong: where, by which rule, and what that means. */
    public record Error(String where, String rule, String detail) {}

    private final int status;
    private final String type;
    private final String title;
    private final String detail;
    private final String next;
    private final transient List<Error> errors;
    private final transient Map<String, Object> document;

    ProblemAnswer(int status, Map<String, Object> document) {
        super(status + " " + text(document, "type") + ": " + text(document, "detail"));
        this.status = status;
        this.type = text(document, "type");
        this.title = text(document, "title");
        this.detail = text(document, "detail");
        this.next = text(document, "next");
        this.errors = document.get("errors") instanceof List<?> ? Answers.of(document).errors("errors") : List.of();
        this.document = document;
    }

    private static String text(Map<String, Object> document, String name) {
        return document.get(name) instanceof String text ? text : "";
    }

    public int status() {
        return status;
    }

    /** Stable, such as {@code urn:shouxin:problem:vault.unknown-customer}. */
    public String type() {
        return type;
    }

    /** Whether this is the problem of that key, such as {@code vault.unknown-customer}. */
    public boolean is(String key) {
        return type.equals(PREFIX + key);
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    /** What to do next. */
    public String next() {
        return next;
    }

    /** Every part of the request that is wrong, at once. */
    public List<Error> errors() {
        return errors == null ? List.of() : errors;
    }

    /** The entry that a refusal left in the ledger, where it left one. */
    public Optional<Long> entry() {
        return document != null && document.get("receipt") instanceof Long number
                ? Optional.of(number) : Optional.empty();
    }
}
