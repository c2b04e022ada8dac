// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.data.BankCard;
import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.Imei;
import io.shouxin.core.data.Imsi;
import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.PhoneNumber;
import io.shouxin.core.data.ResidentId;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTokensTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    private final SecretBytes releaseKey = SecretBytes.random(32);
    private final FormatTokens tokens = FormatTokens.of(releaseKey, "lab", TODAY);

    static Stream<TokenFormat> formats() {
        return Stream.concat(TokenFormat.all().stream(), Stream.of(TokenFormat.digits(12, 4)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void turnsBackAndKeepsTheForm(TokenFormat format) {
        Random random = new Random(format.name().length());
        for (int i = 0; i < 300; i++) {
            String value = value(format, random);
            String token = tokens.encryptDeterministically(format, SecretText.of(value));
            assertThat(token).hasSameSizeAs(value)
                    .isEqualTo(tokens.encryptDeterministically(format, SecretText.of(value)));
            assertThat(parsed(format, token)).isEqualTo(token);
            assertThat(tokens.reverse(format, token)).isEqualTo(SecretText.of(value));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void manyAtOnceAgreeWithSingleValues(TokenFormat format) {
        Random random = new Random(7);
        String[] values = Stream.generate(() -> value(format, random)).limit(900).toArray(String[]::new);
        values[5] = "nothing of the kind";
        values[6] = null;
        String[] all = tokens.encryptDeterministically(format, values);
        for (int i = 0; i < values.length; i++) {
            assertThat(all[i]).isEqualTo(i == 5 || i == 6 ? null
                    : tokens.encryptDeterministically(format, SecretText.of(values[i])));
        }
        assertThat(Arrays.stream(all).distinct()).hasSize(1 + (int) Arrays.stream(values).distinct().count() - 2);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void joinsNeitherRecipientsNorReleases(TokenFormat format) {
        FormatTokens other = FormatTokens.of(releaseKey, "university", TODAY);
        FormatTokens later = FormatTokens.of(SecretBytes.random(32), "lab", TODAY);
        Random random = new Random(8);
        int equal = 0;
        for (int i = 0; i < 200; i++) {
            SecretText value = SecretText.of(value(format, random));
            String ours = tokens.encryptDeterministically(format, value);
            equal += ours.equals(other.encryptDeterministically(format, value)) ? 1 : 0;
            equal += ours.equals(later.encryptDeterministically(format, value)) ? 1 : 0;
        }
        // An IMEI's serial number has 10^6 values: 400 chances of one in a million.
        assertThat(equal).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "phone, +8616000001234, +86160", "phone, +861064012345678, +861064", "phone, +864405555000, +86440",
        "phone, +861055550000, +86105", "phone, +85255550000, +85255", "phone, +12025550100, +1202",
        "imsi, 460001234567890, 46000", "imsi, 310150123456789, 310150", "imei, 490154203237518, 49015420",
        "bank-card, 4111111111111111, 411111", "bank-card-8, 4111111111111111, 41111111",
        "resident-id, 11010519491231002X, 11", "digits-11-keep-5, 12345678901, 12345"
    })
    void keepsWhatItsNameSaysAndMixesTheRest(String name, String value, String kept) {
        TokenFormat format = TokenFormat.named(name).orElseThrow();
        String prefixed = tokens.encryptDeterministically(format, SecretText.of(value));
        assertThat(prefixed).startsWith(kept);
        // Over many keys every position after the kept part takes several digits.
        String[] many = new String[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = FormatTokens.of(SecretBytes.random(32), "lab", TODAY)
                    .encryptDeterministically(format, SecretText.of(value));
        }
        for (int at = kept.length(); at < value.length(); at++) {
            int position = at;
            if (format == TokenFormat.RESIDENT_ID && (at == 6 || at == 10 || at == 12)) {
                continue;
            }
            assertThat(Arrays.stream(many).map(token -> token.charAt(position)).distinct().count())
                    .as("position %d", at).isGreaterThan(1);
        }
    }

    @Test
    void phoneWithAnotherPrefixHasAnotherToken() {
        String one = tokens.encryptDeterministically(TokenFormat.PHONE, SecretText.of("+8616000001234"));
        String two = tokens.encryptDeterministically(TokenFormat.PHONE, SecretText.of("+8616100001234"));
        assertThat(one.substring(6)).isNotEqualTo(two.substring(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-4-keep-0", "digits-11-keep-7", "digits-18-keep-14", "digits-11-keep-6"})
    void refusesTheLastFourDigitsAlone(String name) {
        assertThatThrownBy(() -> TokenFormat.named(name)).isInstanceOf(TokenRefused.class)
                .hasMessage("token.ff1.small-domain");
    }

    @Test
    void refusesMisuseByName() {
        assertThatThrownBy(() -> TokenFormat.digits(19, 0)).hasMessage("token.ff1.lengths");
        assertThatThrownBy(() -> TokenFormat.digits(24, 15)).hasMessage("token.ff1.lengths");
        assertThat(TokenFormat.named("last-4")).isEmpty();
        assertThat(TokenFormat.named("phone")).containsSame(TokenFormat.PHONE);
        assertThatThrownBy(() -> FormatTokens.of(releaseKey, "lab", LocalDate.of(1999, 12, 31)))
                .hasMessage("token.value-out-of-range");
        assertThatThrownBy(() -> tokens.encryptDeterministically(TokenFormat.PHONE, SecretText.of("+2903456")))
                .hasMessage("token.ff1.small-domain");
        assertThatThrownBy(() -> tokens.encryptDeterministically(TokenFormat.RESIDENT_ID,
                SecretText.of("440524188001010014"))).hasMessage("token.value-out-of-range");
        assertThatThrownBy(() -> tokens.encryptDeterministically(TokenFormat.digits(8, 0), SecretText.of("1234567")))
                .hasMessage("token.format");
        assertThatThrownBy(() -> tokens.encryptDeterministically(TokenFormat.IMSI, SecretText.of("12")))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void noTokenIsBornAfterTheRelease() {
        FormatTokens early = FormatTokens.of(releaseKey, "lab", LocalDate.of(2000, 1, 1));
        LocalDate latest = LocalDate.MIN;
        for (int i = 0; i < 2000; i++) {
            String first = "1101051949123" + String.format("%04d", i);
            if (first.charAt(13) > '1') {
                break;
            }
            String token = early.encryptDeterministically(TokenFormat.RESIDENT_ID,
                    SecretText.of(first + CheckDigits.residentIdCharacter(first)));
            LocalDate birth = ResidentId.parse(token).birthDate(PlainAccess.granted());
            latest = birth.isAfter(latest) ? birth : latest;
        }
        assertThat(latest).isBetween(LocalDate.of(1990, 1, 1), LocalDate.of(2000, 1, 1));
    }

    @Test
    void makesNothingAfterItsKeyIsWiped() {
        SecretText phone = SecretText.of("16000001234");
        FormatTokens closed = FormatTokens.of(SecretBytes.random(32), "lab", LocalDate.of(2026, 11, 25));
        String token = closed.encryptDeterministically(TokenFormat.PHONE, phone);
        closed.close();
        assertThatThrownBy(() -> closed.encryptDeterministically(TokenFormat.PHONE, phone))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> closed.reverse(TokenFormat.PHONE, token)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void radixIsTheLeastThatHoldsTheDomain() {
        for (long domain : new long[] {1_000_000, 46_000L * 10_000_000, 14_641_000_000_000L, 10_000L * 10_000}) {
            int radix = ResidentIdCutter.radix(domain);
            assertThat(Math.pow(radix, 4)).isGreaterThanOrEqualTo(domain);
            assertThat(Math.pow(radix - 1, 4)).isLessThan(domain);
        }
    }

    private static String parsed(TokenFormat format, String token) {
        PlainAccess access = PlainAccess.granted();
        return switch (format.name()) {
            case "phone" -> PhoneNumber.parse(token).normal(access);
            case "imsi" -> Imsi.parse(token).normal(access);
            case "imei" -> Imei.parse(token).normal(access);
            case "bank-card", "bank-card-8" -> BankCard.parse(token).normal(access);
            case "resident-id" -> ResidentId.parse(token, TODAY).normal(access);
            default -> token;
        };
    }

    private static String value(TokenFormat format, Random random) {
        return switch (format.name()) {
            case "phone" -> List.of("+86160" + digits(random, 8), "+861064" + digits(random, 9),
                    "+8644055" + digits(random, 5), "+86440555" + digits(random, 5),
                    "+86105" + digits(random, 7), "+85255" + digits(random, 6)).get(random.nextInt(6));
            case "imsi" -> (random.nextBoolean() ? "46000" : "31015") + digits(random, 10);
            case "imei" -> {
                String serial = "00440100" + digits(random, 6);
                yield random.nextInt(4) == 0 ? serial + "07" : serial + CheckDigits.luhnDigit(serial);
            }
            case "bank-card", "bank-card-8" -> {
                String account = "62220200" + digits(random, 7 + random.nextInt(4));
                yield account + CheckDigits.luhnDigit(account);
            }
            case "resident-id" -> {
                String first = (random.nextInt(5) == 0 ? "911156" : "110100") + (1900 + random.nextInt(126)) + "0"
                        + (1 + random.nextInt(9)) + (10 + random.nextInt(19)) + digits(random, 3);
                yield first + CheckDigits.residentIdCharacter(first);
            }
            default -> digits(random, 12);
        };
    }

    private static String digits(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        random.ints(length, 0, 10).forEach(digits::append);
        return digits.toString();
    }
}
