// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.PlainAccess;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseKeysTest {

    private static final char[] PASSPHRASE = "十二个字符以上的一句口令吧".toCharArray();
    private static final int FEW = ReleaseKeys.ITERATIONS_MIN;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    private final ReleaseKeys keys = new ReleaseKeys();

    ReleaseKeysTest() {
        keys.add(ReleaseKey.random("cdr-2026-11", DAY));
        keys.add(ReleaseKey.random("bills", DAY.minusDays(1)));
    }

    @Test
    void readsWhatItWrote() {
        byte[] file = keys.write(PASSPHRASE, FEW);
        try (ReleaseKeys read = ReleaseKeys.read(file, PASSPHRASE)) {
            assertThat(read.all()).containsExactlyElementsOf(keys.all());
            assertThat(read.of("bills").day()).isEqualTo(DAY.minusDays(1));
        }
        assertThat(file).hasSize(ReleaseKeys.HEADER_BYTES + 2 + (1 + 11 + 36) + (1 + 5 + 36) + 16);
        assertThat(keys.write(PASSPHRASE, FEW)).isNotEqualTo(file);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("bills");
    }

    /** One bit each of magic, version, suite, derivation, the zero byte, iterations, salt, nonce, text and tag. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 6, 7, 8, 10, 12, 50, 60, 150})
    void refusesAChangedByte(int index) {
        byte[] file = keys.write(PASSPHRASE, FEW);
        file[index] ^= 0x40;
        refused("release-keys.wrong-passphrase-or-damaged", () -> ReleaseKeys.read(file, PASSPHRASE));
    }

    @Test
    void aWrongPassphraseLooksLikeDamage() {
        byte[] file = keys.write(PASSPHRASE, FEW);
        refused("release-keys.wrong-passphrase-or-damaged",
                () -> ReleaseKeys.read(file, Arrays.copyOf(PASSPHRASE, 12)));
        refused("release-keys.wrong-passphrase-or-damaged", () -> ReleaseKeys.read(new byte[10], PASSPHRASE));
        refused("release-keys.wrong-passphrase-or-damaged",
                () -> ReleaseKeys.read(Arrays.copyOf(file, file.length - 1), PASSPHRASE));
    }

    @Test
    void refusesAShortPassphraseAndASecondKeyOfARelease() {
        refused("release-keys.passphrase-too-short", () -> keys.write("elevenchars".toCharArray(), FEW));
        refused("release-keys.iterations", () -> keys.write(PASSPHRASE, FEW - 1));
        refused("release-keys.release-twice", () -> keys.add(ReleaseKey.random("bills", DAY)));
        refused("release-keys.no-such-release", () -> keys.of("other"));
    }

    @Test
    void whatWasDestroyedIsWipedAndGone() {
        ReleaseKey bills = keys.of("bills");
        keys.destroy("bills");
        assertThatIllegalStateException().isThrownBy(() -> bills.key().plain(PlainAccess.granted()));
        assertThat(ReleaseKeys.read(keys.write(PASSPHRASE, FEW), PASSPHRASE).all()).hasSize(1);
        refused("release-keys.no-such-release", () -> keys.destroy("bills"));
    }

    private static void refused(String key, Runnable asked) {
        assertThatExceptionOfType(ReleaseKeysRefused.class).isThrownBy(asked::run).withMessage(key);
    }
}
