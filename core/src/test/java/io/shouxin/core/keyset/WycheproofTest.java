// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of the Wycheproof project that reach the primitives below our formats. */
class WycheproofTest {

    static Stream<TestVector> keyWraps() {
        return TestVector.wycheproof("aes_kwp_test")
                .filter(vector -> vector.bytes("key").length == 32)
                // Ours never has 8 bytes or fewer, for which RFC 5649 has a form of its own.
                .filter(vector -> vector.bytes("msg").length > 8);
    }

    static Stream<TestVector> derivations() {
        return TestVector.wycheproof("hkdf_sha256_test");
    }

    static Stream<TestVector> macs() {
        return TestVector.wycheproof("hmac_sha256_test");
    }

    @ParameterizedTest
    @MethodSource("keyWraps")
    void keyWrap(TestVector vector) throws GeneralSecurityException {
        SecretBytes kek = vector.secret("key");
        if (vector.isValid()) {
            assertThat(KeyWrap.keyWrap(Cipher.ENCRYPT_MODE, kek, vector.bytes("msg")))
                    .isEqualTo(vector.bytes("ct"));
            assertThat(KeyWrap.keyWrap(Cipher.DECRYPT_MODE, kek, vector.bytes("ct")))
                    .isEqualTo(vector.bytes("msg"));
        } else if (vector.text("result").equals("invalid")) {
            assertThatExceptionOfType(GeneralSecurityException.class)
                    .isThrownBy(() -> KeyWrap.keyWrap(Cipher.DECRYPT_MODE, kek, vector.bytes("ct")));
        }
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void derive(TestVector vector) throws GeneralSecurityException {
        byte[] salt = vector.bytes("salt");
        SecretBytes extracted = SecretBytes.copyOf(
                ByHand.hmac(salt.length == 0 ? new byte[32] : salt, vector.bytes("ikm")));
        int length = (int) vector.number("size");
        if (vector.isValid()) {
            assertThat(Hkdf.expand(extracted, vector.bytes("info"), length)).isEqualTo(vector.secret("okm"));
        } else {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Hkdf.expand(extracted, vector.bytes("info"), length));
        }
    }

    @ParameterizedTest
    @MethodSource("macs")
    void mac(TestVector vector) {
        byte[] tag = vector.bytes("tag");
        byte[] ours = Arrays.copyOf(Hkdf.mac(vector.bytes("key")).doFinal(vector.bytes("msg")), tag.length);
        assertThat(Arrays.equals(ours, tag)).isEqualTo(vector.isValid());
    }
}
