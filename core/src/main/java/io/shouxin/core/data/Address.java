// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** A postal address on one line, at most 300 characters, blanks and line breaks collapsed. */
public final class Address extends CustomerValue {

    private static final int LENGTH_MAX = 300;

    private Address(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.empty} and the like */
    public static Address parse(String raw) {
        return new Address(normalForm(raw));
    }

    static String normalForm(String raw) {
        return CleanText.line(raw, LENGTH_MAX);
    }
}
