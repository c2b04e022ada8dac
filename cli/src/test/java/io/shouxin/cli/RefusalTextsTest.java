// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.plan.PlanProblem;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKeysRefused;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.token.TokenRefused;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the core can refuse with has a text of its own in both languages. */
class RefusalTextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyRefusalOfTheCoreHasAText(String language) {
        ResourceBundle bundle = Words.in(Locale.forLanguageTag(language)).bundle();
        assertThat(keys()).allMatch(bundle::containsKey);
        assertThat(keys()).hasSizeGreaterThan(80);
    }

    private static List<String> keys() {
        return Stream.of(TokenRefused.keys(), ReleaseRefused.keys(), ReleaseKeysRefused.keys(), InvalidValue.keys(),
                PlanProblem.keys(), Protection.refusalKeys()).flatMap(List::stream).toList();
    }
}
