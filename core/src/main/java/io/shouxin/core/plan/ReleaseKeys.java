// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.plan.ReleaseKeysRefused.Reason;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of releases in one file under a passphrase: PBKDF2-HMAC-SHA-256 (RFC 8018) makes the file key, AES-256-GCM
 * seals the releases with the whole header as associated data. Every writing takes a new salt and nonce.
 * docs/spec/release-keys.md has the bytes.
 *
 * <p>The file protects as well as its passphrase resists guessing. Destroying a release's key means writing the file
 * without it <em>and</em> destroying every older copy of the file.
 */
public final class ReleaseKeys implements AutoCloseable {

    /** What OWASP recommends for PBKDF2-HMAC-SHA-256; about half a second on one core. */
    public static final int ITERATIONS_DEFAULT = 600_000;
    static final int ITERATIONS_MIN = 100_000;
    /** Keeps a file made by somebody else from holding up a command for minutes. */
    static final int ITERATIONS_MAX = 10_000_000;
    /** Characters; checked when writing only. */
    public static final int PASSPHRASE_MIN = 12;
    public static final int RELEASES_MAX = 1024;

    static final int HEADER_BYTES = 56;
    /** No file of so many releases is longer; whoever reads one need not read more. */
    public static final int FILE_BYTES_MAX =
            HEADER_BYTES + 2 + RELEASES_MAX * (1 + FieldName.LENGTH_MAX + 4 + ReleaseKey.KEY_BYTES) + 16;

    private static final byte[] MAGIC = "SXRK".getBytes(US_ASCII);
    private static final byte VERSION = 1;
    private static final byte PBKDF2_HMAC_SHA256 = 1;
    private static final int SALT_AT = 12;
    private static final int NONCE_AT = 44;
    private static final int TAG_BYTES = 16;

    private final SortedMap<String, ReleaseKey> keys = new TreeMap<>();

    /** No key yet. */
    public ReleaseKeys() {}

    /**
     * The keys in a file.
     *
     * @throws ReleaseKeysRefused if the passphrase is wrong or the file is not exactly as it was written; the two
     *     cannot be told apart
     */
    public static ReleaseKeys read(byte[] file, char[] passphrase) {
        checkHeader(file);
        byte[] header = Arrays.copyOf(file, HEADER_BYTES);
        byte[] plain = null;
        try {
            plain = gcm(Cipher.DECRYPT_MODE, header, passphrase, Arrays.copyOfRange(file, HEADER_BYTES, file.length));
            return parsed(ByteBuffer.wrap(plain));
        } catch (GeneralSecurityException wrong) {
            throw Reason.DAMAGED.refusal();
        } finally {
            wipe(plain);
        }
    }

