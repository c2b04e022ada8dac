// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.keyset.SmProvider;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretBytes;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final UUID CUSTOMER = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);

    private final SecretBytes key = SecretBytes.random(32);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void opensWhatItMade(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            UUID customer = new UUID(random.nextLong(), random.nextLong());
            String token = Tokens.token(key, "phone", customer);
            assertThat(token).matches("phone:1[0-7][0-9a-hjkmnp-tv-z]{25}");
            assertThat(Tokens.open(key, token)).contains(new Tokens.Opened("phone", customer));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void opensByTheSuiteThatTheTokenNames(long seed) {
        SmProvider.found();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            UUID customer = new UUID(random.nextLong(), random.nextLong());
            String sm = Tokens.token(key, "phone", customer, Suite.SM);
            assertThat(sm).matches("phone:2[0-7][0-9a-hjkmnp-tv-z]{25}");
            assertThat(Tokens.open(key, sm)).contains(new Tokens.Opened("phone", customer));
            assertThat(Tokens.open(key, sm.replace(":2", ":1"))).isPresent()
                    .isNotEqualTo(Tokens.open(key, sm));
        }
    }

    @Test
    void differsByRecipientFieldAndCustomer() {
        String token = Tokens.token(key, "phone", CUSTOMER);
        assertThat(token).isEqualTo(Tokens.token(key, "phone", CUSTOMER))
                .isNotEqualTo(Tokens.token(SecretBytes.random(32), "phone", CUSTOMER))
                .isNotEqualTo(Tokens.token(key, "phone", new UUID(0, 0)));
        assertThat(Tokens.token(key, "name", CUSTOMER).substring("name".length()))
                .isNotEqualTo(token.substring("phone".length()));
    }

    @Test
    void opensToNobodyWithAnotherKeyOrField() {
        String token = Tokens.token(key, "phone", CUSTOMER);
        assertThat(Tokens.open(SecretBytes.random(32), token).orElseThrow().customer())
                .isNotEqualTo(CUSTOMER);
        assertThat(Tokens.open(key, "name" + token.substring("phone".length())).orElseThrow().customer())
                .isNotEqualTo(CUSTOMER);
    }

    @Test
    void everyChangedCharacterIsRefusedOrAnotherCustomer() {
        Tokens.Opened opened = new Tokens.Opened("phone", CUSTOMER);
        String token = Tokens.token(key, "phone", CUSTOMER);
        for (int i = 0; i < token.length(); i++) {
            for (char c = 0; c < 200; c++) {
                String changed = token.substring(0, i) + c + token.substring(i + 1);
                assertThat(Tokens.open(key, changed).filter(opened::equals).isPresent())
                        .as("character %d", i).isEqualTo(changed.equals(token));
            }
        }
    }

    @Test
    void spellsTheSmallestAndTheLargestBlock() {
        byte[] largest = new byte[16];
        Arrays.fill(largest, (byte) 0xFF);
        assertThat(Base32.encode(new byte[16])).isEqualTo("0".repeat(26));
        assertThat(Base32.encode(largest)).isEqualTo("7" + "z".repeat(25));
        assertThat(Base32.decode("7" + "z".repeat(25))).isEqualTo(largest);
    }

    @Test
    void refusesMisuse() {
        assertThatIllegalStateException().isThrownBy(() -> Tokens.token(key, "Phone", CUSTOMER));
        assertThatIllegalStateException()
                .isThrownBy(() -> Tokens.token(SecretBytes.random(16), "phone", CUSTOMER));
    }
}
