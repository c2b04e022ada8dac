// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys under keys, by AES-KWP (RFC 5649, NIST SP 800-38F) with 256-bit keys. What is wrapped is the
 * key together with its place or name, so a wrapped key that was changed, or copied to another place,
 * does not open. docs/spec/key-tree.md has the bytes.
 *
 * <p>KWP takes no nonce, so one key may wrap any number of others without counting; in exchange the
 * same key at the same place under the same parent always looks the same. An older wrapped key put
 * back in its own place under the same parent does open: only puncturing makes it useless.
 */
public final class KeyWrap {

    static final int SECRET_BYTES_MAX = 4096;

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int HEADER_BYTES = 2;
    private static final int CONTEXT_BYTES = 8;
    /** KWP works on halves of a block, and its shortest output has two. */
    private static final int HALF_BYTES = 8;
    private static final int BODY_BYTES_MIN = 2 * HALF_BYTES;
    /** Stands where a place has its level, so that no named secret opens as a tree key. */
    private static final byte NAMED = (byte) 0xFF;
    private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");

    private KeyWrap() {}

    /**
     * A 32-byte key of the tree, wrapped for its place: 50 bytes.
     *
     * @param kek the 32-byte key at the place's parent
     * @param place any place but {@link KeyPlace#ROOT_KEY}
     */
    public static byte[] wrap(SecretBytes kek, SecretBytes key, KeyPlace place) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalStateException("A key of the tree has 32 bytes.");
        }
        return seal(kek, context(place), key);
    }

    /**
     * The key that {@link #wrap} wrapped for this place.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or for another place
     */
    public static SecretBytes unwrap(SecretBytes kek, byte[] wrapped, KeyPlace place) {
        byte[] plain = open(kek, wrapped);
        try {
            return afterContext(plain, context(place), KEY_BYTES);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * A secret outside the tree (index key, token key, signing seed) wrapped under its name.
     *
     * @param secret 1 to 4096 bytes
     * @param name 1 to 200 printable ASCII characters without spaces
     */
    public static byte[] wrapNamed(SecretBytes kek, SecretBytes secret, String name) {
        if (secret.length() < 1 || secret.length() > SECRET_BYTES_MAX) {
            throw new IllegalStateException("A named secret has 1 to 4096 bytes.");
        }
        return seal(kek, context(name, secret.length()), secret);
    }

    /**
     * The secret that {@link #wrapNamed} wrapped under this name.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or under another name
     */
    public static SecretBytes unwrapNamed(SecretBytes kek, byte[] wrapped, String name) {
        byte[] plain = open(kek, wrapped);
        try {
            int length = plain.length - context(name, 0).length;
            if (length < 1 || length > SECRET_BYTES_MAX) {
                throw new KeyDamaged(KeyDamaged.WRAPPED);
            }
            return afterContext(plain, context(name, length), length);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] context(KeyPlace place) {
        if (place.equals(KeyPlace.ROOT_KEY)) {
            throw new IllegalStateException("Nothing in the tree wraps the root key.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES)
                .put(VERSION)
                .put(Suite.AES.code())
                .put((byte) place.level())
                .put((byte) 0)
                .putInt((int) place.position())
                .array();
    }

    private static byte[] context(String name, int secretBytes) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException("A secret's name is 1 to 200 printable ASCII characters.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES + name.length())
                .put(VERSION)
                .put(Suite.AES.code())
                .put(NAMED)
                .put((byte) name.length())
                .putInt(secretBytes)
                .put(name.getBytes(US_ASCII))
                .array();
    }

    private static byte[] seal(SecretBytes kek, byte[] context, SecretBytes key) {
        byte[] secret = key.plain(PlainAccess.granted());
        byte[] plain = Arrays.copyOf(context, context.length + secret.length);
        System.arraycopy(secret, 0, plain, context.length, secret.length);
        try {
            byte[] body = keyWrap(Cipher.ENCRYPT_MODE, kek, plain);
            return ByteBuffer.allocate(HEADER_BYTES + body.length)
                    .put(VERSION)
                    .put(Suite.AES.code())
                    .put(body)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-KWP wraps keys of every length used here.", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] open(SecretBytes kek, byte[] wrapped) {
        // The JDK's cipher answers fewer than eight bytes with a NegativeArraySizeException.
        int body = wrapped.length - HEADER_BYTES;
        if (body < BODY_BYTES_MIN || body % HALF_BYTES != 0 || wrapped[0] != VERSION) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        if (!Suite.ofCode(wrapped[1]).isImplemented()) {
            throw new KeyDamaged(KeyDamaged.UNAVAILABLE_SUITE);
        }
        try {
            return keyWrap(Cipher.DECRYPT_MODE, kek, Arrays.copyOfRange(wrapped, HEADER_BYTES, wrapped.length));
        } catch (GeneralSecurityException e) {
            // Nothing of the cipher's own message is passed on.
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
    }

    private static SecretBytes afterContext(byte[] plain, byte[] context, int length) {
        if (plain.length != context.length + length
                || !MessageDigest.isEqual(Arrays.copyOf(plain, context.length), context)) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        byte[] secret = Arrays.copyOfRange(plain, context.length, plain.length);
        try {
            return SecretBytes.copyOf(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** AES-KWP alone, either way. */
    static byte[] keyWrap(int mode, SecretBytes kek, byte[] input) throws GeneralSecurityException {
        if (kek.length() != KEY_BYTES) {
            throw new IllegalStateException("A wrapping key has 32 bytes.");
        }
        byte[] key = kek.plain(PlainAccess.granted());
        try {
            Cipher cipher = cipher();
            cipher.init(mode, new SecretKeySpec(key, Suite.AES.keyAlgorithm()));
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/KWP/NoPadding");
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            throw new IllegalStateException("Java 17 has AES-KWP.", e);
        }
    }
}
