// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.Flip;
import io.shouxin.core.keyset.SmProvider;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretText;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of both suites in one record, and the way from one suite to the other. */
class SuitesInOneRecordTest {

    private static final UUID CUSTOMER = UUID.fromString("6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506");

    private final CustomerKey key = CustomerKey.random();
    private final SealedRecord both = SealedRecord.empty()
            .with(CUSTOMER, "phone", SecretText.of("+8610000000000"), key, Suite.AES)
            .with(CUSTOMER, "name", SecretText.of("李守信"), key, Suite.SM);

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    @Test
    void opensEachByItsOwnSuite() {
        SealedRecord read = SealedRecord.read(both.bytes());
        assertThat(read.suites()).containsExactly(Suite.AES, Suite.SM);
        assertThat(read.open(CUSTOMER, "name", key)).isEqualTo(SecretText.of("李守信"));
        assertThat(read.open(CUSTOMER, "phone", key)).isEqualTo(SecretText.of("+8610000000000"));
        SealedRecord rewritten = read.with(CUSTOMER, "name", SecretText.of("王五"), key);
        assertThat(rewritten.suites()).containsExactly(Suite.AES);
        assertThat(rewritten.version("name")).isEqualTo(2);
    }

    /** Seeded values of every length up to three blocks, in both suites: no bit can change. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void refusesEveryChangedBit(long seed) {
        Random random = new Random(seed);
        SealedRecord record = SealedRecord.empty();
        for (Suite suite : Suite.values()) {
            for (int i = 0; i < 3; i++) {
                String value = "x".repeat(random.nextInt(47));
                record = record.with(CUSTOMER, "f" + random.nextInt(1000), SecretText.of(value), key, suite);
            }
        }
        byte[] bytes = record.bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = Flip.bit(bytes, bit);
            assertThatExceptionOfType(SealDamaged.class).as("bit %d", bit).isThrownBy(() -> openAll(changed));
        }
    }

    private void openAll(byte[] bytes) {
        SealedRecord record = SealedRecord.read(bytes);
        record.fields().forEach(field -> record.open(CUSTOMER, field, key));
    }

    @ParameterizedTest
    @EnumSource
    void resealsWhatIsOfTheOtherSuite(Suite suite) {
        String before = suite == Suite.AES ? "name" : "phone";
        SealedRecord.Resealed resealed = both.resealed(CUSTOMER, key, suite);
        assertThat(resealed.isChanged()).isTrue();
        assertThat(resealed.fields()).containsExactly(before);
        assertThat(resealed.record().suites()).containsExactly(suite);
        assertThat(resealed.record().fields()).isEqualTo(both.fields());
        for (String field : both.fields()) {
            assertThat(resealed.record().open(CUSTOMER, field, key)).isEqualTo(both.open(CUSTOMER, field, key));
            assertThat(resealed.record().version(field)).isEqualTo(both.version(field));
        }
        assertThat(resealed.record().without(before).bytes()).as("the other field keeps its bytes")
                .isEqualTo(both.without(before).bytes());
    }

    @Test
    void saysWhenThereIsNothingToDo() {
        SealedRecord done = both.resealed(CUSTOMER, key, Suite.SM).record();
        SealedRecord.Resealed again = done.resealed(CUSTOMER, key, Suite.SM);
        assertThat(again.isChanged()).isFalse();
        assertThat(again.record()).isSameAs(done);
        assertThat(SealedRecord.empty().resealed(CUSTOMER, key, Suite.SM).isChanged()).isFalse();
    }

    @Test
    void resealsAllOrNothing() {
        byte[] bytes = both.with(CUSTOMER, "address", SecretText.of("x"), key).bytes();
        bytes[30] ^= 1;
        SealedRecord damaged = SealedRecord.read(bytes);
        assertThat(List.copyOf(damaged.fields()).get(0)).isEqualTo("address");
        assertThatExceptionOfType(SealDamaged.class)
                .isThrownBy(() -> damaged.resealed(CUSTOMER, key, Suite.SM));
        assertThatExceptionOfType(SealDamaged.class)
                .isThrownBy(() -> both.resealed(CUSTOMER, CustomerKey.random(), Suite.SM));
    }

    @Test
    void sealsAnewWhatItsFieldSaysAndNothingElse() {
        SealedRecord.Resealed turned = both.resealed(CUSTOMER, key, field ->
                field.equals("phone") ? Suite.SM : Suite.AES);
        assertThat(turned.fields()).containsExactly("name", "phone");
        assertThat(turned.record().suite("phone")).contains(Suite.SM);
        assertThat(turned.record().suite("name")).contains(Suite.AES);
        assertThat(turned.record().suite("plan")).isEmpty();
        assertThat(turned.record().open(CUSTOMER, "name", key)).isEqualTo(SecretText.of("李守信"));
        SealedRecord.Resealed same = both.resealed(CUSTOMER, key, field -> both.suite(field).orElseThrow());
        assertThat(same.isChanged()).isFalse();
        assertThat(same.record()).isSameAs(both);
    }
}
