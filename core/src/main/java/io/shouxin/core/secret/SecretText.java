// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Text that prints as dots. It keeps a customer's value out of logs, messages and exceptions by
 * accident; it does not keep it out of the heap (see docs/threat-model.md).
 */
public final class SecretText {

    private final String text;

    private SecretText(String text) {
        this.text = Objects.requireNonNull(text);
    }

    public static SecretText of(String text) {
        return new SecretText(text);
    }

    public String plain(PlainAccess access) {
        Objects.requireNonNull(access);
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Compares in time that depends on the lengths only. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that && MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "••••";
    }
}
