// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseRefusedTest {

    private final Locale machine = Locale.getDefault();

    @AfterEach
    void restoreTheLanguage() {
        Locale.setDefault(machine);
    }

    private static FailureAnalysis analysis(DatabaseRefused refused) {
        return new DatabaseRefusedAnalyzer().analyze(refused, refused);
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 端口 25432 被其他程序占用：nginx (7)。", "zh-TW, 端口 25432 被其他程序占用：nginx (7)。",
        "en-GB, Port 25432 of the embedded database is taken by another program: nginx (7).",
        "de-DE, Port 25432 of the embedded database is taken by another program: nginx (7)."})
    void saysInTheLanguageOfTheMachineWhoHoldsThePort(String language, String text) {
        Locale.setDefault(Locale.forLanguageTag(language));
        FailureAnalysis said =
                analysis(new DatabaseRefused("database.port-taken", "25432", "nginx (7)", "/f"));
        assertThat(said.getDescription()).endsWith(text);
        assertThat(said.getAction()).contains("/f");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 14})
    void refusesAnOldPostgres(int major) {
        assertThatThrownBy(() -> ExternalDatabase.requireVersion(major))
                .hasMessage("database.too-old [" + major + ", 15]");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18, 30})
    void takesAPostgresThatIsNewEnough(int major) {
        assertThatCode(() -> ExternalDatabase.requireVersion(major)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:x, u, database.url-scheme",
        "jdbc:postgresql://db/x?user=u&Password=p, u, database.url-password",
        "jdbc:postgresql://db/x, '', database.user-missing"
    })
    void refusesSettingsThatCannotWork(String url, String user, String key) {
        assertThatThrownBy(() -> new DatabaseSettings(url, user, "secret"))
                .isInstanceOfSatisfying(DatabaseRefused.class,
                        refused -> assertThat(refused.key()).isEqualTo(key));
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(new DatabaseSettings("jdbc:postgresql://db/x", "u", "secret").toString())
                .doesNotContain("secret");
    }
}
