// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF-Expand with SHA-256 (RFC 5869, section 2.3): keys out of a key. The extract step is left out,
 * which section 3.3 allows because every key here is 256 uniformly random bits already. It must
 * therefore never be given a password, a number or any other guessable input.
 */
public final class Hkdf {

    private static final int HASH_BYTES = 32;
    private static final int LENGTH_MAX = 255 * HASH_BYTES;

    private Hkdf() {}

    /**
     * A key of its own for each label.
     *
     * @param key at least 32 uniformly random bytes
     * @param label what the new key is for; different purposes need different labels
     * @param length bytes wanted, 1 to 8160
     */
    public static SecretBytes expand(SecretBytes key, String label, int length) {
        return expand(key, label.getBytes(UTF_8), length);
    }

    static SecretBytes expand(SecretBytes key, byte[] info, int length) {
        if (key.length() < HASH_BYTES) {
            throw new IllegalStateException("A key to derive from needs at least 32 bytes.");
        }
        byte[] plain = key.plain(PlainAccess.granted());
        try {
            return expand(mac(plain), info, length);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The same with the key already inside the Mac, which is left ready for the next call. */
    static SecretBytes expand(Mac keyed, byte[] info, int length) {
        if (length < 1 || length > LENGTH_MAX) {
            throw new IllegalStateException("HKDF gives 1 to 8160 bytes.");
        }
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HASH_BYTES, counter++) {
            keyed.update(block);
            Arrays.fill(block, (byte) 0);
            keyed.update(info);
            keyed.update((byte) counter);
            block = keyed.doFinal();
            System.arraycopy(block, 0, output, done, Math.min(HASH_BYTES, length - done));
        }
        SecretBytes derived = SecretBytes.copyOf(output);
        Arrays.fill(block, (byte) 0);
        Arrays.fill(output, (byte) 0);
        return derived;
    }

    /** HMAC-SHA-256 with this key. */
    static Mac mac(byte[] key) {
        try {
            return keyed(Mac.getInstance(Suite.AES.mac()), key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        }
    }

    /** Gives the Mac this key, overwriting the copy of its last one. */
    static Mac keyed(Mac mac, byte[] key) {
        try {
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes keys of every length.", e);
        }
    }
}
