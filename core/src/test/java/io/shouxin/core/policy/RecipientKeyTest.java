// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecipientKeyTest {

    /** Made by the age program, so that its checksum is another's work. */
    private static final String KEY = "age1kq9x8mn4ayjr5fvgljh9w2d9r80c59x7x7wuhvfnagkzr3k6zeuqkjt96d";

    @Test
    void aKeyOfAge_isOne() {
        assertThat(RecipientKey.isValid(KEY)).isTrue();
    }

    @Test
    void everySingleCharacterChanged_isNoticed() {
        for (int i = 0; i < KEY.length(); i++) {
            for (char c : "qpz1b7 Q".toCharArray()) {
                if (KEY.charAt(i) != c) {
                    assertThat(RecipientKey.isValid(KEY.substring(0, i) + c + KEY.substring(i + 1)))
                            .as("%d %s", i, c).isFalse();
                }
            }
        }
    }

    @Test
    void aSecretKeyAndACutOne_areNone() {
        assertThat(RecipientKey.isValid(KEY.substring(1))).isFalse();
        assertThat(RecipientKey.isValid("")).isFalse();
        assertThat(RecipientKey.isValid("AGE-SECRET-KEY-1" + "Q".repeat(46))).isFalse();
    }
}
