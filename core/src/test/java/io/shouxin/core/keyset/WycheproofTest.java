// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The vectors of the Wycheproof project and of RFC 8998 through the primitives below our formats: a valid one
 * is taken, an invalid one refused, and one with parameters that our formats do not have is refused as misuse.
 */
class WycheproofTest {

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    /** How many were taken, refused and outside our parameters, printed so that a run shows what it tried. */
    private static final class Count {

        private final String name;
        private int taken;
        private int refused;
        private int misuse;

        Count(String name) {
            this.name = name;
        }

        void is(int takenWanted, int refusedWanted, int misuseWanted) {
            System.out.printf("%s: %d taken, %d refused, %d with other parameters%n", name, taken, refused, misuse);
            assertThat(List.of(taken, refused, misuse)).containsExactly(takenWanted, refusedWanted, misuseWanted);
        }
    }

    @Test
    void aesGcm() {
        gcm(Suite.AES, "aes_gcm_test").is(39, 27, 250);
    }

    @Test
    void sm4Gcm() {
        gcm(Suite.SM, "sm4_gcm_test").is(38, 27, 39);
    }

    private static Count gcm(Suite suite, String file) {
        Count count = new Count(file);
        TestVector.wycheproof(file).forEach(vector -> gcm(suite, vector, count));
        return count;
    }

    private static void gcm(Suite suite, TestVector vector, Count count) {
        SecretBytes key = vector.secret("key");
        byte[] nonce = vector.bytes("iv");
        byte[] aad = vector.bytes("aad");
        byte[] sealed = ByHand.join(vector.bytes("ct"), vector.bytes("tag"));
        if (key.length() != suite.keyBytes() || nonce.length != Gcm.NONCE_BYTES) {
            count.misuse++;
            assertThatIllegalStateException().isThrownBy(() -> Gcm.open(suite, key, nonce, aad, sealed));
            assertThatIllegalStateException().isThrownBy(() -> Gcm.seal(suite, key, nonce, aad, new byte[1]));
            return;
        }
        Optional<byte[]> opened = Gcm.open(suite, key, nonce, aad, sealed);
        if (vector.isValid()) {
            count.taken++;
            assertThat(opened.orElseThrow()).as("%s", vector).isEqualTo(vector.bytes("msg"));
            assertThat(Gcm.seal(suite, key, nonce, aad, vector.bytes("msg"))).as("%s", vector).isEqualTo(sealed);
        } else {
            count.refused++;
            assertThat(opened).as("%s", vector).isEmpty();
        }
    }

    /** RFC 8998, appendix A.2. */
    @Test
    void sm4GcmOfTheRfc() {
        TestVector vector = TestVector.shared("crypto/rfc8998-sm4-gcm.json").findFirst().orElseThrow();
        byte[] sealed = ByHand.join(vector.bytes("ct"), vector.bytes("tag"));
        assertThat(Gcm.seal(Suite.SM, vector.secret("key"), vector.bytes("iv"), vector.bytes("aad"),
                vector.bytes("pt"))).isEqualTo(sealed);
        assertThat(Gcm.open(Suite.SM, vector.secret("key"), vector.bytes("iv"), vector.bytes("aad"), sealed)
                .orElseThrow()).isEqualTo(vector.bytes("pt"));
    }

    /** By the JDK, as suite AES wraps. Ours never has 8 bytes or fewer, for which RFC 5649 has another form. */
    @Test
    void keyWrap() {
        Count count = new Count("aes_kwp_test, suite AES");
        TestVector.wycheproof("aes_kwp_test").forEach(vector -> {
            SecretBytes key = vector.secret("key");
            if (key.length() != Kek.KEY_BYTES) {
                count.misuse++;
                assertThatIllegalStateException().isThrownBy(() -> new Kek(key));
                return;
            }
            Kek kek = new Kek(key);
            check(vector, count, kek.unwrap(Suite.AES, vector.bytes("ct")));
            if (vector.isValid()) {
                assertThat(kek.wrap(Suite.AES, vector.bytes("msg"))).as("%s", vector).isEqualTo(vector.bytes("ct"));
            }
        });
        count.is(25, 69, 160);
    }

    /** By our own code, as suite SM wraps, over AES here: the same steps with another block cipher. */
    @Test
    void ourOwnKeyWrap() throws GeneralSecurityException {
        Count count = new Count("aes_kwp_test, our own KWP");
        Predicate<TestVector> isShort = vector -> vector.isValid() && vector.bytes("msg").length <= 8;
        for (TestVector vector : TestVector.wycheproof("aes_kwp_test").toList()) {
            if (isShort.test(vector)) {
                count.misuse++;
                assertThatIllegalStateException().isThrownBy(
                        () -> Kwp.wrap(aes(Cipher.ENCRYPT_MODE, vector), vector.bytes("msg")));
                assertThat(Kwp.unwrap(aes(Cipher.DECRYPT_MODE, vector), vector.bytes("ct"))).isEmpty();
                continue;
            }
            check(vector, count, Kwp.unwrap(aes(Cipher.DECRYPT_MODE, vector), vector.bytes("ct")));
            if (vector.isValid()) {
                assertThat(Kwp.wrap(aes(Cipher.ENCRYPT_MODE, vector), vector.bytes("msg"))).as("%s", vector)
                        .isEqualTo(vector.bytes("ct"));
            }
        }
        count.is(52, 177, 25);
    }

    private static Cipher aes(int mode, TestVector vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, new SecretKeySpec(vector.bytes("key"), "AES"));
        return cipher;
    }

    private static void check(TestVector vector, Count count, Optional<byte[]> unwrapped) {
        if (vector.isValid()) {
            count.taken++;
            assertThat(unwrapped.orElseThrow()).as("%s", vector).isEqualTo(vector.bytes("msg"));
        } else {
            count.refused++;
            assertThat(unwrapped).as("%s", vector).isEmpty();
        }
    }

    /** Ours begins with a key that is uniformly random already: the extract step is done by hand. */
    @Test
    void derive() throws GeneralSecurityException {
        Count count = new Count("hkdf_sha256_test");
        for (TestVector vector : TestVector.wycheproof("hkdf_sha256_test").toList()) {
            byte[] salt = vector.bytes("salt");
            SecretBytes extracted = SecretBytes.copyOf(
                    ByHand.hmac(salt.length == 0 ? new byte[32] : salt, vector.bytes("ikm")));
            int length = (int) vector.number("size");
            if (vector.isValid()) {
                count.taken++;
                assertThat(Hkdf.expand(Suite.AES, extracted, vector.bytes("info"), length)).as("%s", vector)
                        .isEqualTo(vector.secret("okm"));
            } else {
                count.refused++;
                assertThatIllegalStateException().as("%s", vector)
                        .isThrownBy(() -> Hkdf.expand(Suite.AES, extracted, vector.bytes("info"), length));
            }
        }
        count.is(83, 3, 0);
    }

    @Test
    void mac() {
        Count count = new Count("hmac_sha256_test");
        TestVector.wycheproof("hmac_sha256_test").forEach(vector -> {
            byte[] tag = vector.bytes("tag");
            byte[] whole = Suite.AES.mac(vector.secret("key"), vector.bytes("msg"));
            assertThat(Arrays.equals(Arrays.copyOf(whole, tag.length), tag)).as("%s", vector)
                    .isEqualTo(vector.isValid());
            count.taken += vector.isValid() ? 1 : 0;
            count.refused += vector.isValid() ? 0 : 1;
        });
        count.is(66, 108, 0);
    }
}
