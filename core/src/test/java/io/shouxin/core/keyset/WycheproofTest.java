// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** The vectors of the Wycheproof project that reach the primitives below our formats. */
class WycheproofTest {

    @Test
    void keyWrap() {
        TestVector.wycheproof("aes_kwp_test")
                .filter(vector -> vector.bytes("key").length == 32)
                // Ours never has 8 bytes or fewer, for which RFC 5649 has a form of its own.
                .filter(vector -> vector.bytes("msg").length > 8)
                .forEach(vector -> keyWrap(vector, vector.secret("key")));
    }

    private static void keyWrap(TestVector vector, SecretBytes kek) {
        if (vector.isValid()) {
            assertThat(run(Cipher.ENCRYPT_MODE, kek, vector.bytes("msg"))).as("%s", vector)
                    .contains(SecretBytes.copyOf(vector.bytes("ct")));
            assertThat(run(Cipher.DECRYPT_MODE, kek, vector.bytes("ct"))).as("%s", vector)
                    .contains(SecretBytes.copyOf(vector.bytes("msg")));
        } else if (vector.text("result").equals("invalid")) {
            assertThat(run(Cipher.DECRYPT_MODE, kek, vector.bytes("ct"))).as("%s", vector).isEmpty();
        }
    }

    private static Optional<SecretBytes> run(int mode, SecretBytes kek, byte[] input) {
        try {
            return Optional.of(SecretBytes.copyOf(KeyWrap.keyWrap(mode, kek, input)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Test
    void derive() throws GeneralSecurityException {
        for (TestVector vector : TestVector.wycheproof("hkdf_sha256_test").toList()) {
            byte[] salt = vector.bytes("salt");
            SecretBytes extracted = SecretBytes.copyOf(
                    ByHand.hmac(salt.length == 0 ? new byte[32] : salt, vector.bytes("ikm")));
            int length = (int) vector.number("size");
            if (vector.isValid()) {
                assertThat(Hkdf.expand(extracted, vector.bytes("info"), length)).as("%s", vector)
                        .isEqualTo(vector.secret("okm"));
            } else {
                assertThatIllegalStateException().as("%s", vector)
                        .isThrownBy(() -> Hkdf.expand(extracted, vector.bytes("info"), length));
            }
        }
    }

    @Test
    void mac() {
        for (TestVector vector : TestVector.wycheproof("hmac_sha256_test").toList()) {
            byte[] tag = vector.bytes("tag");
            byte[] whole = Hkdf.mac(vector.bytes("key")).doFinal(vector.bytes("msg"));
            assertThat(Arrays.equals(Arrays.copyOf(whole, tag.length), tag)).as("%s", vector)
                    .isEqualTo(vector.isValid());
        }
    }
}
