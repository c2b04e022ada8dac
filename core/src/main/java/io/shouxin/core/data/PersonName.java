// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.util.regex.Pattern;

/**
 * A person's name in any script, at most 100 characters, on one line, blanks collapsed. A name is text:
 * quotes, digits and what looks like SQL or HTML are not refused, and whoever prints it escapes it.
 * The dots that keyboards offer for names of the minorities and for foreign ones all become U+00B7.
 */
public final class PersonName extends CustomerValue {

    private static final int LENGTH_MAX = 100;
    private static final Pattern DOTS = Pattern.compile("[\u2022\u2027\u2219\u22C5\u30FB]");

    private PersonName(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.empty} and the like */
    public static PersonName parse(String raw) {
        return new PersonName(normalForm(raw));
    }

    static String normalForm(String raw) {
        return DOTS.matcher(CleanText.name(raw, LENGTH_MAX)).replaceAll("\u00B7");
    }
}
