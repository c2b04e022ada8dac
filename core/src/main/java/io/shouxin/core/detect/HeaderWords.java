// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the name of a column hints at.
 *
 * @param kinds all of them
 * @param otherNumber it also names something else, such as an order
 */
public record HeaderWords(Set<Kind> kinds, boolean otherNumber) {

    public HeaderWords {
        EnumSet<Kind> copy = EnumSet.noneOf(Kind.class);
        copy.addAll(kinds);
        kinds = Collections.unmodifiableSet(copy);
    }

    /** @param name in lower case, its parts divided by single blanks */
    public static HeaderWords in(String name) {
        long hints = HintWords.OF_HEADER.inHeader(name);
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Hint hint : Hint.values()) {
            if ((hints & hint.bit()) != 0) {
                kinds.addAll(hint.kinds());
            }
        }
        return new HeaderWords(kinds, (hints & Hint.OTHER_NUMBER.bit()) != 0);
    }

    /** Those that only a column's name can tell. */
    public Set<Kind> columnKinds() {
        EnumSet<Kind> columns = EnumSet.noneOf(Kind.class);
        columns.addAll(kinds);
        columns.removeIf(Kind::byValue);
        return columns;
    }
}
