// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** What stops the start, and in which words. */
class OidcSettingsTest {

    private static OidcSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("shouxin.oidc", OidcSettings.class);
    }

    private static Map<String, String> good() {
        return new HashMap<>(Map.of("shouxin.oidc.issuer", "https://login.example/realms/staff",
                "shouxin.oidc.client-id", "shouxin", "shouxin.oidc.client-secret", "not-to-be-printed",
                "shouxin.oidc.number-claim", "staff_number"));
    }

    private static void assertRefused(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> bound(settings)).rootCause().isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence).hasMessageNotContaining("not-to-be-printed");
    }

    @Test
    void isOffWithoutAnIssuer() {
        assertThat(bound(Map.of()).on()).isFalse();
        assertThat(bound(Map.of()).passwords()).isTrue();
        assertThat(bound(Map.of("shouxin.oidc.issuer", " ")).on()).isFalse();
    }

    @Test
    void alwaysAsksForAnIdTokenAndNeverPrintsItsSecret() throws IOException {
        Map<String, String> settings = good();
        settings.put("shouxin.oidc.scopes", "profile");
        assertThat(bound(settings).scopes()).containsExactly("openid", "profile");
        assertThat(bound(settings).secret()).isEqualTo("not-to-be-printed");
        assertThat(bound(settings).toString()).doesNotContain("not-to-be-printed");
    }

    @ParameterizedTest
    @CsvSource({"client-id,client-id is needed", "client-secret,client-secret-file is needed",
            "number-claim,number-claim is needed"})
    void saysWhatIsMissing(String key, String sentence) {
        Map<String, String> settings = good();
        settings.remove("shouxin.oidc." + key);
        assertRefused(settings, "shouxin.oidc." + sentence);
    }

    @Test
    void namesAllThatIsMissingAtOnce() {
        assertThatThrownBy(() -> bound(Map.of("shouxin.oidc.issuer", "https://login.example"))).rootCause()
                .hasMessageContainingAll("client-id", "number-claim", "client-secret-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example", "login.example", "ftp://login.example", "https://",
        "https://user:secret@login.example", "https://login.example/?a=b", "https://login.example/#a",
        "http://10.0.0.1", "https://login example"})
    void refusesAnIssuerThatCanBeListenedTo(String issuer) {
        Map<String, String> settings = good();
        settings.put("shouxin.oidc.issuer", issuer);
        assertRefused(settings, "shouxin.oidc.issuer is the provider's address, with https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8180", "http://localhost:8180/realms/a", "http://[::1]:8180",
        "https://login.example", "https://login.example:8443/realms/a/"})
    void takesHttpsAndThisMachine(String issuer) {
        Map<String, String> settings = good();
        settings.put("shouxin.oidc.issuer", issuer);
        assertThat(bound(settings).on()).isTrue();
    }

    @Test
    void readsTheSecretFromAFileAtEachSignIn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret");
        Map<String, String> settings = good();
        settings.remove("shouxin.oidc.client-secret");
        settings.put("shouxin.oidc.client-secret-file", file.toString());
        assertRefused(settings, "client-secret-file is needed with issuer, and has to be readable");
        Files.writeString(file, "first\n");
        OidcSettings bound = bound(settings);
        assertThat(bound.secret()).isEqualTo("first");
        Files.writeString(file, "second\n");
        assertThat(bound.secret()).isEqualTo("second");
    }

    @Test
    void keepsOneWayIn() {
        assertRefused(Map.of("shouxin.oidc.passwords", "false"), "nobody could sign in");
        Map<String, String> settings = good();
        settings.put("shouxin.oidc.passwords", "false");
        assertThat(bound(settings).passwords()).isFalse();
    }

    /** A provider that is down is met at the first sign-in and not at the start. */
    @Test
    void isNoHindranceToAStartWhileTheProviderIsDown() throws IOException {
        Map<String, String> settings = good();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("shouxin.oidc.issuer", "http://127.0.0.1:" + silent.getLocalPort());
        }
        OidcProvider provider = new OidcProvider(bound(settings), Clock.systemUTC());
        assertThat(provider.leave()).isEmpty();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> provider.begin(new MockHttpServletRequest(), false))
                    .isInstanceOfSatisfying(OidcRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(OidcRefused.Reason.AWAY));
        }
    }
}
