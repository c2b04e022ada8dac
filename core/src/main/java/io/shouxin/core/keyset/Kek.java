// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * One key that wraps others, with its ciphers set up once for as many wraps as are wanted: a page is
 * rewrapped 256 keys at a time. For one thread.
 *
 * <p>The key's 32 bytes are the key of AES-KWP themselves. SM4 takes 16, which are derived, so that one
 * key may wrap by both suites while an operator changes over.
 */
final class Kek implements AutoCloseable {

    static final int KEY_BYTES = 32;

    private static final byte[] LABEL = "shouxin/1 wrap".getBytes(US_ASCII);

    private final SecretBytes key;
    private SecretBytes sm4;
    private Cipher aesWrap;
    private Cipher aesUnwrap;
    private Cipher sm4Encrypt;
    private Cipher sm4Decrypt;

    /** @param key 32 bytes, which are copied */
    Kek(SecretBytes key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalStateException("A wrapping key has 32 bytes.");
        }
        this.key = key.copy();
    }

    byte[] wrap(Suite suite, byte[] plain) {
        try {
            if (suite == Suite.SM) {
                sm4Encrypt = sm4Encrypt == null ? sm4(Cipher.ENCRYPT_MODE) : sm4Encrypt;
                return Kwp.wrap(sm4Encrypt, plain);
            }
            aesWrap = aesWrap == null ? aes(Cipher.ENCRYPT_MODE) : aesWrap;
            return aesWrap.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("KWP wraps keys of every length used here.", e);
        }
    }

    /** What was wrapped, which the caller wipes; empty if it was changed or another key wrapped it. */
    Optional<byte[]> unwrap(Suite suite, byte[] wrapped) {
        try {
            if (suite == Suite.SM) {
                sm4Decrypt = sm4Decrypt == null ? sm4(Cipher.DECRYPT_MODE) : sm4Decrypt;
                return Kwp.unwrap(sm4Decrypt, wrapped);
            }
            aesUnwrap = aesUnwrap == null ? aes(Cipher.DECRYPT_MODE) : aesUnwrap;
            return Optional.of(aesUnwrap.doFinal(wrapped));
        } catch (GeneralSecurityException refused) {
            // Nothing of the cipher's own message is passed on.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        key.close();
        if (sm4 != null) {
            sm4.close();
        }
    }

    private Cipher aes(int mode) throws GeneralSecurityException {
        Cipher cipher = Suite.AES.newKeyWrap();
        cipher.init(mode, key.key(Suite.AES.keyAlgorithm(), PlainAccess.granted()));
        return cipher;
    }

    private Cipher sm4(int mode) throws GeneralSecurityException {
        if (sm4 == null) {
            sm4 = Hkdf.expand(Suite.SM, key, LABEL, Suite.SM.keyBytes());
        }
        Cipher cipher = Suite.SM.newBlockCipher();
        cipher.init(mode, sm4.key(Suite.SM.keyAlgorithm(), PlainAccess.granted()));
        return cipher;
    }
}
