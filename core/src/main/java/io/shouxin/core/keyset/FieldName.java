// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.util.regex.Pattern;

/**
 * The form of field names: a letter, then up to 40 letters, digits and hyphens, all lower-case ASCII.
 * Keys are derived for field names and tokens spell them, so their form is part of the formats.
 */
public final class FieldName {

    /** At most this many bytes; the shortest has one. */
    public static final int LENGTH_MAX = 41;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0," + (LENGTH_MAX - 1) + "}");

    private FieldName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
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
