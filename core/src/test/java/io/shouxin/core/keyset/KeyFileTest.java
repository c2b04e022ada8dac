// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final char[] PASSPHRASE = "十二个字符以上的一句口令吧".toCharArray();
    private static final int FEW = KeyFile.ITERATIONS_MIN;

    private final SortedMap<Integer, SecretBytes> roots =
            new TreeMap<>(Map.of(1, SecretBytes.random(32), 7, SecretBytes.random(32)));

    @Test
    void readsWhatItWrote() {
        byte[] file = KeyFile.write(roots, PASSPHRASE, FEW);
        assertThat(KeyFile.read(file, PASSPHRASE)).isEqualTo(roots);
        assertThat(file).hasSize(KeyFile.HEADER_BYTES + 2 + 2 * 36 + 16);
        assertThat(KeyFile.write(roots, PASSPHRASE, FEW)).isNotEqualTo(file);
    }

    @Test
    void refusesEveryChangedBit() {
        // The key is derived once: what is tried here is that the seal covers the header too.
        byte[] file = KeyFile.write(roots, PASSPHRASE, FEW);
        byte[] fileKey = KeyFile.fileKey(file, PASSPHRASE);
        assertThat(KeyFile.open(file, fileKey)).isEqualTo(roots);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] changed = Flip.bit(file, bit);
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> KeyFile.open(changed, fileKey)).withMessage(KeyDamaged.FILE);
        }
    }

    /** One bit each of version, suite, derivation, the zero byte, iterations, salt, nonce, text and tag. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 8, 45, 60, 141})
    void refusesAChangedByteThroughTheDoor(int index) {
        byte[] file = Flip.bit(KeyFile.write(roots, PASSPHRASE, FEW), index * 8 + 6);
        refuses(file, PASSPHRASE);
    }

    @Test
    void aWrongPassphraseLooksLikeDamage() {
        byte[] file = KeyFile.write(roots, PASSPHRASE, FEW);
        refuses(file, Arrays.copyOf(PASSPHRASE, PASSPHRASE.length - 1));
        refuses(file, new char[0]);
    }

    @Test
    void refusesWhatIsNoKeyFile() {
        for (int length : new int[] {0, 1, 8, 51, 52, 67, 68, 200}) {
            refuses(new byte[length], PASSPHRASE);
        }
        byte[] slow = KeyFile.write(roots, PASSPHRASE, FEW);
        refuses(ByteBuffer.wrap(slow).putInt(4, KeyFile.ITERATIONS_MAX + 1).array(), PASSPHRASE);
        refuses(ByteBuffer.wrap(slow).putInt(4, -1).array(), PASSPHRASE);
    }

    private static void refuses(byte[] file, char[] passphrase) {
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> KeyFile.read(file, passphrase))
                .withMessage("keys.file.wrong-passphrase-or-damaged").withNoCause();
    }

    @Test
    void refusesWeakSettings() {
        assertThatExceptionOfType(KeyRefused.class)
                .isThrownBy(() -> KeyFile.write(roots, "elevenchars".toCharArray(), FEW))
                .withMessage("keys.file.passphrase-too-short");
        for (int iterations : new int[] {0, FEW - 1, KeyFile.ITERATIONS_MAX + 1}) {
            assertThatExceptionOfType(KeyRefused.class)
                    .isThrownBy(() -> KeyFile.write(roots, PASSPHRASE, iterations))
                    .withMessage("keys.file.iterations");
        }
    }

    @Test
    void refusesRootsThatAreNone() {
        assertThatIllegalStateException().isThrownBy(() -> KeyFile.write(new TreeMap<>(), PASSPHRASE, FEW));
        roots.put(0, SecretBytes.random(32));
        assertThatIllegalStateException().isThrownBy(() -> KeyFile.write(roots, PASSPHRASE, FEW));
        roots.remove(0);
        roots.put(8, SecretBytes.random(16));
        assertThatIllegalStateException().isThrownBy(() -> KeyFile.write(roots, PASSPHRASE, FEW));
    }
}
