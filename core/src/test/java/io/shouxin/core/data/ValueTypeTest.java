// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTypeTest {

    private static final String ALPHABET = "0123456789０９ abcXZ-+.@/()年月日'<"
            + "\u200b\u202e\u3000\t\n\u0000·•é\u0301"
            + "张欧阳省市İß\ufffd\ufdfaﬁ⼩㈱\u3164\uff21𠮷😀\ud83d\u00a0";

    static List<Map<String, String>> vectors() {
        return JsonRows.read(Path.of("../testdata/data/values.json"));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("vectors")
    void readsOrRefusesAsTheGoldenFileSays(Map<String, String> vector) {
        ValueType type = ValueType.ofCode(vector.get("type")).orElseThrow();
        String raw = vector.get("raw");
        String comment = vector.get("type") + ": " + vector.get("comment");
        if (vector.get("result").equals("valid")) {
            assertThat(plain(type.read(raw))).as(comment).isEqualTo(vector.get("normal"));
        } else {
            InvalidValue refusal = catchThrowableOfType(InvalidValue.class, () -> type.read(raw));
            assertThat(refusal).as(comment).isNotNull();
            assertThat(refusal.key()).as(comment).isEqualTo(vector.get("key"));
            assertThat(refusal).hasMessage(refusal.key()).hasNoCause();
        }
    }

    @Test
    void everyKeyAndEveryTypeHasAVector() {
        List<Map<String, String>> vectors = vectors();
        assertThat(vectors).hasSizeGreaterThan(150);
        assertThat(vectors.stream().map(v -> v.get("key")).filter(k -> k != null))
                .containsAll(InvalidValue.keys());
        assertThat(new TreeSet<>(vectors.stream().map(v -> v.get("type")).toList()))
                .hasSize(ValueType.values().length);
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void refusesNullAndNothing(ValueType type) {
        assertThatThrownBy(() -> type.read(null)).isInstanceOf(InvalidValue.class).hasMessage("value.empty");
        assertThatThrownBy(() -> type.read("")).isInstanceOf(InvalidValue.class).hasMessage("value.empty");
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void isFoundByItsCode(ValueType type) {
        assertThat(type.code()).matches("[a-z]+(-[a-z]+)*");
        assertThat(ValueType.ofCode(type.code())).contains(type);
        assertThat(ValueType.ofCode(type.name())).isEmpty();
        assertThat(ValueType.ofCode(null)).isEmpty();
    }

    /** A second reading changes nothing, or a value imported twice would get two search tags. */
    @ParameterizedTest
    @EnumSource(ValueType.class)
    void readingANormalFormAgainChangesNothing(ValueType type) {
        vectors().stream().map(v -> v.get("normal")).filter(n -> n != null).forEach(n -> readTwice(type, n));
        long seed = 20261123L + type.ordinal();
        Random random = new Random(seed);
        int[] alphabet = ALPHABET.codePoints().toArray();
        for (int round = 0; round < 4000; round++) {
            StringBuilder raw = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                raw.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            readTwice(type, raw.toString());
        }
    }

    @Test
    void refusesABirthAfterTheGivenDay() {
        LocalDate birth = LocalDate.of(1949, 12, 31);
        assertThat(plain(ValueType.RESIDENT_ID.read("11010519491231002X", birth))).endsWith("X");
        assertThatThrownBy(() -> ValueType.RESIDENT_ID.read("11010519491231002X", birth.minusDays(1)))
                .hasMessage("value.resident-id.birth-date");
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void refusesAnAbsurdLengthBeforeAnyWork(ValueType type) {
        String huge = "\u202e1".repeat(1_000_000);
        assertThatThrownBy(() -> type.read(huge)).hasMessage("value.too-long");
    }

    private static void readTwice(ValueType type, String raw) {
        try {
            SecretText once = type.read(raw);
            assertThat(plain(type.read(plain(once)))).as(type.code()).isEqualTo(plain(once)).isNotEmpty();
        } catch (InvalidValue refused) {
            assertThat(InvalidValue.keys()).contains(refused.key());
        }
    }

    private static String plain(SecretText text) {
        return text.plain(PlainAccess.granted());
    }
}
