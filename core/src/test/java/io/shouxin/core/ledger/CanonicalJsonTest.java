// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    static Stream<Vectors.Case> cases() {
        return Vectors.cases("canonical-json.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatIsCanonicalAndNothingElse(Vectors.Case vector) {
        byte[] json = vector.utf8("json");
        if (vector.isValid()) {
            assertThat(CanonicalJson.write(CanonicalJson.readObject(json))).isEqualTo(json);
        } else {
            assertThatThrownBy(() -> CanonicalJson.readObject(json)).isInstanceOf(LedgerDamaged.class)
                    .hasMessage("ledger.json.not-canonical").hasNoCause();
        }
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] encodedSurrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        assertThatThrownBy(() -> CanonicalJson.readObject(encodedSurrogate))
                .isInstanceOf(LedgerDamaged.class);
        assertThatThrownBy(() -> CanonicalJson.readObject(overlong)).isInstanceOf(LedgerDamaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "a\ud83db"})
    void writesNoHalfSurrogatePair(String text) {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("a", text)))
                .isInstanceOf(LedgerRefused.class).hasMessage("ledger.json.text");
        assertThatThrownBy(() -> CanonicalJson.write(Map.of(text, 1))).isInstanceOf(LedgerRefused.class);
    }

    @Test
    void writesNothingOutsideTheSubset() {
        assertThatThrownBy(() -> CanonicalJson.write(1.5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CanonicalJson.write(null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CanonicalJson.write(CanonicalJson.INTEGER_MAX + 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CanonicalJson.write(Long.MIN_VALUE))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsBackWhateverItWrites(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Map<String, Object> tree = object(random, 4);
            assertThat(CanonicalJson.readObject(CanonicalJson.write(tree))).isEqualTo(tree);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void staysWholeOnAnyBytes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] json = CanonicalJson.write(object(random, 3));
            json[random.nextInt(json.length)] = (byte) random.nextInt();
            try {
                assertThat(CanonicalJson.write(CanonicalJson.readObject(json))).isEqualTo(json);
            } catch (LedgerDamaged expected) {
                assertThat(expected.key()).isEqualTo("ledger.json.not-canonical");
            }
        }
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> text(random);
            case 1 -> random.nextLong(-CanonicalJson.INTEGER_MAX, CanonicalJson.INTEGER_MAX + 1);
            case 2 -> random.nextBoolean();
            case 3 -> object(random, depth - 1);
            default -> list(random, depth - 1);
        };
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(text(random), value(random, depth));
        }
        return members;
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(value(random, depth));
        }
        return elements;
    }

    private static String text(Random random) {
        int[] points = {0, 9, 31, '"', '\\', '/', 'a', 127, 0xe9, 0x4e2d, 0xfb33, 0xffff, 0x1f600, 0x10ffff};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
