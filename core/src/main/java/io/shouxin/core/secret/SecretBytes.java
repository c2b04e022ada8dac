// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/**
 * Key bytes that print as dots and are overwritten on {@link #close}. Copies that the JDK makes
 * inside a cipher are out of reach; docs/threat-model.md says what that is worth.
 */
public final class SecretBytes implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies the given bytes; the caller may wipe its own. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    public static SecretBytes random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** A copy of the bytes, which the caller wipes when done. */
    public synchronized byte[] plain(PlainAccess access) {
        Objects.requireNonNull(access);
        if (closed) {
            throw new IllegalStateException("The key was wiped already.");
        }
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Compares in time that depends on the lengths only. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes(" + bytes.length + ")";
    }
}
