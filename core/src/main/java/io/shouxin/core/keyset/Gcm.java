// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM and SM4-GCM (NIST SP 800-38D, RFC 8998) with a 96-bit nonce and a 128-bit tag, and no
 * other parameters. What is sealed keeps its length and stays secret and whole; the associated data
 * stays whole.
 *
 * <p>Warning: the same nonce twice under one key gives away both texts and the power to forge. Take a
 * random one for each sealing, and seal at most 2^32 texts under one key.
 */
public final class Gcm {

    /** Length of a nonce. */
    public static final int NONCE_BYTES = 12;
    /** Length of a tag, which is the end of what {@link #seal} returns. */
    public static final int TAG_BYTES = 16;

    private Gcm() {}

    /**
     * Ciphertext and tag.
     *
     * @param key of the suite's length
     * @param nonce never used before under this key
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static byte[] seal(Suite suite, SecretBytes key, byte[] nonce, byte[] associated, byte[] plain) {
        try {
            return keyed(suite, Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("GCM seals any text.", e);
        }
    }

    /**
     * What was sealed, which the caller wipes; empty if anything is not as it was when it was sealed.
     *
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static Optional<byte[]> open(
            Suite suite, SecretBytes key, byte[] nonce, byte[] associated, byte[] sealed) {
        if (sealed.length < TAG_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(keyed(suite, Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(sealed));
        } catch (GeneralSecurityException refused) {
            // Nothing of the cipher's own message is passed on.
            return Optional.empty();
        }
    }

    private static Cipher keyed(Suite suite, int mode, SecretBytes key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        if (key.length() != suite.keyBytes() || nonce.length != NONCE_BYTES) {
            throw new IllegalStateException("GCM takes keys of the suite's length and nonces of 12 bytes.");
        }
        Cipher cipher = suite.newGcm();
        cipher.init(mode, key.key(suite.keyAlgorithm(), PlainAccess.granted()),
                new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
