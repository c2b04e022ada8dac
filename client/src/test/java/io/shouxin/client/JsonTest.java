// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class JsonTest {

    @Test
    void readsEveryKindOfValue() {
        assertThat(Json.read(" {\"a\":[1,-2.50,1e3,true,false,null],\"b\":{},\"c\":[]}\n")).isEqualTo(Map.of(
                "a", Arrays.asList(1L, new BigDecimal("-2.50"), new BigDecimal("1e3"), true, false, null),
                "b", Map.of(), "c", List.of()));
    }

    @Test
    void readsEscapesAndCharactersBeyondTheFirstPlane() {
        assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud842\\udfb7𠮷\""))
                .isEqualTo("\"\\/\b\f\n\r\té𠮷𠮷");
    }

    @Test
    void keepsAWholeNumberThatIsTooLongForALong() {
        assertThat(Json.read("12345678901234567890")).isEqualTo(new BigDecimal("12345678901234567890"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[1 2]", "01", "+1", "1.", ".5",
            "1e", "-", "NaN", "tru", "nulll", "'a'", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\u+123\"", "\"a\nb\"", "1 2",
            "{\"a\":1,\"a\":2}", "\uFEFF1", "1e99999", "\"\\u１２３４\""})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void refusesDepthThatWouldExhaustTheStack() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void namesThePlaceAndNeverTheContent() {
        assertThatThrownBy(() -> Json.read("[\"13800000000\" 5]")).hasMessage("Not JSON at character 15.");
    }

    @Test
    void escapesHalfAPairInsteadOfSendingAQuestionMark() {
        assertThat(Json.write("a\ud842b\udfb7")).isEqualTo("\"a\\ud842b\\udfb7\"");
        assertThat(Json.write("𠮷\u0001")).isEqualTo("\"𠮷\\u0001\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsBackWhatItWrites(long seed) {
        Object value = random(new Random(seed), 0);
        assertThat(Json.read(Json.write(value))).as("seed %d", seed).isEqualTo(value);
    }

    private static Object random(Random dice, int depth) {
        int kind = dice.nextInt(depth > 4 ? 5 : 7);
        return switch (kind) {
            case 0 -> null;
            case 1 -> dice.nextBoolean();
            case 2 -> (long) dice.nextInt();
            case 3 -> BigDecimal.valueOf(dice.nextInt(), 1 + dice.nextInt(9));
            case 4 -> text(dice);
            case 5 -> {
                List<Object> items = new ArrayList<>();
                for (int i = dice.nextInt(6); i > 0; i--) {
                    items.add(random(dice, depth + 1));
                }
                yield items;
            }
            default -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (int i = dice.nextInt(6); i > 0; i--) {
                    members.put(text(dice), random(dice, depth + 1));
                }
                yield members;
            }
        };
    }

    private static String text(Random dice) {
        StringBuilder text = new StringBuilder();
        for (int i = dice.nextInt(12); i > 0; i--) {
            int[] kinds = {dice.nextInt(0x80), 0x4e00 + dice.nextInt(0x5000), 0x20000 + dice.nextInt(0xa000), '"',
                '\\'};
            text.appendCodePoint(kinds[dice.nextInt(kinds.length)]);
        }
        return text.toString();
    }
}
