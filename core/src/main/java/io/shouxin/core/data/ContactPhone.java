// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.util.regex.Pattern;

/**
 * A number under which somebody can be reached. Reads what {@link PhoneNumber} reads, and besides a
 * local fixed line without area code (7 or 8 digits, kept without +) and 400 and 800 numbers.
 */
public final class ContactPhone extends CustomerValue {

    private static final Pattern LOCAL = Pattern.compile("[2-8][0-9]{6,7}");
    private static final Pattern FREE_CALL = Pattern.compile("[48]00[0-9]{7}");

    private ContactPhone(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.phone.…} */
    public static ContactPhone parse(String raw) {
        return new ContactPhone(normalForm(raw));
    }

    static String normalForm(String raw) {
        String written = PhoneNumber.written(raw);
        if (LOCAL.matcher(written).matches()) {
            return written;
        }
        return FREE_CALL.matcher(written).matches() ? "+86" + written : PhoneNumber.normalForm(raw);
    }
}
