// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerKeyTest {

    private static final UUID CUSTOMER = new UUID(1, 2);

    @Test
    void derivesOneKeyForEachField() {
        try (CustomerKey key = CustomerKey.random(); CustomerKey other = CustomerKey.random()) {
            assertThat(key.fieldKey("name")).isEqualTo(key.fieldKey("name"))
                    .isNotEqualTo(key.fieldKey("phone"))
                    .isNotEqualTo(other.fieldKey("name"));
            assertThat(key.ledgerReference(CUSTOMER)).hasSize(32).isEqualTo(key.ledgerReference(CUSTOMER))
                    .isNotEqualTo(key.ledgerReference(new UUID(1, 3)))
                    .isNotEqualTo(other.ledgerReference(CUSTOMER));
        }
    }

    @Test
    void derivesTheSameFromManyThreads() {
        try (CustomerKey key = CustomerKey.random()) {
            List<SecretBytes> expected = IntStream.range(0, 50).mapToObj(i -> key.fieldKey("f" + i)).toList();
            IntStream.range(0, 2000).parallel().forEach(
                    i -> assertThat(key.fieldKey("f" + i % 50)).isEqualTo(expected.get(i % 50)));
        }
    }

    @Test
    void copiesTheBytesInAndOut() {
        SecretBytes bytes = SecretBytes.random(32);
        try (CustomerKey key = CustomerKey.of(bytes)) {
            SecretBytes out = key.bytes();
            assertThat(out).isEqualTo(bytes);
            bytes.close();
            out.close();
            assertThat(key.bytes().length()).isEqualTo(32);
        }
    }

    @Test
    void isOfNoUseOnceClosed() {
        CustomerKey key = CustomerKey.random();
        key.fieldKey("name");
        key.close();
        assertThatIllegalStateException().isThrownBy(() -> key.fieldKey("name"));
        assertThatIllegalStateException().isThrownBy(() -> key.ledgerReference(CUSTOMER));
        assertThatIllegalStateException().isThrownBy(key::bytes);
        assertThat(key).hasToString("CustomerKey");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void has32Bytes(int length) {
        assertThatIllegalStateException().isThrownBy(() -> CustomerKey.of(SecretBytes.random(length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Name", "1st", "a_b", "名", "a b", "-a", "a\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void takesFieldNamesOnly(String name) {
        assertThat(FieldName.isValid(name)).isFalse();
        try (CustomerKey key = CustomerKey.random()) {
            assertThatIllegalStateException().isThrownBy(() -> key.fieldKey(name));
        }
    }

    @Test
    void suitesHaveTheirNumbers() {
        assertThat(Suite.ofCode(1)).isEqualTo(Suite.AES).returns((byte) 1, Suite::code);
        assertThat(Suite.ofCode(2)).isEqualTo(Suite.SM).returns((byte) 2, Suite::code);
        for (int code : new int[] {-1, 0, 3, 257}) {
            assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> Suite.ofCode(code))
                    .withMessage("keys.suite.unknown");
        }
    }
}
