// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF-Expand (RFC 5869, section 2.3) with SHA-256 or, in suite SM, with SM3: keys out of a key. The
 * extract step is left out, which section 3.3 allows because every key here is 256 uniformly random bits
 * already. It must therefore never be given a password, a number or any other guessable input.
 */
public final class Hkdf {

    private static final int HASH_BYTES = 32;
    private static final int LENGTH_MAX = 255 * HASH_BYTES;
    private static final byte[] NO_KEY = new byte[HASH_BYTES];

    private Hkdf() {}

    /**
     * A key of its own for each label, by suite AES.
     *
     * @param key at least 32 uniformly random bytes
     * @param label what the new key is for; different purposes need different labels
     * @param length bytes wanted, 1 to 8160
     */
    public static SecretBytes expand(SecretBytes key, String label, int length) {
        return expand(Suite.AES, key, label, length);
    }

    /**
     * A key of its own for each label, by the suite's keyed hash.
     *
     * @param key at least 32 uniformly random bytes
     * @param label what the new key is for; different purposes need different labels
     * @param length bytes wanted, 1 to 8160
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static SecretBytes expand(Suite suite, SecretBytes key, String label, int length) {
        return expand(suite, key, label.getBytes(UTF_8), length);
    }

    static SecretBytes expand(Suite suite, SecretBytes key, byte[] info, int length) {
        if (key.length() < HASH_BYTES) {
            throw new IllegalStateException("A key to derive from needs at least 32 bytes.");
        }
        Mac mac = mac(suite, key);
        try {
            return expand(mac, info, length);
        } finally {
            forget(mac);
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

    /** The suite's keyed hash with this key. */
    static Mac mac(Suite suite, SecretBytes key) {
        Mac mac = suite.newMac();
        init(mac, key.key(suite.macAlgorithm(), PlainAccess.granted()));
        return mac;
    }

    /** The keyed hash holds its key in padded form, which only another key overwrites. */
    static void forget(Mac mac) {
        init(mac, new SecretKeySpec(NO_KEY, mac.getAlgorithm()));
    }

    private static void init(Mac mac, SecretKey key) {
        try {
            mac.init(key);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes keys of every length.", e);
        }
    }
}
