// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both suites side by side: what each opens, and what neither opens of the other. */
class SuitesTest {

    private static final KeyPlace PLACE = KeyPlace.customer(0x01020304);
    private static final UUID CUSTOMER = new UUID(1, 2);

    private final SecretBytes kek = SecretBytes.random(32);
    private final SecretBytes key = SecretBytes.random(32);

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatItWrappedByTheSuiteThatIsNamed(Suite suite) {
        byte[] wrapped = KeyWrap.wrap(kek, key, PLACE, suite);
        assertThat(wrapped).hasSize(50);
        assertThat(KeyWrap.suite(wrapped)).isEqualTo(suite);
        assertThat(KeyWrap.unwrap(kek, wrapped, PLACE)).isEqualTo(key);
        byte[] named = KeyWrap.wrapNamed(kek, SecretBytes.random(48), "signing/ledger", suite);
        assertThat(KeyWrap.suite(named)).isEqualTo(suite);
        assertThat(KeyWrap.unwrapNamed(kek, named, "signing/ledger").length()).isEqualTo(48);
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedBit(Suite suite) {
        byte[] wrapped = KeyWrap.wrap(kek, key, PLACE, suite);
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = Flip.bit(wrapped, bit);
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> KeyWrap.unwrap(kek, changed, PLACE));
        }
        byte[] named = KeyWrap.wrapNamed(kek, SecretBytes.random(37), "token/crm", suite);
        for (int bit = 0; bit < named.length * 8; bit++) {
            byte[] changed = Flip.bit(named, bit);
            assertThatExceptionOfType(KeyDamaged.class).as("bit %d", bit)
                    .isThrownBy(() -> KeyWrap.unwrapNamed(kek, changed, "token/crm"));
        }
    }

    /** The judge is Bouncy Castle's engine, given the key that we derive and the text that we wrap. */
    @ParameterizedTest
    @ValueSource(ints = {9, 15, 16, 17, 40, 41, 1000, 4304})
    void wrapsWithSm4AsBouncyCastleDoes(int length) {
        byte[] text = new byte[length];
        new Random(length).nextBytes(text);
        SecretBytes sm4 = Hkdf.expand(Suite.SM, kek, "shouxin/1 wrap", 16);
        RFC5649WrapEngine judge = new RFC5649WrapEngine(new SM4Engine());
        judge.init(true, new KeyParameter(sm4.plain(PlainAccess.granted())));
        try (Kek own = new Kek(kek)) {
            byte[] wrapped = own.wrap(Suite.SM, text);
            assertThat(wrapped).isEqualTo(judge.wrap(text, 0, length));
            assertThat(own.unwrap(Suite.SM, wrapped).orElseThrow()).isEqualTo(text);
            assertThat(own.unwrap(Suite.SM, wrapped).orElseThrow()).isEqualTo(text);
            assertThat(own.wrap(Suite.SM, text)).isEqualTo(wrapped);
        }
    }

    @Test
    void derivesUnrelatedKeysOfEachSuitesLength() {
        try (CustomerKey customer = CustomerKey.random()) {
            byte[] aes = customer.fieldKey(Suite.AES, "name").plain(PlainAccess.granted());
            byte[] sm = customer.fieldKey(Suite.SM, "name").plain(PlainAccess.granted());
            assertThat(aes).hasSize(32);
            assertThat(sm).hasSize(16).isNotEqualTo(java.util.Arrays.copyOf(aes, 16));
            assertThat(customer.fieldKey("name")).isEqualTo(customer.fieldKey(Suite.AES, "name"));
            assertThat(customer.ledgerReference(Suite.SM, CUSTOMER)).hasSize(32)
                    .isNotEqualTo(customer.ledgerReference(CUSTOMER));
            assertThat(customer.fieldKey(Suite.SM, "name")).isEqualTo(customer.fieldKey(Suite.SM, "name"));
        }
    }

    /** GM/T 0042 (draft-oscca-cfrg-sm3), HMAC-SM3 with the key 01 02 ... 20. */
    @Test
    void macsWithSm3() {
        byte[] counting = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) (i + 1);
        }
        byte[] text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
                .repeat(2).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(Suite.SM.mac(SecretBytes.copyOf(counting), text)))
                .isEqualTo("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
    }

    @Test
    void findsItsProviderOnce() {
        assertThat(Suite.SM.isAvailable()).isTrue();
        assertThat(java.security.Security.getProvider("BC")).as("registered no more, and still known").isNull();
        assertThat(Suite.SM.newGcm().getProvider().getName()).isEqualTo("BC");
        assertThat(Suite.AES.newGcm().getProvider().getName()).isEqualTo("SunJCE");
    }
}
