// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import java.util.List;

/**
 * Shows the first and the last characters of an identifier, if enough stays hidden: at least three
 * characters and at least the given share; otherwise nothing. The widespread fault of such masks is to
 * compute how many to hide instead of how many to show, so a short value comes out nearly whole.
 */
final class Keep implements Shape {

    // No identifier is longer; a longer text is something else and its length is its own business.
    private static final int LENGTH_MAX = 64;
    private static final int HIDDEN_MIN = 3;

    private final int first;
    private final int last;
    private final int hiddenShare;
    private final int fixedStars;

    private Keep(int first, int last, int hiddenShare, int fixedStars) {
        this.first = first;
        this.last = last;
        this.hiddenShare = hiddenShare;
        this.fixedStars = fixedStars;
    }

    /** At least half stays hidden. */
    static Keep half(int first, int last) {
        return new Keep(first, last, 2, 0);
    }

    /** At least a third stays hidden: for the 3+4 of an 11-digit number, which customers know by heart. */
    static Keep third(int first, int last) {
        return new Keep(first, last, 3, 0);
    }

    /** The same with a number of stars that does not tell the length. */
    Keep withStars(int stars) {
        return new Keep(first, last, hiddenShare, stars);
    }

    @Override
    public String of(String plain) {
        return plain.length() <= LENGTH_MAX && isVisibleAscii(plain) ? ofAscii(plain) : ofAny(plain);
    }

    /** Of such a text every char is a character that shows as itself, which is nearly every identifier. */
    private static boolean isVisibleAscii(String plain) {
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) <= ' ' || plain.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private String ofAscii(String plain) {
        int length = plain.length();
        int hidden = length - first - last;
        if (hidden < HIDDEN_MIN || hidden * hiddenShare < length) {
            return Mask.HIDDEN;
        }
        return plain.substring(0, first) + "*".repeat(fixedStars > 0 ? fixedStars : hidden)
                + plain.substring(length - last);
    }

    private String ofAny(String plain) {
        List<String> characters = Characters.of(plain, LENGTH_MAX + 1);
        int length = characters.size();
        int hidden = length - first - last;
        if (length > LENGTH_MAX || hidden < HIDDEN_MIN || hidden * hiddenShare < length) {
            return Mask.HIDDEN;
        }
        StringBuilder shown = new StringBuilder();
        characters.subList(0, first).forEach(character -> shown.append(star(character)));
        shown.append("*".repeat(fixedStars > 0 ? fixedStars : hidden));
        characters.subList(length - last, length).forEach(character -> shown.append(star(character)));
        return shown.toString();
    }

    private static String star(String character) {
        return Characters.visible(character) ? character : "*";
    }
}
