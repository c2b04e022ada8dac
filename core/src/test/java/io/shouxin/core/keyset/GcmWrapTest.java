// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The wrapping of a security module, with the JDK's own provider in its place. */
class GcmWrapTest {

    private static final KeyPlace TOP = KeyPlace.customer(0).path().get(0);
    private static final String NAME = "ledger.signing.1";

    private final GcmWrap root = root(0);
    private final SecretBytes key = SecretBytes.random(32);

    private static GcmWrap root(int first) {
        return new GcmWrap(new SecretKeySpec(bytes(first, 32), "AES"), provider());
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding").getProvider();
        } catch (NoSuchAlgorithmException | NoSuchPaddingException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static byte[] bytes(int first, int count) {
        byte[] bytes = new byte[count];
        IntStream.range(0, count).forEach(i -> bytes[i] = (byte) (first + i));
        return bytes;
    }

    /** Both were made with another implementation of AES-GCM, from the tables in docs/spec/key-tree.md. */
    @Test
    void givesTheBytesOfTheSpecification() {
        byte[] nonce = bytes(0xA0, 12);
        SecretBytes node = SecretBytes.copyOf(bytes(0x40, 32));
        assertThat(HexFormat.of().formatHex(root.seal(GcmWrap.context(TOP), node, nonce))).isEqualTo(PLACE_HEX);
        byte[] secret = new byte[5];
        Arrays.fill(secret, (byte) 7);
        assertThat(HexFormat.of().formatHex(root.seal(GcmWrap.context(NAME, 5), SecretBytes.copyOf(secret), nonce)))
                .isEqualTo(NAMED_HEX);
    }

    private static final String PLACE_HEX = "0201a0a1a2a3a4a5a6a7a8a9aaaba6593e6e018e44f82a2ccd984b378e9120fd"
            + "0b43c6e2143bc4577cdd23f62b5e61bde68f6511f33dd6a8894132fbe88a";
    private static final String NAMED_HEX = "0201a0a1a2a3a4a5a6a7a8a9aaabe11f7b2a42d285a8f32a10e92dcd1f4b971fbd27a7";

    @Test
    void unwrapsWhatItWrappedAndNeverLooksTheSame() {
        byte[] wrapped = root.wrap(key, TOP);
        assertThat(wrapped).hasSize(62).isNotEqualTo(root.wrap(key, TOP));
        assertThat(GcmWrap.made(wrapped)).isTrue();
        assertThat(root.unwrap(wrapped, TOP)).isEqualTo(key);
        for (int length : new int[] {1, 48, KeyWrap.SECRET_BYTES_MAX}) {
            SecretBytes secret = SecretBytes.random(length);
            assertThat(root.unwrapNamed(root.wrapNamed(secret, NAME), NAME)).isEqualTo(secret);
        }
    }

    @Test
    void refusesEveryChangedBit() {
        byte[] wrapped = root.wrap(key, TOP);
        byte[] named = root.wrapNamed(key, NAME);
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = Flip.bit(wrapped, bit);
            byte[] changedToo = Flip.bit(named, bit);
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> root.unwrap(changed, TOP));
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> root.unwrapNamed(changedToo, NAME));
        }
    }

    @Test
    void refusesAnotherPlaceNameKeyOrLength() {
        byte[] wrapped = root.wrap(key, TOP);
        byte[] named = root.wrapNamed(key, NAME);
        KeyPlace below = KeyPlace.customer(0).path().get(1);
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrap(wrapped, below));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrapNamed(named, "ledger.signing.2"));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrap(named, TOP));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrapNamed(wrapped, NAME));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root(1).unwrap(wrapped, TOP));
        for (int length = 0; length < wrapped.length; length++) {
            byte[] shorter = Arrays.copyOf(wrapped, length);
            assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrap(shorter, TOP));
            assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrapNamed(shorter, NAME));
        }
    }

    @Test
    void isNotMistakenForTheWrappingOfTheTree() {
        SecretBytes kek = SecretBytes.copyOf(bytes(0, 32));
        assertThat(GcmWrap.made(KeyWrap.wrap(kek, key, TOP))).isFalse();
        assertThatExceptionOfType(KeyDamaged.class)
                .isThrownBy(() -> KeyWrap.unwrap(kek, root.wrap(key, TOP), TOP));
        assertThatExceptionOfType(KeyDamaged.class)
                .isThrownBy(() -> root.unwrapNamed(KeyWrap.wrapNamed(kek, key, NAME), NAME));
    }

    @Test
    void wrapsOnlyWhatTheTreeHolds() {
        assertThatIllegalStateException().isThrownBy(() -> root.wrap(SecretBytes.random(16), TOP));
        assertThatIllegalStateException().isThrownBy(() -> root.wrap(key, KeyPlace.ROOT_KEY));
        assertThatIllegalStateException().isThrownBy(() -> root.wrapNamed(key, "with space"));
        assertThatIllegalStateException().isThrownBy(() -> root.wrapNamed(SecretBytes.random(4097), NAME));
    }
}
