// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.Locale;

/** In which form a field was given. Only the first three come with a value. */
public enum Form {

    CLEAR, MASKED, TOKEN, REFUSED,
    /** The field may be seen, but nothing is held in it. */
    ABSENT;

    static Form of(String code) {
        for (Form form : values()) {
            if (form.name().equals(code.toUpperCase(Locale.ROOT))) {
                return form;
            }
        }
        throw new NoAnswer("The answer names a form that this client does not know.", null);
    }
}
