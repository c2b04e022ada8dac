// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An e-mail address: first character of the mailbox, first character of the domain, top-level domain,
 * and three stars wherever something is left out. A part of one character is left out whole.
 */
final class EmailShape {

    private static final String STARS = "***";
    private static final Pattern TOP_LEVEL = Pattern.compile("\\p{L}{2,6}");

    private EmailShape() {}

    static String of(String plain) {
        int at = plain.lastIndexOf('@');
        int dot = plain.lastIndexOf('.');
        if (at < 1 || dot < at + 2) {
            return Mask.HIDDEN;
        }
        String label = plain.substring(at + 1, plain.indexOf('.', at));
        String top = plain.substring(dot + 1);
        return initial(plain.substring(0, at)) + '@' + initial(label)
                + '.' + (TOP_LEVEL.matcher(top).matches() ? top : STARS);
    }

    private static String initial(String part) {
        List<String> start = Characters.of(part, 2);
        return start.size() < 2 || !Characters.visible(start.get(0)) ? STARS : start.get(0) + STARS;
    }
}
