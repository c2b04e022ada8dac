// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.secret;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;

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

    /** Copies a part of the given bytes; the caller may wipe its own. */
    public static SecretBytes copyOf(byte[] bytes, int from, int length) {
        return new SecretBytes(Arrays.copyOfRange(bytes, from, from + length));
    }

    public static SecretBytes random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** A copy of the bytes, which the caller wipes when done. */
    public synchronized byte[] plain(PlainAccess access) {
        Objects.requireNonNull(access);
        return open().clone();
    }

    /** The same bytes again, which the caller closes for itself. */
    public synchronized SecretBytes copy() {
        return new SecretBytes(open().clone());
    }

    /**
     * These bytes as a key for a cipher. Unlike the JDK's own key class this one holds no second copy
     * that nobody can wipe: it reads the bytes here when asked, and is of no use once they are closed.
     *
     * @param algorithm JCA name
     */
    public SecretKey key(String algorithm, PlainAccess access) {
        Objects.requireNonNull(access);
        return new Key(this, algorithm);
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

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("The key was wiped already.");
        }
        return bytes;
    }

    private static final class Key implements SecretKey {

        private static final long serialVersionUID = 1;

        private final transient SecretBytes bytes;
        private final transient String algorithm;

        Key(SecretBytes bytes, String algorithm) {
            this.bytes = bytes;
            this.algorithm = algorithm;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.plain(PlainAccess.granted());
        }

        @Override
        public void destroy() {
            bytes.close();
        }

        @Override
        public boolean isDestroyed() {
            synchronized (bytes) {
                return bytes.closed;
            }
        }

        @Override
        public String toString() {
            return algorithm + " key";
        }

        private void writeObject(ObjectOutputStream out) throws NotSerializableException {
            throw new NotSerializableException("A secret key");
        }
    }
}
