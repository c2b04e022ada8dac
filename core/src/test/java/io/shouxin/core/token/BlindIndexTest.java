// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.keyset.SmProvider;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import org.junit.jupiter.api.Test;

class BlindIndexTest {

    private final SecretBytes key = SecretBytes.random(32);

    @Test
    void tagsEqualValuesEqually() {
        assertThat(tag("phone", "+8610000000000")).hasSize(BlindIndex.TAG_BYTES)
                .isEqualTo(tag("phone", "+8610000000000"))
                .isNotEqualTo(tag("phone", "+8610000000001"))
                .isNotEqualTo(tag("contact-phone", "+8610000000000"))
                .isNotEqualTo(
                        BlindIndex.tag(SecretBytes.random(32), "phone", SecretText.of("+8610000000000")));
    }

    @Test
    void tagsOfTheSuitesAreUnrelated() {
        SmProvider.found();
        byte[] sm = BlindIndex.tag(key, "phone", SecretText.of("+8610000000000"), Suite.SM);
        assertThat(sm).hasSize(BlindIndex.TAG_BYTES).isNotEqualTo(tag("phone", "+8610000000000"))
                .isEqualTo(BlindIndex.tag(key, "phone", SecretText.of("+8610000000000"), Suite.SM))
                .isNotEqualTo(BlindIndex.tag(key, "phone", SecretText.of("+8610000000001"), Suite.SM));
    }

    @Test
    void keepsFieldAndValueApart() {
        assertThat(tag("ab", "c")).isNotEqualTo(tag("a", "bc"));
    }

    @Test
    void refusesMisuse() {
        assertThatIllegalStateException().isThrownBy(() -> tag("Phone", "x"));
        assertThatIllegalStateException()
                .isThrownBy(() -> BlindIndex.tag(SecretBytes.random(31), "phone", SecretText.of("x")));
    }

    private byte[] tag(String field, String value) {
        return BlindIndex.tag(key, field, SecretText.of(value));
    }
}
