// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Locale;

/**
 * An enum constant that a register document writes as a lower-case word with hyphens. Public because
 * pages call {@link #code()} by reflection, which a hidden interface would refuse.
 */
public interface Word {

    String name();

    /** The word as written in a register document, such as {@code legal-duty}. */
    default String code() {
        return of(name());
    }

    /** The word for an enum constant of another package. */
    static String of(Enum<?> constant) {
        return of(constant.name());
    }

    private static String of(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
