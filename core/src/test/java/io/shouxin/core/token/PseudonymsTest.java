// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {

    private final SecretBytes releaseKey = SecretBytes.random(32);
    private final Pseudonyms pseudonyms = Pseudonyms.of(releaseKey, "lab");

    @ParameterizedTest
    @EnumSource(PseudonymType.class)
    void turnsEveryValueBackAndShowsNothingOfIt(PseudonymType type) {
        Random random = new Random(type.ordinal());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String value = value(type, random);
            String pseudonym = pseudonyms.encryptDeterministically(type, SecretText.of(value));
            assertThat(pseudonym).hasSize(28).startsWith(type.letter() + "1")
                    .isEqualTo(pseudonyms.encryptDeterministically(type, SecretText.of(value)));
            assertThat(value.length() > 4 && pseudonym.contains(value)).isFalse();
            assertThat(reversed(pseudonym)).as(type.name()).contains(value);
            seen.add(value + pseudonym);
        }
        assertThat(seen.stream().map(both -> both.substring(both.length() - 28)).distinct()).hasSize(seen.size());
    }

    @ParameterizedTest
    @EnumSource(PseudonymType.class)
    void joinsNeitherRecipientsNorReleases(PseudonymType type) {
        Pseudonyms other = Pseudonyms.of(releaseKey, "university");
        Pseudonyms later = Pseudonyms.of(SecretBytes.random(32), "lab");
        Random random = new Random(type.ordinal());
        for (int i = 0; i < 100; i++) {
            SecretText value = SecretText.of(value(type, random));
            String ours = pseudonyms.encryptDeterministically(type, value);
            assertThat(other.encryptDeterministically(type, value)).isNotEqualTo(ours);
            assertThat(later.encryptDeterministically(type, value)).isNotEqualTo(ours);
            if (type != PseudonymType.IPV6) {
                assertThat(other.reverse(ours)).isEmpty();
                assertThat(later.reverse(ours)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MSISDN, 16000001234, +8616000001234", "MSISDN, 8616000001234, +86 160 0000 1234",
        "MSISDN, 008616000001234, １６０００００１２３４", "MSISDN, 1064012345678, +861064012345678",
        "IMSI, 460001234567890, 46000 1234567890", "IMEI, 490154203237518, 490154203237510",
        "ICCID, 8986000000000000001F, 898600 0000000000001", "RESIDENT_ID, 11010519491231002x, 11010519491231002X",
        "IPV6, 2001:DB8:0:0::1, 2001:db8::1", "IPV6, ::FFFF:192.0.2.1, ::ffff:c000:201"
    })
    void knowsOneValueInEveryWriting(PseudonymType type, String one, String other) {
        assertThat(pseudonyms.encryptDeterministically(type, SecretText.of(one)))
                .isEqualTo(pseudonyms.encryptDeterministically(type, SecretText.of(other)));
    }

    @ParameterizedTest
    @CsvSource({
        "MSISDN, 10086", "MSISDN, 12000001234", "MSISDN, 1600000123a", "MSISDN, +8620000001234567",
        "IMSI, 860001234567890", "IMSI, 46000123456789a", "IMEI, 490154203237519", "IMEI, 49015420323751/",
        "ICCID, 8886000000000000001", "RESIDENT_ID, 110105194912310021"
    })
    void refusesWhatItsTypeRefuses(PseudonymType type, String value) {
        assertThatThrownBy(() -> pseudonyms.encryptDeterministically(type, SecretText.of(value)))
                .isInstanceOf(InvalidValue.class).hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @CsvSource({
        "IPV4, 1.2.3", "IPV4, 1.2.3.256", "IPV4, 01.2.3.4", "IPV4, 1.2.3.4.5", "IPV4, 1.2..4", "IPV4, 1.2.3.+4",
        "IPV6, 1:2:3:4:5:6:7", "IPV6, 1:2:3:4:5:6:7:8:9", "IPV6, 1::2::3", "IPV6, 12345::", "IPV6, ::1%eth0",
        "IPV6, 1:2:3:4::5:6:7:8", "IPV6, :1:2:3:4:5:6:7", "IPV6, 192.0.2.1::", "DIGITS, 12a",
        "DIGITS, 1234567890123456789", "DIGITS, ''"
    })
    void refusesWhatIsNoAddressAndNoDigits(PseudonymType type, String value) {
        assertThatThrownBy(() -> pseudonyms.encryptDeterministically(type, SecretText.of(value)))
                .isInstanceOf(TokenRefused.class).hasMessage("token.format");
    }

    /** Also what a quick reading gives and what the type's own reading gives. */
    @Test
    void batchOfAllTypesAgreesWithSingleValues() {
        Random random = new Random(42);
        PseudonymType[] types = PseudonymType.values();
        PseudonymBatch batch = pseudonyms.batch(3000);
        for (int round = 0; round < 2; round++) {
            batch.clear();
            String[] values = new String[3000];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(types[i % types.length], random);
                assertThat(batch.add(types[i % types.length], values[i])).isEqualTo(i);
            }
            batch.encryptDeterministically();
            byte[] block = new byte[16];
            for (int i = 0; i < values.length; i++) {
                String single = pseudonyms.encryptDeterministically(types[i % types.length], SecretText.of(values[i]));
                assertThat(batch.text(i)).isEqualTo(single);
                batch.writeBlock(i, block, 0);
                assertThat(Base32.encode(block)).isEqualTo(single.substring(2));
            }
        }
    }

    @Test
    void batchKeepsItsOrderWhenAValueIsRefusedAndItsBounds() {
        PseudonymBatch batch = pseudonyms.batch(2);
        assertThat(batch.add(PseudonymType.DIGITS, "1")).isZero();
        assertThatThrownBy(() -> batch.add(PseudonymType.MSISDN, "1")).isInstanceOf(InvalidValue.class);
        assertThat(batch.add(PseudonymType.DIGITS, "2")).isEqualTo(1);
        assertThatThrownBy(() -> batch.text(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> batch.add(PseudonymType.DIGITS, "3")).hasMessage("token.batch-full");
        batch.encryptDeterministically();
        batch.encryptDeterministically();
        assertThat(reversed(batch.text(1))).contains("2");
        assertThatThrownBy(() -> batch.text(2)).isInstanceOf(IllegalStateException.class);
        batch.clear();
        assertThat(batch.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = PseudonymType.class, names = {"MSISDN", "IMSI", "IMEI", "IPV4"})
    void columnAgreesWithSingleValues(PseudonymType type) {
        Random random = new Random(type.ordinal());
        PseudonymColumn column = pseudonyms.column(type);
        String[] values = Stream.generate(() -> value(type, random))
                .filter(value -> !value.startsWith("001") && value.length() != 16).limit(1300).toArray(String[]::new);
        long[] numbers = Arrays.stream(values).map(value -> value.getBytes(US_ASCII))
                .mapToLong(text -> column.number(text, 0, text.length)).toArray();
        byte[] blocks = new byte[16 * values.length];
        column.encryptDeterministically(numbers, 0, 700, blocks, 0);
        column.encryptDeterministically(numbers, 700, 1300, blocks, 16 * 700);
        column.wipe();
        for (int i = 0; i < values.length; i++) {
            assertThat(column.text(blocks, 16 * i))
                    .isEqualTo(pseudonyms.encryptDeterministically(type, SecretText.of(values[i])));
        }
        assertThatThrownBy(() -> column.encryptDeterministically(new long[] {-1}, 0, 1, blocks, 0))
                .hasMessage("token.value-out-of-range");
        assertThatThrownBy(() -> column.encryptDeterministically(new long[] {1L << 50}, 0, 1, blocks, 0))
                .hasMessage("token.value-out-of-range");
    }

    @Test
    void columnLeavesRareFormsToTheBatch() {
        byte[] fourteen = "46000123456789".getBytes(US_ASCII);
        assertThatThrownBy(() -> pseudonyms.column(PseudonymType.IMSI).number(fourteen, 0, 14))
                .hasMessage("token.format");
        assertThatThrownBy(() -> pseudonyms.column(PseudonymType.ICCID)).hasMessage("token.format");
        String pseudonym = pseudonyms.encryptDeterministically(PseudonymType.IMSI, SecretText.of("46000123456789"));
        assertThat(reversed(pseudonym)).contains("46000123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m1", "x10000000000000000000000000", "m20000000000000000000000000",
        "m18000000000000000000000000", "M10000000000000000000000000", "m1000000000000000000000000i"})
    void knowsWhatIsNoPseudonym(String text) {
        assertThat(pseudonyms.reverse(text)).isEmpty();
    }

    @Test
    void recognisesMadeUpPseudonymsAndThoseOfAnotherType() {
        Random random = new Random(3);
        byte[] block = new byte[16];
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(block);
            assertThat(pseudonyms.reverse("mierv".charAt(i % 5) + "1" + Base32.encode(block))).isEmpty();
        }
        String phone = pseudonyms.encryptDeterministically(PseudonymType.MSISDN, SecretText.of("+8616000001234"));
        assertThat(pseudonyms.reverse("n" + phone.substring(1))).isEmpty();
    }

    @Test
    void makesNoBatchAfterItsKeysAreWiped() {
        Pseudonyms closed = Pseudonyms.of(releaseKey, "lab");
        closed.close();
        assertThatThrownBy(() -> closed.batch(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsDigitsAsTheyAreWritten() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            int length = 1 + random.nextInt(18);
            String digits = digits(random, length);
            byte[] text = ("x" + digits + "y").getBytes(US_ASCII);
            assertThat(DigitText.number(text, 1, 1 + length)).isEqualTo(Long.parseLong(digits));
            text[1 + random.nextInt(length)] = (byte) " /:;az\u007f\0".charAt(random.nextInt(8));
            assertThat(DigitText.number(text, 1, 1 + length)).isEqualTo(DigitText.NOT_DIGITS);
        }
        byte[] high = "1234567890".getBytes(US_ASCII);
        high[4] = (byte) 0xB5;
        assertThat(DigitText.number(high, 0, 10)).isEqualTo(DigitText.NOT_DIGITS);
    }

    private Optional<String> reversed(String pseudonym) {
        return pseudonyms.reverse(pseudonym).map(original -> original.value().plain(PlainAccess.granted()));
    }

    /** A value in its normal form, in ranges that nobody holds. */
    private static String value(PseudonymType type, Random random) {
        return switch (type) {
            case MSISDN -> random.nextInt(8) == 0 ? "+44" + (7_000_000_000L + random.nextInt(1000)) : "+86160"
                    + digits(random, 8);
            case IMSI -> random.nextInt(8) == 0 ? "001" + digits(random, 12) : "46000" + digits(random, 10);
            case IMEI -> {
                String serial = "00" + digits(random, 12);
                yield random.nextInt(8) == 0 ? serial + "07" : serial + CheckDigits.luhnDigit(serial);
            }
            case ICCID -> random.nextInt(2) == 0 ? "8986" + digits(random, 15) + "K" : "8900" + digits(random, 15);
            case IPV4 -> "192.0.2." + random.nextInt(256);
            case IPV6 -> IpAddress.version6(0x20010DB800000000L | random.nextInt(3), random.nextInt(3));
            case RESIDENT_ID -> {
                String first = "110100" + (1950 + random.nextInt(60)) + "0" + (1 + random.nextInt(9))
                        + (10 + random.nextInt(19)) + digits(random, 3);
                yield first + CheckDigits.residentIdCharacter(first);
            }
            case DIGITS -> digits(random, 1 + random.nextInt(18));
        };
    }

    private static String digits(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        random.ints(length, 0, 10).forEach(digits::append);
        return digits.toString();
    }
}
