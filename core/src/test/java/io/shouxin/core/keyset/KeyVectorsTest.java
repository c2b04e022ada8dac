// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** testdata/keyset/vectors.json: our code gives these bytes, and so does a second reading of the formats. */
class KeyVectorsTest {

    private static final byte[] HEADER = {1, 1};

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    static Stream<TestVector> fieldKeys() {
        return vectors("field-key");
    }

    static Stream<TestVector> references() {
        return vectors("ledger-reference");
    }

    static Stream<TestVector> wrapped() {
        return vectors("wrap");
    }

    static Stream<TestVector> wrappedNamed() {
        return vectors("wrap-named");
    }

    static Stream<TestVector> files() {
        return vectors("key-file");
    }

    private static Stream<TestVector> vectors(String type) {
        return TestVector.ofType(type, "keyset/vectors.json");
    }

    @ParameterizedTest
    @MethodSource("fieldKeys")
    void derivesFieldKeys(TestVector vector) throws GeneralSecurityException {
        try (CustomerKey key = CustomerKey.of(vector.secret("customerKey"))) {
            assertThat(key.fieldKey(vector.text("field"))).isEqualTo(vector.secret("output"));
        }
        assertThat(ByHand.derive(vector.bytes("customerKey"), "shouxin/1 field " + vector.text("field")))
                .isEqualTo(vector.bytes("output"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void derivesLedgerReferences(TestVector vector) throws GeneralSecurityException {
        UUID customer = UUID.fromString(vector.text("customer"));
        try (CustomerKey key = CustomerKey.of(vector.secret("customerKey"))) {
            assertThat(key.ledgerReference(customer)).isEqualTo(vector.bytes("reference"));
        }
        byte[] byHand = ByHand.derive(vector.bytes("customerKey"), "shouxin/1 ledger-reference");
        assertThat(ByHand.hmac(byHand, ByHand.id(customer))).isEqualTo(vector.bytes("reference"));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void wrapsForPlaces(TestVector vector) throws GeneralSecurityException {
        KeyPlace place = new KeyPlace((int) vector.number("level"), vector.number("position"));
        SecretBytes kek = vector.secret("kek");
        byte[] wrapped = vector.bytes("wrapped");
        if (!vector.isValid()) {
            assertThatExceptionOfType(KeyDamaged.class)
                    .isThrownBy(() -> KeyWrap.unwrap(kek, wrapped, place));
            return;
        }
        assertThat(KeyWrap.unwrap(kek, wrapped, place)).isEqualTo(vector.secret("key"));
        assertThat(KeyWrap.wrap(kek, vector.secret("key"), place)).isEqualTo(wrapped);
        byte[] plain = ByteBuffer.allocate(40).put(HEADER).put((byte) place.level()).put((byte) 0)
                .putInt((int) place.position()).put(vector.bytes("key")).array();
        assertThat(ByHand.join(HEADER, ByHand.keyWrapPadded(vector.bytes("kek"), plain))).isEqualTo(wrapped);
    }

    @ParameterizedTest
    @MethodSource("wrappedNamed")
    void wrapsUnderNames(TestVector vector) throws GeneralSecurityException {
        SecretBytes kek = vector.secret("kek");
        String name = vector.text("name");
        byte[] wrapped = vector.bytes("wrapped");
        if (!vector.isValid()) {
            assertThatExceptionOfType(KeyDamaged.class)
                    .isThrownBy(() -> KeyWrap.unwrapNamed(kek, wrapped, name));
            return;
        }
        assertThat(KeyWrap.unwrapNamed(kek, wrapped, name)).isEqualTo(vector.secret("secret"));
        assertThat(KeyWrap.wrapNamed(kek, vector.secret("secret"), name)).isEqualTo(wrapped);
        byte[] secret = vector.bytes("secret");
        byte[] context = ByteBuffer.allocate(8 + name.length()).put(HEADER).put((byte) 255)
                .put((byte) name.length()).putInt(secret.length).put(name.getBytes(US_ASCII)).array();
        byte[] body = ByHand.keyWrapPadded(vector.bytes("kek"), ByHand.join(context, secret));
        assertThat(ByHand.join(HEADER, body)).isEqualTo(wrapped);
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsKeyFiles(TestVector vector) throws GeneralSecurityException {
        byte[] file = vector.bytes("file");
        char[] passphrase = vector.text("passphrase").toCharArray();
        if (!vector.isValid()) {
            assertThatExceptionOfType(KeyDamaged.class)
                    .isThrownBy(() -> KeyFile.read(file, passphrase)).withMessage(KeyDamaged.FILE);
            return;
        }
        SortedMap<Integer, SecretBytes> roots = new TreeMap<>();
        vector.parts("roots").forEach(root -> roots.put((int) root.number("version"), root.secret("key")));
        assertThat(KeyFile.read(file, passphrase)).isEqualTo(roots);
        byte[] header = Arrays.copyOf(file, KeyFile.HEADER_BYTES);
        assertThat(KeyFile.seal(roots, header, KeyFile.fileKey(header, passphrase))).isEqualTo(file);
        assertThat(openedByHand(file, vector.text("passphrase"))).hasSize(2 + 36 * roots.size());
    }

    private static byte[] openedByHand(byte[] file, String passphrase) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOfRange(file, 8, 40);
        // One block of PBKDF2: U1 = HMAC(passphrase, salt || 1), then the sum of 100,000 of them.
        byte[] u = ByHand.join(salt, new byte[] {0, 0, 0, 1});
        byte[] key = new byte[32];
        for (int i = 0; i < ByteBuffer.wrap(file).getInt(4); i++) {
            u = ByHand.hmac(passphrase.getBytes(UTF_8), u);
            for (int j = 0; j < 32; j++) {
                key[j] ^= u[j];
            }
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, file, 40, 12));
        cipher.updateAAD(file, 0, 52);
        return cipher.doFinal(file, 52, file.length - 52);
    }
}
