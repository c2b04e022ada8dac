// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The root key versions in one file under a passphrase: PBKDF2-HMAC-SHA-256 (RFC 8018) makes the file
 * key, AES-256-GCM seals the versions with the whole header as associated data. Every writing takes a
 * new salt and nonce. docs/spec/key-tree.md has the bytes.
 *
 * <p>The file protects as well as its passphrase resists guessing. Destroying a root version means
 * writing the file without it <em>and</em> destroying every older copy of the file.
 */
public final class KeyFile {

    /** What OWASP recommends for PBKDF2-HMAC-SHA-256; about half a second on one core. */
    public static final int ITERATIONS_DEFAULT = 600_000;
    public static final int ITERATIONS_MIN = 100_000;
    /** Keeps a file made by somebody else from holding up the start for minutes. */
    public static final int ITERATIONS_MAX = 10_000_000;
    /** Characters; checked when writing only. */
    public static final int PASSPHRASE_MIN = 12;

    static final int HEADER_BYTES = 52;

    private static final byte VERSION = 1;
    private static final byte PBKDF2_HMAC_SHA256 = 1;
    private static final int SALT_BYTES = 32;
    private static final int NONCE_BYTES = Gcm.NONCE_BYTES;
    private static final int KEY_BYTES = 32;
    private static final int VERSIONS_MAX = 1024;

    private KeyFile() {}

    /**
     * The bytes of a key file.
     *
     * @param roots 1 to 1024 root versions, positive numbers, 32 bytes each
     * @param passphrase at least {@link #PASSPHRASE_MIN} characters, used as UTF-8 exactly as typed
     * @param iterations {@link #ITERATIONS_MIN} to {@link #ITERATIONS_MAX}
     * @throws KeyRefused if the passphrase is too short or the iterations are out of range
     */
    public static byte[] write(SortedMap<Integer, SecretBytes> roots, char[] passphrase, int iterations) {
        if (passphrase.length < PASSPHRASE_MIN) {
            throw new KeyRefused(KeyRefused.PASSPHRASE);
        }
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new KeyRefused(KeyRefused.ITERATIONS);
        }
        byte[] header = header(iterations, random(SALT_BYTES), random(NONCE_BYTES));
        byte[] fileKey = fileKey(header, passphrase);
        try {
            return seal(roots, header, fileKey);
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }

    /**
     * The root versions in a key file, which the caller closes.
     *
     * @throws KeyDamaged with {@link KeyDamaged#FILE} if the passphrase is wrong or the file is not
     *     exactly as it was written; the two cannot be told apart
     */
    public static SortedMap<Integer, SecretBytes> read(byte[] file, char[] passphrase) {
        checkHeader(file);
        byte[] fileKey = fileKey(file, passphrase);
        try {
            return open(file, fileKey);
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }

    static byte[] header(int iterations, byte[] salt, byte[] nonce) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .put(Suite.AES.code())
                .put(PBKDF2_HMAC_SHA256)
                .put((byte) 0)
                .putInt(iterations)
                .put(salt)
                .put(nonce)
                .array();
    }

    private static void checkHeader(byte[] file) {
        if (file.length < HEADER_BYTES + Gcm.TAG_BYTES) {
            throw new KeyDamaged(KeyDamaged.FILE);
        }
        int iterations = ByteBuffer.wrap(file).getInt(4);
        if (file[0] != VERSION || file[1] != Suite.AES.code() || file[2] != PBKDF2_HMAC_SHA256
                || file[3] != 0 || iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new KeyDamaged(KeyDamaged.FILE);
        }
    }

    static byte[] fileKey(byte[] header, char[] passphrase) {
        byte[] salt = Arrays.copyOfRange(header, 8, 8 + SALT_BYTES);
        PBEKeySpec spec = new PBEKeySpec(
                passphrase, salt, ByteBuffer.wrap(header).getInt(4), KEY_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has PBKDF2 with HMAC-SHA-256.", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] seal(SortedMap<Integer, SecretBytes> roots, byte[] header, byte[] fileKey) {
        byte[] plain = plain(roots);
        try (SecretBytes key = SecretBytes.copyOf(fileKey)) {
            byte[] box = Gcm.seal(Suite.AES, key, nonce(header), header, plain);
            return ByteBuffer.allocate(header.length + box.length).put(header).put(box).array();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static SortedMap<Integer, SecretBytes> open(byte[] file, byte[] fileKey) {
        byte[] header = Arrays.copyOf(file, HEADER_BYTES);
        byte[] box = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
        byte[] plain;
        try (SecretBytes key = SecretBytes.copyOf(fileKey)) {
            plain = Gcm.open(Suite.AES, key, nonce(header), header, box)
                    .orElseThrow(() -> new KeyDamaged(KeyDamaged.FILE));
        }
        try {
            return roots(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] plain(SortedMap<Integer, SecretBytes> roots) {
        if (roots.isEmpty() || roots.size() > VERSIONS_MAX || roots.firstKey() < 1) {
            throw new IllegalStateException("A key file holds 1 to 1024 root versions, numbered from 1.");
        }
        ByteBuffer plain = ByteBuffer.allocate(2 + roots.size() * (4 + KEY_BYTES));
        plain.putShort((short) roots.size());
        for (Map.Entry<Integer, SecretBytes> root : new TreeMap<>(roots).entrySet()) {
            if (root.getValue().length() != KEY_BYTES) {
                throw new IllegalStateException("A root key has 32 bytes.");
            }
            byte[] key = root.getValue().plain(PlainAccess.granted());
            plain.putInt(root.getKey()).put(key);
            Arrays.fill(key, (byte) 0);
        }
        return plain.array();
    }

    private static SortedMap<Integer, SecretBytes> roots(byte[] bytes) {
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        SortedMap<Integer, SecretBytes> roots = new TreeMap<>();
        int count = plain.remaining() < 2 ? 0 : plain.getShort();
        if (count < 1 || count > VERSIONS_MAX || plain.remaining() != count * (4 + KEY_BYTES)) {
            throw new KeyDamaged(KeyDamaged.FILE);
        }
        byte[] key = new byte[KEY_BYTES];
        for (int i = 0; i < count; i++) {
            int version = plain.getInt();
            if (version < 1 || !roots.isEmpty() && version <= roots.lastKey()) {
                throw new KeyDamaged(KeyDamaged.FILE);
            }
            plain.get(key);
            roots.put(version, SecretBytes.copyOf(key));
        }
        Arrays.fill(key, (byte) 0);
        return roots;
    }

    private static byte[] nonce(byte[] header) {
        return Arrays.copyOfRange(header, HEADER_BYTES - NONCE_BYTES, HEADER_BYTES);
    }

    private static byte[] random(int length) {
        return SecretBytes.random(length).plain(PlainAccess.granted());
    }
}
