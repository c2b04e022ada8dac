// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.Objects;

/**
 * A field's value as the door gave it: clear, masked or a token. It prints as dots, so that a log line
 * or a debugger's list of variables does not become a second place where it is kept.
 */
public final class Value {

    private static final String DOTS = "••••";

    private final String text;

    Value(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The text itself. Show it, use it, and do not keep it: the door answers again. */
    public String plain() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value value && text.equals(value.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return DOTS;
    }
}
