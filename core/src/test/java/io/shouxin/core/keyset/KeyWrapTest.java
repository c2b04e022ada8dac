// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWrapTest {

    private static final KeyPlace PLACE = KeyPlace.customer(0x01020304);

    private final SecretBytes kek = SecretBytes.random(32);
    private final SecretBytes key = SecretBytes.random(32);

    @Test
    void unwrapsWhatItWrapped() {
        byte[] wrapped = KeyWrap.wrap(kek, key, PLACE);
        assertThat(wrapped).hasSize(50);
        assertThat(KeyWrap.unwrap(kek, wrapped, PLACE)).isEqualTo(key);
    }

    /** At a customer's place and at each place above it. */
    @ParameterizedTest
    @ValueSource(longs = {74, 75, 76})
    void refusesEveryChangedBit(long seed) {
        for (KeyPlace place : KeyPlace.customer(new Random(seed).nextInt(1 << 30)).path()) {
            byte[] wrapped = KeyWrap.wrap(kek, key, place);
            assertThat(KeyWrap.unwrap(kek, wrapped, place)).isEqualTo(key);
            for (int bit = 0; bit < wrapped.length * 8; bit++) {
                byte[] changed = Flip.bit(wrapped, bit);
                assertThatExceptionOfType(KeyDamaged.class).as("%s bit %d", place, bit)
                        .isThrownBy(() -> KeyWrap.unwrap(kek, changed, place));
            }
        }
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] wrapped = KeyWrap.wrap(kek, key, PLACE);
        for (int length = 0; length < 80; length++) {
            byte[] other = Arrays.copyOf(wrapped, length);
            if (length != wrapped.length) {
                refuses(other, PLACE);
                assertThatExceptionOfType(KeyDamaged.class).as("%d bytes", length)
                        .isThrownBy(() -> KeyWrap.unwrapNamed(kek, other, "x"));
            }
        }
    }

    @Test
    void refusesEveryChangedBitOfANamedSecret() {
        byte[] wrapped = KeyWrap.wrapNamed(kek, SecretBytes.random(48), "signing/ledger");
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = Flip.bit(wrapped, bit);
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> KeyWrap.unwrapNamed(kek, changed, "signing/ledger"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void refusesEveryOtherPlace(long seed) {
        Random random = new Random(seed);
        byte[] wrapped = KeyWrap.wrap(kek, key, PLACE);
        for (int i = 0; i < 200; i++) {
            KeyPlace other = KeyPlace.customer(random.nextInt() & 0xFFFF_FFFFL);
            refuses(wrapped, other);
            refuses(wrapped, other.parent());
        }
        PLACE.path().stream().filter(place -> !place.equals(PLACE)).forEach(place -> refuses(wrapped, place));
    }

    private void refuses(byte[] wrapped, KeyPlace place) {
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> KeyWrap.unwrap(kek, wrapped, place))
                .satisfies(damaged -> assertThat(damaged.key()).isEqualTo("keys.wrapped.damaged"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 16, 31, 32, 33, 1000, 4096})
    void wrapsNamedSecretsOfEveryLength(int length) {
        SecretBytes secret = SecretBytes.random(length);
        for (String name : new String[] {"x", "index/phone/12", "n".repeat(200)}) {
            byte[] wrapped = KeyWrap.wrapNamed(kek, secret, name);
            assertThat(KeyWrap.unwrapNamed(kek, wrapped, name)).isEqualTo(secret);
        }
    }

    @Test
    void namedSecretsAndTreeKeysDoNotMix() {
        byte[] named = KeyWrap.wrapNamed(kek, key, "x");
        refuses(named, PLACE);
        byte[] placed = KeyWrap.wrap(kek, key, PLACE);
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> KeyWrap.unwrapNamed(kek, placed, "x"));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> KeyWrap.unwrapNamed(kek, named, "y"));
    }

    @Test
    void refusesMisuse() {
        assertThatIllegalStateException().isThrownBy(() -> KeyWrap.wrap(kek, SecretBytes.random(31), PLACE));
        assertThatIllegalStateException().isThrownBy(() -> KeyWrap.wrap(SecretBytes.random(16), key, PLACE));
        assertThatIllegalStateException().isThrownBy(() -> KeyWrap.wrap(kek, key, KeyPlace.ROOT_KEY));
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyWrap.wrapNamed(kek, SecretBytes.random(4097), "x"));
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyWrap.wrapNamed(kek, SecretBytes.random(0), "x"));
        for (String name : new String[] {"", "a b", "名", "n".repeat(201), "x\n"}) {
            assertThatIllegalStateException().isThrownBy(() -> KeyWrap.wrapNamed(kek, key, name));
        }
    }
}
