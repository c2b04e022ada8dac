// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {

    static Stream<Marked> texts() {
        return Marked.texts().stream();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void findsWhatIsMarkedAndNothingElse(Marked marked) {
        assertThat(Marked.found(marked.text())).isEqualTo(marked.finds());
    }

    @Test
    void aWordNearbyMakesItSurer() {
        assertThat(confidence("编号 460004009724037")).isLessThan(confidence("IMSI 460004009724037"));
        assertThat(Detector.shipped().find("E12345678")).as("a passport's form alone").isEmpty();
    }

    @Test
    void aWordOfAnotherNumberMakesItLessSure() {
        assertThat(Detector.shipped().find("订单号 16000001234")).isEmpty();
        assertThat(Detector.shipped().find("号码 16000001234")).hasSize(1);
    }

    @Test
    void aHintDoesNotReachOverTheEndOfALine() {
        assertThat(Detector.shipped().find("护照\nE12345678")).isEmpty();
    }

    @Test
    void saysWhy() {
        Span id = Detector.shipped().find("11010519491231002X").get(0);
        assertThat(id.evidence()).containsExactly(
                Evidence.CHECK_DIGIT, Evidence.AREA_CURRENT, Evidence.DATE_EXISTS);
    }

    @Test
    void asksForTheNumberingPlansOfOtherCountries() {
        List<String> asked = new ArrayList<>();
        Detector detector = Detector.shipped().with(digits -> {
            StringBuilder copy = new StringBuilder();
            for (int i = 0; i < digits.length(); i++) {
                copy.append(digits.charAt(i));
            }
            asked.add(copy.toString());
            return ForeignNumbers.Answer.INVALID;
        });
        assertThat(detector.find("+1 202 555 0123 or +86 160 0000 1234")).extracting(Span::kind)
                .containsExactly(Kind.PHONE);
        assertThat(asked).containsExactly("12025550123");
    }

    /** Whatever comes, a scan ends, its spans lie within the text and none lies over another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void standsAnyText(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456789012345678901234567890Xx-. :/+()@=年月日市路号张王李京A张·,\n\t\"'aEHk，。\uD83D\uDE00\0é＋１";
        Scanner scanner = Detector.shipped().scanner();
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(80); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<Span> spans = Detector.shipped().find(text, scanner);
            int end = 0;
            for (Span span : spans) {
                assertThat(span.start()).as("seed %d, text %s", seed, text).isGreaterThanOrEqualTo(end);
                assertThat(span.end()).isGreaterThan(span.start()).isLessThanOrEqualTo(text.length());
                assertThat(span.confidence()).isBetween(Detector.CONFIDENCE_MIN, 100);
                end = span.end();
            }
            assertThat(Detector.shipped().find(text)).as("a fresh scanner, seed %d", seed).isEqualTo(spans);
        }
    }

    private static int confidence(String text) {
        return Detector.shipped().find(text).get(0).confidence();
    }
}
