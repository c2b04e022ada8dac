// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.ByHand;
import io.shouxin.core.keyset.SmProvider;
import io.shouxin.core.keyset.TestVector;
import io.shouxin.core.keyset.VectorFile;
import io.shouxin.core.secret.SecretText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** testdata/token/vectors.json: our code gives these, and so does a second reading of the formats. */
class TokenVectorsTest {

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    @Test
    void theFileIsWhatTheCodeMakes() throws IOException {
        VectorFile.isMade("token/vectors.json", vector -> vector.text("type").equals("tag")
                ? Map.of("tag", BlindIndex.tag(vector.secret("indexKey"), vector.text("field"),
                        SecretText.of(vector.text("value")), vector.suite()))
                : Map.of("token", Tokens.token(vector.secret("tokenKey"), vector.text("field"),
                        UUID.fromString(vector.text("customer")), vector.suite())));
    }

    static Stream<TestVector> tags() {
        return TestVector.ofType("tag", "token/vectors.json");
    }

    static Stream<TestVector> tokens() {
        return TestVector.ofType("token", "token/vectors.json");
    }

    @ParameterizedTest
    @MethodSource("tags")
    void tags(TestVector vector) throws GeneralSecurityException {
        String field = vector.text("field");
        SecretText value = SecretText.of(vector.text("value"));
        assertThat(BlindIndex.tag(vector.secret("indexKey"), field, value, vector.suite()))
                .isEqualTo(vector.bytes("tag"));
        byte[] name = field.getBytes(US_ASCII);
        byte[] text = vector.text("value").getBytes(UTF_8);
        byte[] framed = ByHand.join(new byte[] {1, vector.suite().code(), 0, (byte) name.length}, name,
                ByteBuffer.allocate(4).putInt(text.length).array(), text);
        assertThat(Arrays.copyOf(ByHand.hmac(vector.suite(), vector.bytes("indexKey"), framed), 16))
                .isEqualTo(vector.bytes("tag"));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void tokens(TestVector vector) throws GeneralSecurityException {
        String token = vector.text("token");
        if (!vector.isValid()) {
            assertThat(Tokens.open(vector.secret("tokenKey"), token)).isEmpty();
            assertThat(Tokens.field(token)).isEmpty();
            return;
        }
        String field = vector.text("field");
        UUID customer = UUID.fromString(vector.text("customer"));
        assertThat(Tokens.token(vector.secret("tokenKey"), field, customer, vector.suite())).isEqualTo(token);
        assertThat(Tokens.open(vector.secret("tokenKey"), token))
                .contains(new Tokens.Opened(field, customer));
        assertThat(Tokens.field(token)).contains(field);
        byte[] key = ByHand.derive(vector.suite(), vector.bytes("tokenKey"), "shouxin/1 token " + field);
        byte[] block = ByHand.encipher(vector.suite(), key, ByHand.id(customer));
        assertThat(number(token.substring(field.length() + 2))).isEqualTo(new BigInteger(1, block));
    }

    private static BigInteger number(String text) {
        BigInteger number = BigInteger.ZERO;
        for (char digit : text.toCharArray()) {
            int value = "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
            number = number.shiftLeft(5).add(BigInteger.valueOf(value));
        }
        return number;
    }
}
