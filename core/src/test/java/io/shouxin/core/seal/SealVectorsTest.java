// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.keyset.ByHand;
import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.SmProvider;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.keyset.TestVector;
import io.shouxin.core.secret.SecretText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** testdata/seal/vectors.json: our code gives these bytes, and so does a second reading of the formats. */
class SealVectorsTest {

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    static Stream<TestVector> records() {
        return TestVector.ofType("record", "seal/vectors.json");
    }

    @ParameterizedTest
    @MethodSource("records")
    void sealsAndOpens(TestVector vector) throws GeneralSecurityException {
        UUID customer = UUID.fromString(vector.text("customer"));
        byte[] bytes = vector.bytes("record");
        try (CustomerKey key = CustomerKey.of(vector.secret("customerKey"))) {
            if (!vector.isValid()) {
                assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> openAll(bytes, customer, key));
                return;
            }
            SealedRecord read = SealedRecord.read(bytes);
            SealedRecord written = SealedRecord.empty();
            for (TestVector field : vector.parts("fields")) {
                SecretText value = SecretText.of(field.text("value"));
                assertThat(read.open(customer, field.text("field"), key)).isEqualTo(value);
                assertThat(read.version(field.text("field"))).isEqualTo((int) field.number("version"));
                written = written.with(place(customer, field), value, key, Suite.AES, field.bytes("nonce"));
            }
            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(written.bytes()).isEqualTo(bytes);
        }
        assertThat(byHand(vector)).isEqualTo(bytes);
    }

    private static FieldPlace place(UUID customer, TestVector field) {
        return new FieldPlace(customer, field.text("field"), (int) field.number("version"));
    }

    private static void openAll(byte[] bytes, UUID customer, CustomerKey key) {
        SealedRecord record = SealedRecord.read(bytes);
        record.fields().forEach(field -> record.open(customer, field, key));
    }

    private static byte[] byHand(TestVector vector) throws GeneralSecurityException {
        List<TestVector> fields = vector.parts("fields").stream()
                .sorted(Comparator.comparing(field -> field.text("field"))).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {1, 0, (byte) fields.size()});
        for (TestVector field : fields) {
            byte[] name = field.text("field").getBytes(US_ASCII);
            byte[] version = ByteBuffer.allocate(4).putInt((int) field.number("version")).array();
            byte[] box = box(vector, field, name, version);
            out.write(name.length);
            out.writeBytes(name);
            out.write(1);
            out.writeBytes(version);
            out.writeBytes(ByteBuffer.allocate(4).putInt(box.length).array());
            out.writeBytes(box);
        }
        return out.toByteArray();
    }

    private static byte[] box(TestVector vector, TestVector field, byte[] name, byte[] version)
            throws GeneralSecurityException {
        byte[] key = ByHand.derive(vector.bytes("customerKey"), "shouxin/1 field " + field.text("field"));
        byte[] nonce = field.bytes("nonce");
        byte[] value = field.text("value").getBytes(UTF_8);
        int padded = value.length + 2;
        while (padded % 16 != 0) {
            padded++;
        }
        byte[] plain = ByteBuffer.allocate(padded).putShort((short) value.length).put(value).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] id = ByHand.id(UUID.fromString(vector.text("customer")));
        cipher.updateAAD(ByHand.join(new byte[] {1, 1}, id, name, version));
        return ByHand.join(nonce, cipher.doFinal(plain));
    }
}
