// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cells encrypted one by one with AES-256-GCM under a key of release and recipient, the column's name as associated
 * data: {@code s1} and base64url of nonce, ciphertext and tag. A cell moved to another column does not open. The nonce
 * is random, which is good for 2^32 cells of a release (SP 800-38D, 8.3).
 */
final class SealStep {

    private static final String LABEL = "shouxin/1 seal ";
    private static final String MARK = "s1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final byte[] column;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final Cipher cipher;

    SealStep(String column, SecretBytes releaseKey, String recipient) {
        this.column = column.getBytes(UTF_8);
        try (SecretBytes derived = Hkdf.expand(releaseKey, LABEL + FieldName.required(recipient),
                Suite.AES.keyBytes())) {
            byte[] plain = derived.plain(PlainAccess.granted());
            key = new SecretKeySpec(plain, Suite.AES.keyAlgorithm());
            Arrays.fill(plain, (byte) 0);
            cipher = Suite.AES.newGcm();
        }
    }

    String seal(String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = value.getBytes(UTF_8);
        try {
            byte[] box = crypt(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length);
            byte[] all = ByteBuffer.allocate(NONCE_BYTES + box.length).put(nonce).put(box).array();
            return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals any text.", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    String open(String sealed) {
        if (!sealed.startsWith(MARK)) {
            throw CellRefused.Reason.NOT_OURS.refusal();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(MARK.length()));
            if (all.length < NONCE_BYTES + TAG_BYTES) {
                throw CellRefused.Reason.NOT_OURS.refusal();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return new String(crypt(Cipher.DECRYPT_MODE, nonce, all, NONCE_BYTES, all.length - NONCE_BYTES), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw CellRefused.Reason.NOT_OURS.refusal();
        }
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, int at, int length) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(column);
        return cipher.doFinal(input, at, length);
    }
}
