// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.Random;

/** What a custodian writes down and types in again. */
class ShareTest {

    private static Share share(long seed) {
        byte[] bytes = new byte[Share.BYTES];
        new Random(seed).nextBytes(bytes);
        return new Share(12, 3, 5, 2, SecretBytes.copyOf(bytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isReadAsItWasWritten(long seed) {
        Share written = share(seed);
        Share read = Share.read(written.text());
        assertThat(read).isEqualTo(written);
        assertThat(read.bytes()).isEqualTo(written.bytes());
    }

    /** The example of docs/spec/key-tree.md. */
    @Test
    void isTheTextOfTheSpecification() {
        byte[] bytes = new byte[Share.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(new Share(1, 2, 5, 3, SecretBytes.copyOf(bytes)).text()).isEqualTo(EXAMPLE);
    }

    private static final String EXAMPLE = "SX1-R1-S2F5-N3-K-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GA"
            + "H-C5RR-34D1-P70X-3RFG-T14Q-471C";

    @Test
    void toleratesHowPeopleType() {
        Share written = share(6);
        String text = written.text();
        assertThat(Share.read(text.toLowerCase(Locale.ROOT).replace("-", " "))).isEqualTo(written);
        String head = text.substring(0, text.indexOf("-K-") + 3);
        String rest = text.substring(head.length());
        assertThat(Share.read(head + rest.replace('0', 'O').replace('1', 'l') + "\n")).isEqualTo(written);
    }

    @Test
    void refusesEveryLetterThatIsAnother() {
        String text = share(7).text();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter != '-') {
                String mistyped = text.substring(0, i) + (letter == 'Z' || letter == '9' ? 'A' : (char) (letter + 1))
                        + text.substring(i + 1);
                if (!same(mistyped, text)) {
                    refuses(mistyped);
                }
            }
        }
        refuses(text.substring(0, text.length() - 1));
        refuses(text + "0");
        refuses("");
        refuses("x".repeat(5_000));
    }

    /** The letters that count as a digit are no mistake. */
    private static boolean same(String mistyped, String text) {
        return mistyped.replace('O', '0').replace('I', '1').replace('L', '1')
                .equals(text.replace('O', '0').replace('I', '1').replace('L', '1'));
    }

    @Test
    void printsNothingOfTheShare() {
        Share share = share(8);
        byte[] bytes = share.bytes().plain(PlainAccess.granted());
        assertThat(share.toString()).isEqualTo("Share[version=12, number=3]").doesNotContain("" + bytes[0]);
    }

    private static void refuses(String typed) {
        assertThatExceptionOfType(Refused.class).as(typed).isThrownBy(() -> Share.read(typed))
                .satisfies(refused -> assertThat(refused.key()).isEqualTo("keys.share.unreadable"))
                .satisfies(refused -> assertThat(refused.arguments()).isEmpty());
    }
}
