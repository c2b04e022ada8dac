// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as the characters that people see: a code point with the combining marks after it. Joined
 * emoji count as their parts, since a run of joiners must not turn a whole value into "one character".
 * Not the JDK's grapheme breaks, which change with its version: the same value is masked the same way
 * in the server and on a Spark executor.
 */
final class Characters {

    private Characters() {}

    /** At most {@code max} characters from the beginning. */
    static List<String> of(String plain, int max) {
        List<String> characters = new ArrayList<>();
        int start = 0;
        while (start < plain.length() && characters.size() < max) {
            int end = start + Character.charCount(plain.codePointAt(start));
            while (end < plain.length() && mark(plain.codePointAt(end))) {
                end += Character.charCount(plain.codePointAt(end));
            }
            characters.add(plain.substring(start, end));
            start = end;
        }
        return characters;
    }

    /** Whether the character shows as itself: no control, format, blank, surrogate or unknown code point. */
    static boolean visible(String character) {
        return character.codePoints().allMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                    Character.PRIVATE_USE, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        });
    }

    private static boolean mark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
