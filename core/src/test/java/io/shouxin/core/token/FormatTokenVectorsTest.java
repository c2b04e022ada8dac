// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.ByHand;
import io.shouxin.core.keyset.TestVector;
import io.shouxin.core.secret.SecretText;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** testdata/token/format-tokens.json: our code gives these, and so does a second reading of the format. */
class FormatTokenVectorsTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    static Stream<TestVector> golden() {
        return TestVector.ofType("format-token", "token/format-tokens.json");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void formatTokens(TestVector vector) throws GeneralSecurityException {
        LocalDate lastDay = LocalDate.parse(vector.text("lastDay"));
        FormatTokens tokens = FormatTokens.of(vector.secret("releaseKey"), vector.text("recipient"), lastDay);
        TokenFormat format = TokenFormat.named(vector.text("format")).orElseThrow();
        SecretText value = SecretText.of(vector.text("value"));
        assertThat(tokens.encryptDeterministically(format, value)).isEqualTo(vector.text("token"));
        assertThat(tokens.reverse(format, vector.text("token"))).isEqualTo(value);
        byte[] key = ByHand.derive(vector.bytes("releaseKey"), "shouxin/1 format-token " + vector.text("recipient"));
        String byHand = vector.text("format").equals("resident-id")
                ? residentId(key, vector.text("value"), lastDay) : decimal(key, vector);
        assertThat(byHand).isEqualTo(vector.text("token"));
    }

    /** The kept part is named in the vector; a check digit is written as ? there. */
    private static String decimal(byte[] key, TestVector vector) throws GeneralSecurityException {
        String shape = vector.text("shape");
        String value = vector.text("value");
        StringBuilder kept = new StringBuilder();
        StringBuilder free = new StringBuilder();
        for (int i = 0; i < shape.length(); i++) {
            if (shape.charAt(i) == 'k') {
                kept.append(value.charAt(i));
            } else if (shape.charAt(i) == '#') {
                free.append(value.charAt(i));
            }
        }
        Ff1ByHand ff1 = new Ff1ByHand(key, 10, tweak((int) vector.number("code"), kept.toString()));
        int[] numerals = free.chars().map(c -> c - '0').toArray();
        do {
            numerals = ff1.encrypt(numerals);
        } while (vector.number("walks") == 1 && (numerals[0] < 2 || numerals[0] > 8));
        StringBuilder token = new StringBuilder();
        int next = 0;
        for (int i = 0; i < shape.length(); i++) {
            token.append(switch (shape.charAt(i)) {
                case '#' -> Character.forDigit(numerals[next++], 10);
                case '?' -> luhn(token.toString());
                default -> value.charAt(i);
            });
        }
        return token.toString();
    }

    private static String residentId(byte[] key, String value, LocalDate lastDay) throws GeneralSecurityException {
        int province = value.startsWith("9") ? 3 : 2;
        long days = ChronoUnit.DAYS.between(FIRST_DAY, lastDay) + 1;
        LocalDate birth = LocalDate.parse(value.substring(6, 10) + "-" + value.substring(10, 12) + "-"
                + value.substring(12, 14));
        long number = (Long.parseLong(value.substring(province, 6)) * days
                + ChronoUnit.DAYS.between(FIRST_DAY, birth)) * 1000 + Long.parseLong(value.substring(14, 17));
        long domain = (long) Math.pow(10, 6 - province) * days * 1000;
        int radix = 2;
        while ((long) radix * radix * radix * radix < domain) {
            radix++;
        }
        Ff1ByHand ff1 = new Ff1ByHand(key, radix, tweak(6, value.substring(0, province)));
        do {
            int[] numerals = new int[4];
            for (int i = 3; i >= 0; i--) {
                numerals[i] = (int) (number % radix);
                number /= radix;
            }
            number = 0;
            for (int numeral : ff1.encrypt(numerals)) {
                number = number * radix + numeral;
            }
        } while (number >= domain);
        String first = value.substring(0, province) + String.format("%0" + (6 - province) + "d", number / 1000 / days)
                + FIRST_DAY.plusDays(number / 1000 % days).toString().replace("-", "")
                + String.format("%03d", number % 1000);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            // GB 11643: the weight of a place is a power of two modulo 11.
            sum += (first.charAt(i) - '0') * ((1 << 17 - i) % 11);
        }
        int check = (12 - sum % 11) % 11;
        return first + (check == 10 ? "X" : check);
    }

    private static byte[] tweak(int code, String kept) {
        return ByteBuffer.allocate(8).put((byte) code).put((byte) kept.length())
                .putShort((short) (Long.parseLong("0" + kept) >>> 32)).putInt((int) Long.parseLong("0" + kept)).array();
    }

    private static char luhn(String digits) {
        for (int check = 0; check < 10; check++) {
            int sum = check;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(digits.length() - 1 - i) - '0';
                sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
            }
            if (sum % 10 == 0) {
                return Character.forDigit(check, 10);
            }
        }
        throw new IllegalStateException();
    }
}
