// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Something in a register document that its author can put right.
 *
 * @param line counted from 1
 * @param path where in the document, as {@code fields/phone/mask}; list items count from 1
 * @param key a message key, one of {@link #keys()}
 * @param arguments the first is what was found or is missing, the others are what is allowed there
 */
public record Problem(int line, String path, String key, List<String> arguments) {

    public Problem {
        Objects.requireNonNull(path);
        Objects.requireNonNull(key);
        arguments = List.copyOf(arguments);
    }

    /** Every key a problem or a warning can have; texts are checked against this list. */
    public static List<String> keys() {
        return Arrays.stream(Kind.values()).map(Kind::key).sorted().toList();
    }

    /** What can be wrong. The names are the tails of the message keys. */
    enum Kind implements Word {
        WRONG_KIND, UNKNOWN_KEY, MISSING, EMPTY, DUPLICATE, BAD_CODE, BAD_TEXT,
        UNKNOWN_FORMAT, UNKNOWN_WORD, UNKNOWN_CLASS, UNKNOWN_ROLE, UNKNOWN_FIELD, UNKNOWN_PURPOSE,
        UNKNOWN_SELECTOR, UNKNOWN_MASK, UNKNOWN_TYPE, LEVEL_RANGE, BAD_PERIOD, BAD_HOURS, BAD_NETWORK,
        BAD_ZONE, RETENTION_MISSING, SUITE_UNAVAILABLE,
        BAD_WINDOW, BAD_NUMBER, SCENE_EMPTY, SCENE_APPROVER, SCENE_EXPORT, BAD_KEY,
        CLEAR_WITHOUT_TICKET(true), FIELD_UNUSED(true), PURPOSE_UNUSED(true);

        private final boolean warning;

        Kind() {
            this(false);
        }

        Kind(boolean warning) {
            this.warning = warning;
        }

        boolean warning() {
            return warning;
        }

        String key() {
            return (warning ? "register.warning." : "register.problem.") + code();
        }
    }
}
