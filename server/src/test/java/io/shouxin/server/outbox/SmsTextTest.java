// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsmpp.bean.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

class SmsTextTest {

    /** The codes of 3GPP TS 23.038 6.2.1, at both ends, around the gap, and through the escape. */
    @ParameterizedTest
    @CsvSource(value = {"@|00", "£|01", "Δ|10", "_|11", "Ξ|1a", "Æ|1c", "É|1f", "A|41", "Z|5a", "Ä|5b", "§|5f", "¿|60",
        "a|61", "à|7f", "€|1b65", "{|1b28", "~|1b3d", "$|02", "¤|24", "0|30"}, delimiter = '|')
    void writesTheDefaultAlphabet(String text, String hex) {
        SmsText written = SmsText.of(text);
        assertThat(written.alphabet()).isEqualTo(Alphabet.ALPHA_DEFAULT);
        assertThat(HexFormat.of().formatHex(written.bytes())).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"守信", "code: 1 …", "`", "ç"})
    void writesUcs2WhereTheDefaultAlphabetHasNoSuchLetter(String text) {
        SmsText written = SmsText.of(text);
        assertThat(written.alphabet()).isEqualTo(Alphabet.ALPHA_UCS2);
        assertThat(new String(written.bytes(), StandardCharsets.UTF_16BE)).isEqualTo(text);
    }

    @Test
    void knowsWhatFitsAndWhatIsTooLong() {
        assertThat(SmsText.of("x".repeat(160)).fits()).isTrue();
        assertThat(SmsText.of("x".repeat(161)).fits()).isFalse();
        assertThat(SmsText.of("€".repeat(80)).fits()).isTrue();
        assertThat(SmsText.of("€".repeat(81)).fits()).isFalse();
        assertThat(SmsText.of("守".repeat(70)).fits()).isTrue();
        assertThat(SmsText.of("守".repeat(71)).fits()).isFalse();
        assertThat(SmsText.of("x".repeat(1_530)).tooLong()).isFalse();
        assertThat(SmsText.of("x".repeat(1_531)).tooLong()).isTrue();
        assertThat(SmsText.of("守".repeat(670)).tooLong()).isFalse();
        assertThat(SmsText.of("守".repeat(671)).tooLong()).isTrue();
    }

    @Test
    void doesNotPrintWhatItSays() {
        assertThat(SmsText.of("271828").toString()).doesNotContain("271828");
    }

    @ParameterizedTest
    @CsvSource({"PT5M,000000000500000R", "PT0.2S,000000000001000R", "P2DT3H4M5S,000002030405000R"})
    void writesHowLongItIsValid(Duration left, String written) {
        assertThat(SmsChannel.validity(left)).isEqualTo(written);
    }

    @Test
    void waitsLongerFromTryToTryUpToALimit() {
        for (int tries = 0; tries < 20; tries++) {
            assertThat(Moves.pause(tries)).isBetween(Moves.PAUSE_MIN, Moves.PAUSE_MAX)
                    .isLessThanOrEqualTo(Moves.pause(tries + 1));
        }
        assertThat(Moves.pause(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(Moves.pause(1_000)).isEqualTo(Moves.PAUSE_MAX);
    }
}
