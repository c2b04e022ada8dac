// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.language.Words;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The OpenID Connect provider that people sign in through. Without an issuer there is none.
 *
 * @param issuer the provider's address, exactly as it names itself
 * @param clientId our name there
 * @param clientSecretFile a file with our secret there; read at each sign-in
 * @param clientSecret the secret itself, where secrets come by environment; wins over the file
 * @param numberClaim the claim of the ID token that holds the staff number
 * @param scopes what is asked for; {@code openid} is always among them
 * @param nameZh what the button calls the provider in Chinese
 * @param nameEn and in English
 * @param factorAcr values of {@code acr} by which the provider says that it asked for a second factor
 * @param factorAmr values of {@code amr} that say so
 * @param passwords whether passwords sign in beside it
 */
@ConfigurationProperties("shouxin.oidc")
record OidcSettings(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable Path clientSecretFile,
        @Nullable String clientSecret,
        @Nullable String numberClaim,
        @DefaultValue("openid") Set<String> scopes,
        @DefaultValue("统一身份认证") String nameZh,
        @DefaultValue("single sign-on") String nameEn,
        @DefaultValue Set<String> factorAcr,
        @DefaultValue Set<String> factorAmr,
        @DefaultValue("true") boolean passwords) {

    private static final String PREFIX = "shouxin.oidc.";
    private static final String OPENID = "openid";
    private static final int NAME_MAX = 30;

    OidcSettings {
        issuer = blankless(issuer);
        clientId = blankless(clientId);
        clientSecret = blankless(clientSecret);
        numberClaim = blankless(numberClaim);
        Set<String> asked = new java.util.LinkedHashSet<>(List.of(OPENID));
        asked.addAll(scopes);
        scopes = java.util.Collections.unmodifiableSet(asked);
        factorAcr = Set.copyOf(factorAcr);
        factorAmr = Set.copyOf(factorAmr);
        List<String> wrong = new ArrayList<>();
        if (issuer == null) {
            require(wrong, passwords, "passwords is false only with an issuer: nobody could sign in");
        } else {
            require(wrong, isAddress(issuer), "issuer is the provider's address, with https unless the provider is"
                    + " this machine, and without ? and #");
            require(wrong, clientId != null, "client-id is needed with issuer");
            require(wrong, numberClaim != null, "number-claim is needed with issuer: the claim that holds the staff"
                    + " number, which people must not be able to change themselves");
            require(wrong, clientSecret != null || clientSecretFile != null && Files.isReadable(clientSecretFile),
                    "client-secret-file is needed with issuer, and has to be readable");
        }
        require(wrong, isName(nameZh) && isName(nameEn), "name-zh and name-en have 1 to " + NAME_MAX + " characters");
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    private static void require(List<String> wrong, boolean holds, String rule) {
        if (!holds) {
            wrong.add(PREFIX + rule);
        }
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= NAME_MAX && name.codePoints().noneMatch(Character::isISOControl);
    }

    /** What goes to such an address cannot be read or changed on the way. */
    static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            boolean plain = "http".equals(address.getScheme()) && isThisMachine(address.getHost());
            return address.getHost() != null && address.getRawUserInfo() == null && address.getRawQuery() == null
                    && address.getRawFragment() == null && ("https".equals(address.getScheme()) || plain);
        } catch (java.net.URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isThisMachine(@Nullable String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }

    /** Whether people sign in through a provider at all. */
    boolean on() {
        return issuer != null;
    }

    String name() {
        return Words.choose(nameZh, nameEn);
    }

    /** @throws IOException when the file cannot be read any more */
    String secret() throws IOException {
        return clientSecret != null ? clientSecret
                : Files.readString(java.util.Objects.requireNonNull(clientSecretFile), StandardCharsets.UTF_8).strip();
    }

    /** The secret is not printed. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + "]";
    }
}
