// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The second root wrapping: keys under a root key that only its provider can use, such as one that never
 * leaves a security module, by AES-256-GCM (NIST SP 800-38D). Modules that refuse AES-KWP have GCM. The
 * place or name is authenticated with the key, so a wrapped key that was changed, or copied to another
 * place, does not open. docs/spec/key-tree.md has the bytes.
 *
 * <p>Each wrapping takes a random nonce, so one key must not wrap more than 2^32 times; a root version
 * wraps the tree's root node and the named secrets, some thousands. What is below the root node is wrapped
 * by {@link KeyWrap}. Safe for use by several threads if the provider is.
 */
public final class GcmWrap {

    static final int NONCE_BYTES = 12;

    private static final byte VERSION = 2;
    private static final byte NAMED = (byte) 0xFF;
    private static final int HEADER_BYTES = 2;
    private static final int CONTEXT_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final String GCM = "AES/GCM/NoPadding";
    private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey root;
    private final Provider provider;

    /**
     * @param root an AES key of 256 bits, or a handle to one
     * @param provider the one that can use it
     */
    public GcmWrap(SecretKey root, Provider provider) {
        this.root = root;
        this.provider = provider;
    }

    /** Whether these bytes are of this wrapping; else they are {@link KeyWrap}'s or damaged. */
    public static boolean made(byte[] wrapped) {
        return wrapped.length > HEADER_BYTES && wrapped[0] == VERSION;
    }

    /** A 32-byte key of the tree wrapped for its place: 62 bytes. */
    public byte[] wrap(SecretBytes key, KeyPlace place) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalStateException("A key of the tree has 32 bytes.");
        }
        return seal(context(place), key, nonce());
    }

    /**
     * The key that {@link #wrap} wrapped for this place.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or for another place
     */
    public SecretBytes unwrap(byte[] wrapped, KeyPlace place) {
        if (wrapped.length != HEADER_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BITS / 8) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        return open(wrapped, context(place));
    }

    /**
     * A secret outside the tree wrapped under its name.
     *
     * @param secret 1 to 4096 bytes
     * @param name 1 to 200 printable ASCII characters without spaces
     */
    public byte[] wrapNamed(SecretBytes secret, String name) {
        if (secret.length() < 1 || secret.length() > KeyWrap.SECRET_BYTES_MAX) {
            throw new IllegalStateException("A named secret has 1 to 4096 bytes.");
        }
        return seal(context(name, secret.length()), secret, nonce());
    }

    /**
     * The secret that {@link #wrapNamed} wrapped under this name.
     *
     * @throws KeyDamaged if it was changed, wrapped by another key or under another name
     */
    public SecretBytes unwrapNamed(byte[] wrapped, String name) {
        int length = wrapped.length - HEADER_BYTES - NONCE_BYTES - TAG_BITS / 8;
        if (length < 1 || length > KeyWrap.SECRET_BYTES_MAX) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        return open(wrapped, context(name, length));
    }

    byte[] seal(byte[] context, SecretBytes secret, byte[] nonce) {
        byte[] header = {VERSION, Suite.AES.code()};
        byte[] plain = secret.plain(PlainAccess.granted());
        try {
            byte[] box = gcm(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + NONCE_BYTES + box.length)
                    .put(header).put(nonce).put(box).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The provider of the root key could not wrap.", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private SecretBytes open(byte[] wrapped, byte[] context) {
        if (!made(wrapped) || wrapped[1] != Suite.AES.code()) {
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        byte[] nonce = Arrays.copyOfRange(wrapped, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
        byte[] plain;
        try {
            plain = gcm(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(wrapped, HEADER_BYTES + NONCE_BYTES, wrapped.length - HEADER_BYTES - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            // Nothing of the cipher's own message is passed on.
            throw new KeyDamaged(KeyDamaged.WRAPPED);
        }
        try {
            return SecretBytes.copyOf(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private Cipher gcm(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(GCM, provider);
        cipher.init(mode, root, new GCMParameterSpec(TAG_BITS, nonce));
        // It begins with the same two bytes as what is stored, which makes them authentic too.
        cipher.updateAAD(context);
        return cipher;
    }

    static byte[] context(KeyPlace place) {
        if (place.equals(KeyPlace.ROOT_KEY)) {
            throw new IllegalStateException("Nothing in the tree wraps the root key.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES).put(VERSION).put(Suite.AES.code()).put((byte) place.level())
                .put((byte) 0).putInt((int) place.position()).array();
    }

    static byte[] context(String name, int secretBytes) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException("A secret's name is 1 to 200 printable ASCII characters.");
        }
        return ByteBuffer.allocate(CONTEXT_BYTES + name.length()).put(VERSION).put(Suite.AES.code()).put(NAMED)
                .put((byte) name.length()).putInt(secretBytes).put(name.getBytes(US_ASCII)).array();
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    @Override
    public String toString() {
        return "GcmWrap";
    }
}
