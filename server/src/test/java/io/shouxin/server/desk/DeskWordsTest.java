// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.policy.LegalBasis;
import io.shouxin.core.policy.Reason;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Every reason, mask, type and legal ground there is has words at the desk; MessagesTest compares the languages. */
class DeskWordsTest {

    private static final Properties WORDS = load();

    @Test
    void haveOneLineForEveryReason() {
        assertThat(Reason.keys()).allSatisfy(key ->
                assertThat(WORDS).containsKey("desk.why." + key.substring("policy.".length())));
    }

    @Test
    void haveOneLineForEveryMask() {
        assertThat(Mask.all()).allSatisfy(mask -> assertThat(WORDS).containsKey("desk.mask." + mask.name()));
    }

    @Test
    void haveOneLineForEveryType() {
        assertThat(ValueType.values()).allSatisfy(type -> assertThat(WORDS).containsKey("desk.hint." + type.code()));
    }

    @Test
    void haveOneLineForEveryLegalGround() {
        assertThat(LegalBasis.values()).allSatisfy(basis ->
                assertThat(WORDS).containsKey("desk.basis." + basis.code()));
    }

    private static Properties load() {
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/messages/desk.properties"))) {
            words.load(reader);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
        return words;
    }
}
