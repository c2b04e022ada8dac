// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something in a plan that its author can put right.
 *
 * @param line counted from 1
 * @param path where in the document, as {@code columns/phone/do}
 * @param key a message key, one of {@link #keys()} or what a technique itself refuses with
 * @param arguments the first is what was found or is missing, the second what is allowed there
 */
public record PlanProblem(int line, String path, String key, List<String> arguments) {

    public PlanProblem {
        arguments = List.copyOf(arguments);
    }

    /** Every key of the plan's own; techniques add those of their refusals. */
    public static List<String> keys() {
        return Arrays.stream(Kind.values()).map(Kind::key).toList();
    }

    enum Kind {
        WRONG_KIND, UNKNOWN_KEY, MISSING, TWICE, FORMAT, NAME, WORD, NUMBER, NOT_TOGETHER, PERSON, NO_HIERARCHY,
        NO_COLUMNS, NOTHING_LEFT, GROUPS, SENSITIVE, ROW_STAYS;

        String key() {
            return "plan.problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        PlanProblem at(int line, String path, String found, List<String> allowed) {
            return new PlanProblem(line, path, key(), new ArrayList<>(List.of(found, String.join(", ", allowed))));
        }
    }
}