    /**
     * The bytes of a file with these keys.
     *
     * @param passphrase at least {@link #PASSPHRASE_MIN} characters, used as UTF-8 exactly as typed
     * @throws ReleaseKeysRefused if the passphrase is too short or the iterations are out of range
     */
    public byte[] write(char[] passphrase, int iterations) {
        if (passphrase.length < PASSPHRASE_MIN) {
            throw Reason.PASSPHRASE.refusal();
        }
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw Reason.ITERATIONS.refusal();
        }
        byte[] header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).put(VERSION).put(Suite.AES.code())
                .put(PBKDF2_HMAC_SHA256).put((byte) 0).putInt(iterations)
                .put(random(NONCE_AT - SALT_AT)).put(random(HEADER_BYTES - NONCE_AT)).array();
        return sealed(header, passphrase);
    }

    byte[] sealed(byte[] header, char[] passphrase) {
        byte[] plain = plain();
        try {
            byte[] box = gcm(Cipher.ENCRYPT_MODE, header, passphrase, plain);
            return ByteBuffer.allocate(header.length + box.length).put(header).put(box).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals any text.", e);
        } finally {
            wipe(plain);
        }
    }

    /** @throws ReleaseKeysRefused if the release has one already, or there are {@link #RELEASES_MAX} */
    public void add(ReleaseKey key) {
        if (keys.size() >= RELEASES_MAX) {
            throw Reason.FULL.refusal();
        }
        if (keys.putIfAbsent(key.release(), key) != null) {
            throw Reason.TWICE.refusal();
        }
    }

    /**
     * The key of a release, which stays this object's to wipe.
     *
     * @throws ReleaseKeysRefused if there is none
     */
    public ReleaseKey of(String release) {
        ReleaseKey key = keys.get(release);
        if (key == null) {
            throw Reason.ABSENT.refusal();
        }
        return key;
    }

    /** All of them, by name. */
    public Collection<ReleaseKey> all() {
        return keys.values();
    }

    /**
     * Takes a release's key out and wipes it.
     *
     * @throws ReleaseKeysRefused if there is none
     */
    public void destroy(String release) {
        of(release).close();
        keys.remove(release);
    }

    /** Wipes all keys. */
    @Override
    public void close() {
        keys.values().forEach(ReleaseKey::close);
        keys.clear();
    }

    @Override
    public String toString() {
        return "ReleaseKeys(" + keys.size() + ")";
    }

    private static void checkHeader(byte[] file) {
        if (file.length < HEADER_BYTES + 2 + TAG_BYTES || file.length > FILE_BYTES_MAX) {
            throw Reason.DAMAGED.refusal();
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        boolean known = Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length) && file[4] == VERSION
                && file[5] == Suite.AES.code() && file[6] == PBKDF2_HMAC_SHA256 && file[7] == 0;
        int iterations = header.getInt(8);
        if (!known || iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw Reason.DAMAGED.refusal();
        }
    }

    private byte[] plain() {
        int length = 2;
        for (ReleaseKey key : keys.values()) {
            length += 1 + key.release().length() + 4 + ReleaseKey.KEY_BYTES;
        }
        ByteBuffer plain = ByteBuffer.allocate(length).putShort((short) keys.size());
        for (ReleaseKey key : keys.values()) {
            byte[] bytes = key.key().plain(PlainAccess.granted());
            plain.put((byte) key.release().length()).put(key.release().getBytes(US_ASCII))
                    .putInt((int) key.day().toEpochDay()).put(bytes);
            wipe(bytes);
        }
        return plain.array();
    }

    /** Only what this class wrote opens; the checks are for a file that somebody else wrote under the passphrase. */
    private static ReleaseKeys parsed(ByteBuffer plain) {
        ReleaseKeys all = new ReleaseKeys();
        byte[] bytes = new byte[ReleaseKey.KEY_BYTES];
        try {
            int count = plain.getShort();
            for (int i = 0; i < count; i++) {
                byte[] name = new byte[plain.get()];
                plain.get(name);
                LocalDate day = LocalDate.ofEpochDay(plain.getInt());
                plain.get(bytes);
                all.add(new ReleaseKey(new String(name, US_ASCII), day, SecretBytes.copyOf(bytes)));
            }
            if (plain.hasRemaining()) {
                throw new IllegalStateException("Something is left over.");
            }
            return all;
        } catch (RuntimeException notOfThisForm) {
            all.close();
            throw Reason.DAMAGED.refusal();
        } finally {
            wipe(bytes);
        }
    }

    private static byte[] gcm(int mode, byte[] header, char[] passphrase, byte[] input)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase, Arrays.copyOfRange(header, SALT_AT, NONCE_AT),
                ByteBuffer.wrap(header).getInt(8), 8 * Suite.AES.keyBytes());
        byte[] key = null;
        try {
            key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
            Cipher cipher = Suite.AES.newGcm();
            cipher.init(mode, new SecretKeySpec(key, Suite.AES.keyAlgorithm()),
                    new GCMParameterSpec(8 * TAG_BYTES, header, NONCE_AT, HEADER_BYTES - NONCE_AT));
            cipher.updateAAD(header);
            return cipher.doFinal(input);
        } finally {
            spec.clearPassword();
            wipe(key);
        }
    }

    private static byte[] random(int length) {
        return SecretBytes.random(length).plain(PlainAccess.granted());
    }

    private static void wipe(byte[] bytes) {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
