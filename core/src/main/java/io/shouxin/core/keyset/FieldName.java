// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * The form of field names: a letter, then up to 40 letters, digits and hyphens, all lower-case ASCII.
 * Keys are derived for field names and tokens spell them, so their form is part of the formats.
 */
public final class FieldName {

    /** At most this many bytes; the shortest has one. */
    public static final int LENGTH_MAX = 41;

    private FieldName() {}

    /** A loop, because a customer's record is read with all its names, and a pattern costs several times as much. */
    public static boolean isValid(String name) {
        boolean good = !name.isEmpty() && name.length() <= LENGTH_MAX && isLetter(name.charAt(0));
        for (int i = 1; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || c >= '0' && c <= '9' || c == '-';
        }
        return good;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /**
     * The name itself. The register has already checked every field name it lets in, so a bad one
     * here is a bug.
     *
     * @throws IllegalStateException if the name does not have the form
     */
    public static String required(String name) {
        if (!isValid(name)) {
            throw new IllegalStateException("This is not a field name.");
        }
        return name;
    }
}
