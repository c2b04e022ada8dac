// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.TestVector;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FF1 against the samples of NIST, the vectors of Wycheproof and testdata/token/ff1.json. */
class Ff1VectorsTest {

    static Stream<TestVector> golden() {
        return TestVector.ofType("ff1", "token/ff1.json");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void encryptsAndDecryptsAsTheFileSays(TestVector vector) throws GeneralSecurityException {
        BlockCipher cipher = BlockCipher.valueOf(vector.text("cipher"));
        int radix = (int) vector.number("radix");
        int[] plain = numerals(vector, "plain");
        int[] enciphered = numerals(vector, "enciphered");
        byte[] tweak = vector.bytes("tweak");
        Ff1 ff1 = Ff1.of(Ff1Parameters.of(cipher, radix, plain.length, plain.length), vector.secret("key"));
        assertThat(ff1.encryptDeterministically(plain, tweak)).isEqualTo(enciphered);
        assertThat(ff1.decrypt(enciphered, tweak)).isEqualTo(plain);
        Ff1ByHand byHand = new Ff1ByHand(vector.bytes("key"), radix, tweak);
        assertThat(byHand.encrypt(plain)).isEqualTo(enciphered);
        assertThat(byHand.decrypt(enciphered)).isEqualTo(plain);
    }

    /** Their smallest domain, 100, is refused unless the caller insists. */
    @Test
    void passesWycheproof() {
        List<TestVector> vectors = TestVector.wycheproof("aes_ff1_base10_test").toList();
        assertThat(vectors).hasSize(3845);
        vectors.forEach(Ff1VectorsTest::passes);
    }

    private static void passes(TestVector vector) {
        int[] plain = digits(vector.text("msg"));
        if (!vector.isValid()) {
            assertThatThrownBy(() -> run(vector, plain)).as("%s", vector).isInstanceOf(TokenRefused.class);
            return;
        }
        assertThat(text(run(vector, plain))).as("%s", vector).isEqualTo(vector.text("ct"));
        int length = plain.length;
        Ff1 ff1 = Ff1.of(Ff1Parameters.allowSmallDomain(cipher(vector), 10, length, length), vector.secret("key"));
        assertThat(ff1.decrypt(digits(vector.text("ct")), vector.bytes("tweak"))).as("%s", vector).isEqualTo(plain);
        if (length <= 18) {
            long[] batch = {Long.parseLong(vector.text("msg"))};
            Ff1Batch door = ff1.batch(length, vector.bytes("tweak"));
            door.encryptDeterministically(batch, 0, 1);
            assertThat(batch).as("%s", vector).containsExactly(Long.parseLong(vector.text("ct")));
            door.decrypt(batch, 0, 1);
            assertThat(batch).as("%s", vector).containsExactly(Long.parseLong(vector.text("msg")));
        }
    }

    private static int[] run(TestVector vector, int[] plain) {
        int length = plain.length;
        return Ff1.of(Ff1Parameters.allowSmallDomain(cipher(vector), 10, length, length), vector.secret("key"))
                .encryptDeterministically(plain, vector.bytes("tweak"));
    }

    /** A key of a wrong size meets a cipher that refuses it. */
    private static BlockCipher cipher(TestVector vector) {
        return switch (vector.bytes("key").length) {
            case 24 -> BlockCipher.AES_192;
            case 32 -> BlockCipher.AES_256;
            default -> BlockCipher.AES_128;
        };
    }

    private static int[] digits(String text) {
        return text.chars().map(c -> "0123456789".indexOf(c)).toArray();
    }

    private static String text(int[] digits) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(digits).forEach(text::append);
        return text.toString();
    }

    private static int[] numerals(TestVector vector, String name) {
        return ((List<?>) vector.members().get(name)).stream().mapToInt(one -> ((Long) one).intValue()).toArray();
    }
}
