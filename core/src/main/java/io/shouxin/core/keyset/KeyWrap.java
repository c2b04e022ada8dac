// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Keys under keys, by KWP (RFC 5649, NIST SP 800-38F) over AES-256 or, in suite SM, over SM4. What is
 * wrapped is the key together with its place or name, so a wrapped key that was changed, or copied to
 * another place, does not open. docs/spec/key-tree.md has the bytes. Opening goes by the suite that the
 * wrapped key names, never by what the writer takes today.
 *
 * <p>KWP takes no nonce, so one key may wrap any number of others without counting; in exchange the
 * same key at the same place under the same parent always looks the same. An older wrapped key put
 * back in its own place under the same parent does open: only puncturing makes it useless.
 */
public final class KeyWrap {

    static final int SECRET_BYTES_MAX = 4096;

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = Kek.KEY_BYTES;
    private static final int HEADER_BYTES = 2;
    private static final int CONTEXT_BYTES = 8;
    /** KWP works on halves of a block, and its shortest output has two. */
    private static final int HALF_BYTES = 8;
    private static final int BODY_BYTES_MIN = 2 * HALF_BYTES;
    /** Stands where a place has its level, so that no named secret opens as a tree key. */
    private static final byte NAMED = (byte) 0xFF;
    private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");

    private KeyWrap() {}

    /** A key of the tree wrapped for its place by suite AES. */
    public static byte[] wrap(SecretBytes kek, SecretBytes key, KeyPlace place) {
        return wrap(kek, key, place, Suite.AES);
    }

    /**
     * A 32-byte key of the tree, wrapped for its place: 50 bytes.
     *
     * @param kek the 32-byte key at the place's parent
     * @param place any place but {@link KeyPlace#ROOT_KEY}
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static byte[] wrap(SecretBytes kek, SecretBytes key, KeyPlace place, Suite suite) {
        try (Kek with = new Kek(kek)) {
            return wrap(with, key, place, suite);
        }
    }

    static byte[] wrap(Kek kek, SecretBytes key, KeyPlace place, Suite suite) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalStateException("A key of the tree has 32 bytes.");
        }
        return seal(kek, context(place, suite), key, suite);
    }

    /**
     * The key that {@link #wrap} wrapped for this place.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or for another place
     * @throws SuiteUnavailable if it is whole as far as can be seen and no provider has its suite
     */
    public static SecretBytes unwrap(SecretBytes kek, byte[] wrapped, KeyPlace place) {
        try (Kek with = new Kek(kek)) {
            return unwrap(with, wrapped, place);
        }
    }

    static SecretBytes unwrap(Kek kek, byte[] wrapped, KeyPlace place) {
        byte[] plain = open(kek, wrapped);
        try {
            return afterContext(plain, context(place, suite(wrapped)), KEY_BYTES);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** A secret wrapped under its name by suite AES. */
    public static byte[] wrapNamed(SecretBytes kek, SecretBytes secret, String name) {
        return wrapNamed(kek, secret, name, Suite.AES);
    }

    /**
     * A secret outside the tree (index key, token key, signing seed) wrapped under its name.
     *
     * @param secret 1 to 4096 bytes
     * @param name 1 to 200 printable ASCII characters without spaces
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static byte[] wrapNamed(SecretBytes kek, SecretBytes secret, String name, Suite suite) {
        if (secret.length() < 1 || secret.length() > SECRET_BYTES_MAX) {
            throw new IllegalStateException("A named secret has 1 to 4096 bytes.");
        }
        try (Kek with = new Kek(kek)) {
            return seal(with, context(name, secret.length(), suite), secret, suite);
        }
    }

    /**
     * The secret that {@link #wrapNamed} wrapped under this name.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or under another name
     * @throws SuiteUnavailable if it is whole as far as can be seen and no provider has its suite
     */
    public static SecretBytes unwrapNamed(SecretBytes kek, byte[] wrapped, String name) {
        byte[] plain;
        try (Kek with = new Kek(kek)) {
            plain = open(with, wrapped);
        }
        try {
            Suite suite = suite(wrapped);
            int length = plain.length - context(name, 0, suite).length;
            if (length < 1 || length > SECRET_BYTES_MAX) {
                throw new KeyDamaged(KeyDamaged.WRAPPED);
            }
            return afterContext(plain, context(name, length, suite), length);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * The suite of a wrapped key or named secret, without opening it.
     *
     * @throws KeyDamaged if it does not begin as one
     */
    public static Suite suite(byte[] wrapped) {
        if (wrapped.length <= HEADER_BYTES || wrapped[0] != VERSION) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        return Suite.ofCode(wrapped[1]);
    }

    private static byte[] context(KeyPlace place, Suite suite) {
        if (place.equals(KeyPlace.ROOT_KEY)) {
            throw new IllegalStateException("Nothing in the tree wraps the root key.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES)
                .put(VERSION)
                .put(suite.code())
                .put((byte) place.level())
                .put((byte) 0)
                .putInt((int) place.position())
                .array();
    }

    private static byte[] context(String name, int secretBytes, Suite suite) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException("A secret's name is 1 to 200 printable ASCII characters.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES + name.length())
                .put(VERSION)
                .put(suite.code())
                .put(NAMED)
                .put((byte) name.length())
                .putInt(secretBytes)
                .put(name.getBytes(US_ASCII))
                .array();
    }

    private static byte[] seal(Kek kek, byte[] context, SecretBytes key, Suite suite) {
        byte[] secret = key.plain(PlainAccess.granted());
        byte[] plain = Arrays.copyOf(context, context.length + secret.length);
        System.arraycopy(secret, 0, plain, context.length, secret.length);
        try {
            byte[] body = kek.wrap(suite, plain);
            return ByteBuffer.allocate(HEADER_BYTES + body.length)
                    .put(VERSION)
                    .put(suite.code())
                    .put(body)
                    .array();
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] open(Kek kek, byte[] wrapped) {
        Suite suite = suite(wrapped);
        // The JDK's cipher answers fewer than eight bytes with a NegativeArraySizeException.
        int body = wrapped.length - HEADER_BYTES;
        if (body < BODY_BYTES_MIN || body % HALF_BYTES != 0) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        return kek.unwrap(suite, Arrays.copyOfRange(wrapped, HEADER_BYTES, wrapped.length))
                .orElseThrow(() -> new KeyDamaged(KeyDamaged.WRAPPED));
    }

    private static SecretBytes afterContext(byte[] plain, byte[] context, int length) {
        if (plain.length != context.length + length
                || !MessageDigest.isEqual(Arrays.copyOf(plain, context.length), context)) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        return SecretBytes.copyOf(plain, context.length, length);
    }
}
