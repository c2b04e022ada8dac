// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.util.Arrays;
import java.util.List;

/**
 * A value was refused; the caller can correct it. Carries a message key and nothing of the value, and
 * never a cause, because the JDK's own parsers quote their input.
 */
public final class InvalidValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    InvalidValue(Fault fault) {
        super(fault.key());
        this.fault = fault;
    }

    /** The stable message key, such as {@code value.phone.not-a-number}. */
    public String key() {
        return fault.key();
    }

    /** All keys that {@link #key} can return, so that a test can ask every language for each of them. */
    public static List<String> keys() {
        return Arrays.stream(Fault.values()).map(Fault::key).toList();
    }
}
