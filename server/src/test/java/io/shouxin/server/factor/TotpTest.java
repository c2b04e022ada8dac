// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.secret.SecretBytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class TotpTest {

    private static final SecretBytes RFC = SecretBytes.copyOf("12345678901234567890".getBytes(US_ASCII));

    /** RFC 6238 appendix B, the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "2000000000,279037",
        "20000000000,353130"})
    void makesTheCodesOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(RFC, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    @Test
    void takesOneStepToEachSideAndNoMore() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        long step = Totp.step(now);
        for (long aside = -3; aside <= 3; aside++) {
            assertThat(Totp.stepOf(RFC, Totp.code(RFC, step + aside), now).isPresent())
                    .as("%d steps aside", aside).isEqualTo(Math.abs(aside) <= 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "05924", "0005924", "００５９２４", "abcdef"})
    void takesNothingElse(String typed) {
        assertThat(Totp.stepOf(RFC, typed, Instant.ofEpochSecond(1_234_567_890))).isEmpty();
    }

    /** RFC 4648 section 10; 160 bits leave none over. */
    @ParameterizedTest
    @CsvSource({"fooba,MZXW6YTB", "12345678901234567890,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"})
    void writesTheSecretAsAppsTakeIt(String secret, String text) {
        assertThat(Totp.text(SecretBytes.copyOf(secret.getBytes(US_ASCII)))).isEqualTo(text);
    }
}
