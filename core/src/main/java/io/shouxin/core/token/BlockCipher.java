// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.token.TokenRefused.Reason;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/**
 * The block cipher below {@link Ff1}. The names are JCA names, so that SM4, which no JDK has, comes from
 * whatever provider the program installed; where none did, it is refused as {@code token.cipher.no-provider}.
 */
public enum BlockCipher {
    AES_128("AES", 16, true),
    AES_192("AES", 24, true),
    AES_256("AES", 32, true),
    /** GB/T 32907. FF1 is defined for AES alone, so FF1 with SM4 is nobody's published standard. */
    SM4("SM4", 16, false);

    static final int BLOCK_BYTES = 16;

    private final String algorithm;
    private final int keyBytes;
    private final boolean standardForFf1;

    BlockCipher(String algorithm, int keyBytes, boolean standardForFf1) {
        this.algorithm = algorithm;
        this.keyBytes = keyBytes;
        this.standardForFf1 = standardForFf1;
    }

    /** Length of a key in bytes: 16, 24 or 32. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Whether NIST SP 800-38G defines FF1 with this cipher. Where false, a page must say so. */
    public boolean isStandardForFf1() {
        return standardForFf1;
    }

    /**
     * The bare permutation. ECB over many blocks is one call into the processor's own instructions; what
     * ECB shows, equal blocks, is what deterministic tokens show anyway.
     *
     * @throws TokenRefused {@code token.cipher.key-length} or {@code token.cipher.no-provider}
     */
    Cipher open(int mode, SecretBytes key) {
        if (key.length() != keyBytes) {
            throw Reason.KEY_LENGTH.refusal();
        }
        try {
            Cipher cipher = Cipher.getInstance(algorithm + "/ECB/NoPadding");
            cipher.init(mode, key.key(algorithm, PlainAccess.granted()));
            return cipher;
        } catch (NoSuchAlgorithmException | NoSuchPaddingException absent) {
            throw Reason.NO_PROVIDER.refusal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The provider refused a key of the right length.", e);
        }
    }

    /** Enciphers whole blocks; input and output are different arrays. */
    static void blocks(Cipher cipher, byte[] in, int bytes, byte[] out) {
        try {
            if (cipher.update(in, 0, bytes, out, 0) != bytes) {
                throw new IllegalStateException("The provider keeps blocks back.");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The output has room for every block.", e);
        }
    }
}
