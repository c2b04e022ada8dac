// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.JsonRows;
import io.shouxin.core.secret.SecretText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    private static final String[] PIECES = {
        "0", "1", "8", "9", "１", "a", "Z", "·", " ", "-", "+86", "+44", "160", "@", ".", ".com", "张", "王",
        "欧阳", "浙江省", "北京", "杭州", "市", "自治州", "地区", "😀", "𠮷", "\ud83d", "\u200d", "\u202e",
        "\u0301", "\u0000", "*", "**", "******", "1949-12-31", "16000005678", "O'Brien", "<b>", "กี้",
        "\u3164", "\ufffd"};

    /** How many characters of the value a mask may show at most, whatever the value. */
    private static final Map<String, Integer> SHOWN_MAX = Map.ofEntries(
            Map.entry("name", 2), Map.entry("phone", 7), Map.entry("phone-counterpart", 5),
            Map.entry("contact-phone", 5), Map.entry("customer-number", 6), Map.entry("group-number", 5),
            Map.entry("group-name", 6), Map.entry("resident-id", 2), Map.entry("resident-id-3-4", 7),
            Map.entry("uscc", 4), Map.entry("bank-card", 4), Map.entry("address-city", 24),
            Map.entry("email", 8), Map.entry("imsi", 5), Map.entry("imei", 4), Map.entry("iccid", 6),
            Map.entry("date-year", 4), Map.entry("all", 0),
            Map.entry("keep-3-4", 7), Map.entry("keep-0-99", 0));

    static List<Map<String, String>> golden() {
        return JsonRows.read(Path.of("../testdata/mask/masks.json"));
    }

    static Stream<Mask> everyMask() {
        return Stream.concat(Mask.all().stream(), Stream.of("keep-3-4", "keep-0-99").map(n -> mask(n)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("golden")
    void masksAsTheGoldenFileSays(Map<String, String> row) {
        assertThat(mask(row.get("mask")).apply(SecretText.of(row.get("value"))))
                .as(row.get("mask") + ": " + row.get("comment")).isEqualTo(row.get("masked"));
    }

    @Test
    void goldenFileKnowsEveryMask() {
        assertThat(golden()).extracting(row -> row.get("mask"))
                .containsAll(Mask.all().stream().map(Mask::name).toList());
    }

    @ParameterizedTest
    @MethodSource("everyMask")
    void neverShowsMoreThanItPromises(Mask mask) {
        long seed = 20261123L + mask.name().hashCode();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String value = value(random);
            String masked = mask.apply(SecretText.of(value));
            String where = mask + ", seed " + seed + ", round " + round;
            assertThat(masked).as(where).isNotEmpty().isNotEqualTo(value).contains("**");
            assertThat(shown(masked, value)).as(where).isLessThanOrEqualTo(SHOWN_MAX.get(mask.name()));
        }
    }

    /** The share, for masks over identifiers: half of the characters, or a third of a mobile number. */
    @ParameterizedTest
    @ValueSource(strings = {"customer-number", "group-number", "resident-id", "resident-id-3-4", "uscc",
        "bank-card", "imsi", "imei", "iccid", "keep-3-4", "keep-1-9", "phone", "phone-counterpart",
        "contact-phone"})
    void hidesAtLeastItsShareOfADigitString(String name) {
        Random random = new Random(7);
        for (int length = 0; length < 70; length++) {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < length; i++) {
                digits.append((char) ('0' + random.nextInt(10)));
            }
            String masked = mask(name).apply(SecretText.of(digits.toString()));
            long seen = masked.chars().filter(c -> c != '*').count();
            int share = name.equals("phone") ? 3 : 2;
            assertThat(seen == 0 || length - seen >= 3 && (length - seen) * share >= length)
                    .as("%s of %d digits shows %d", name, length, seen).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyMask")
    void hidesAHugeValueWithoutEffort(Mask mask) {
        String masked = mask.apply(SecretText.of("张1\u0301".repeat(500_000)));
        assertThat(masked).contains("**").hasSizeLessThan(20);
    }

    @Test
    void nullIsHidden() {
        assertThat(Mask.all()).allSatisfy(mask -> assertThat(mask.apply(null)).isEqualTo("******"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NAME", "keep", "keep-3", "keep-03-4", "keep--1-4", "keep-100-1", "keep-3-4 ",
        "none", "clear"})
    void knowsNoOtherName(String name) {
        assertThat(Mask.named(name)).isEmpty();
    }

    @Test
    void isItsName() {
        assertThat(Mask.named(null)).isEmpty();
        assertThat(mask("keep-3-4")).isEqualTo(mask("keep-3-4")).hasSameHashCodeAs(mask("keep-3-4"))
                .hasToString("keep-3-4").isNotEqualTo(mask("keep-4-3"));
    }

    private static Mask mask(String name) {
        return Mask.named(name).orElseThrow();
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        int pieces = random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.toString();
    }

    /** Letters and digits of the mask that the value has too, each counted as often as in the value. */
    private static int shown(String masked, String value) {
        Map<Integer, Integer> left = new HashMap<>();
        value.codePoints().forEach(point -> left.merge(point, 1, Integer::sum));
        List<Integer> shown = new ArrayList<>();
        masked.codePoints().filter(Character::isLetterOrDigit)
                .filter(point -> left.merge(point, -1, Integer::sum) >= 0).forEach(shown::add);
        return shown.size();
    }
}
