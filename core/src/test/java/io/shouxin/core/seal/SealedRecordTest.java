// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.Flip;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedRecordTest {

    private static final UUID CUSTOMER = UUID.fromString("6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506");
    private static final UUID OTHER = UUID.fromString("6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f507");

    private final CustomerKey key = CustomerKey.random();
    private final SealedRecord sealed = SealedRecord.empty()
            .with(CUSTOMER, "phone", SecretText.of("+8610000000000"), key)
            .with(CUSTOMER, "name", SecretText.of("李守信"), key);

    @Test
    void opensWhatItSealed() {
        SealedRecord read = SealedRecord.read(sealed.bytes());
        assertThat(read.open(CUSTOMER, "name", key)).isEqualTo(SecretText.of("李守信"));
        assertThat(read.open(CUSTOMER, "phone", key)).isEqualTo(SecretText.of("+8610000000000"));
        assertThat(read.fields()).containsExactly("name", "phone");
        assertThat(read.bytes()).isEqualTo(sealed.bytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {71, 72, 73})
    void refusesEveryChangedBit(long seed) {
        Random random = new Random(seed);
        SealedRecord record = SealedRecord.empty();
        for (int field = 0; field < 1 + random.nextInt(4); field++) {
            record = record.with(CUSTOMER, "field-" + field, SecretText.of("值".repeat(random.nextInt(20))), key);
        }
        byte[] bytes = record.bytes();
        openAll(bytes);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = Flip.bit(bytes, bit);
            assertThatExceptionOfType(SealDamaged.class).as("bit %d", bit).isThrownBy(() -> openAll(changed));
        }
    }

    private void openAll(byte[] bytes) {
        SealedRecord record = SealedRecord.read(bytes);
        record.fields().forEach(field -> record.open(CUSTOMER, field, key));
    }

    @Test
    void refusesEveryShorterInput() {
        byte[] bytes = sealed.bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> SealedRecord.read(cut))
                    .withMessage("seal.record.damaged").withNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void readsNoiseAsDamageOnly(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 3) {
                noise[0] = 1;
                noise[1] = 0;
                noise[2] = (byte) (1 + random.nextInt(3));
            }
            assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> SealedRecord.read(noise));
        }
    }

    @Test
    void refusesAnotherCustomerOrKey() {
        assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> sealed.open(OTHER, "name", key))
                .withMessage("seal.field.damaged").withNoCause();
        CustomerKey another = CustomerKey.random();
        assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> sealed.open(CUSTOMER, "name", another));
    }

    @Test
    void refusesAValueMovedToAnotherField() {
        byte[] bytes = SealedRecord.empty().with(CUSTOMER, "name", SecretText.of("x"), key).bytes();
        bytes[4] = 'g';
        SealedRecord moved = SealedRecord.read(bytes);
        assertThat(moved.fields()).containsExactly("game");
        assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> moved.open(CUSTOMER, "game", key));
    }

    @Test
    void refusesAnOlderValueUnderANewVersion() {
        byte[] bytes = SealedRecord.empty().with(CUSTOMER, "name", SecretText.of("x"), key).bytes();
        bytes[12] = 2;
        SealedRecord moved = SealedRecord.read(bytes);
        assertThat(moved.version("name")).isEqualTo(2);
        assertThatExceptionOfType(SealDamaged.class).isThrownBy(() -> moved.open(CUSTOMER, "name", key));
    }

    @Test
    void countsVersionsAndLeavesTheOldRecordAlone() {
        SealedRecord changed = sealed.with(CUSTOMER, "name", SecretText.of("王五"), key);
        assertThat(changed.version("name")).isEqualTo(2);
        assertThat(changed.open(CUSTOMER, "name", key)).isEqualTo(SecretText.of("王五"));
        assertThat(sealed.version("name")).isEqualTo(1);
        assertThat(sealed.version("absent")).isZero();
        assertThat(changed.without("name").fields()).containsExactly("phone");
        assertThat(changed.without("absent")).isSameAs(changed);
        assertThat(changed.fields()).hasSize(2);
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        SealedRecord again = sealed.with(CUSTOMER, "name", SecretText.of("李守信"), key).without("phone");
        assertThat(again.bytes()).isNotEqualTo(sealed.without("phone").bytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void roundTripsTextOfEveryLength(long seed) {
        Random random = new Random(seed);
        SealedRecord record = SealedRecord.empty();
        for (int length = 0; length < 70; length++) {
            String text = random.ints(length, 0, 0x10FFFF)
                    .map(c -> c >= 0xD800 && c < 0xE000 ? 'x' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            record = SealedRecord.read(record.with(CUSTOMER, "f", SecretText.of(text), key).bytes());
            assertThat(record.open(CUSTOMER, "f", key).plain(PlainAccess.granted())).isEqualTo(text);
        }
    }

    @Test
    void showsLengthsInStepsOf16Only() {
        int shortest = length("");
        assertThat(length("x".repeat(14))).isEqualTo(shortest);
        assertThat(length("x".repeat(15))).isEqualTo(shortest + 16).isEqualTo(length("x".repeat(30)));
    }

    private int length(String value) {
        return SealedRecord.empty().with(CUSTOMER, "f", SecretText.of(value), key).bytes().length;
    }

    @Test
    void showsNoPlainText() {
        assertThat(new String(sealed.bytes(), ISO_8859_1)).doesNotContain("10000000000");
        assertThat(sealed).hasToString("SealedRecord(2 fields)");
    }

    @Test
    void takesValuesUpToTheLimit() {
        SecretText longest = SecretText.of("x".repeat(SealedRecord.VALUE_BYTES_MAX));
        SealedRecord record = SealedRecord.empty().with(CUSTOMER, "f", longest, key);
        assertThat(SealedRecord.read(record.bytes()).open(CUSTOMER, "f", key)).isEqualTo(longest);
        refuses("x".repeat(SealedRecord.VALUE_BYTES_MAX + 1), "seal.value.too-long");
        refuses("守".repeat(SealedRecord.VALUE_BYTES_MAX / 3 + 1), "seal.value.too-long");
        refuses("a\uD800b", "seal.value.not-unicode");
    }

    private void refuses(String value, String reason) {
        assertThatExceptionOfType(SealRefused.class)
                .isThrownBy(() -> sealed.with(CUSTOMER, "f", SecretText.of(value), key))
                .withMessage(reason).withNoCause();
    }

    @Test
    void takesFieldsUpToTheLimit() {
        SealedRecord record = SealedRecord.empty();
        for (int i = 0; i < SealedRecord.FIELDS_MAX; i++) {
            record = record.with(CUSTOMER, "f" + i, SecretText.of("x"), key);
        }
        SealedRecord full = SealedRecord.read(record.bytes());
        assertThat(full.with(CUSTOMER, "f7", SecretText.of("y"), key).fields()).hasSize(512);
        assertThatExceptionOfType(SealRefused.class)
                .isThrownBy(() -> full.with(CUSTOMER, "one-more", SecretText.of("x"), key))
                .withMessage("seal.record.full");
    }

    @Test
    void refusesMisuse() {
        assertThatIllegalStateException().isThrownBy(() -> sealed.open(CUSTOMER, "absent", key));
        assertThatIllegalStateException()
                .isThrownBy(() -> sealed.with(CUSTOMER, "Name", SecretText.of("x"), key));
    }
}
