// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.entrance.OidcRefused.Reason;
import io.shouxin.server.language.Words;

import com.nimbusds.jose.RemoteKeySourceException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is said to the provider, and what it answers. The exchange and the checks of the ID token (OpenID Connect Core
 * 3.1.3.7) are Spring Security's: a standard of this size is not written anew. Of the tokens nothing is kept; the ID
 * token serves to read from and is dropped with the request.
 *
 * <p>The provider is asked what it is when it is first needed, so that one that is down stops no start.
 */
@Component
class OidcProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private static final String ID = "provider";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);
    /** Who asks anew sooner gets the same answer, so that a provider that hangs does not hold every request. */
    private static final Duration AWAY_FOR = Duration.ofSeconds(5);
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};
    /** Those with a key of the provider's own; never {@code none}, nor one with a secret that two share. */
    private static final Set<SignatureAlgorithm> SIGNATURES = Set.of(SignatureAlgorithm.values());
    private static final Set<String> OVER = Set.of("invalid_grant", "access_denied", "login_required",
            "interaction_required", "consent_required", "account_selection_required");

    private static final Set<String> FALSE = Set.of("invalid_id_token", "invalid_nonce");

    private final OidcSettings settings;
    private final Clock clock;
    private final JdkClientHttpRequestFactory requests;
    private @Nullable Known known;
    private Instant awayUntil = Instant.MIN;

    OidcProvider(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(ANSWERS_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER).build());
        requests.setReadTimeout(ANSWERS_WITHIN);
    }

    /** The provider as it described itself. */
    private record Known(ClientRegistration described, NimbusJwtDecoder idTokens, Optional<String> leave,
            Instant until) {}

    /**
     * A request to the provider, with state, nonce and the secret of PKCE (RFC 7636), to be kept at the session.
     *
     * @param anew whether the person has to prove themselves there even if they are signed in there
     */
    OAuth2AuthorizationRequest begin(HttpServletRequest request, boolean anew) throws OidcRefused {
        ClientRegistration described = known().described();
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(id -> described);
        Consumer<OAuth2AuthorizationRequest.Builder> more = builder -> builder.additionalParameters(parameters -> {
            parameters.put("ui_locales", Words.choose("zh-CN", "en"));
            if (anew) {
                parameters.put("prompt", "login");
                parameters.put("max_age", 0);
            } else if (!settings.factorAcr().isEmpty()) {
                parameters.put("acr_values", String.join(" ", settings.factorAcr()));
            }
        });
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce().andThen(more));
        return Objects.requireNonNull(resolver.resolve(request, ID));
    }

    /** Exchanges the code for an ID token that was checked. Each code serves once: it is the provider's to see to. */
    OidcIdToken answer(OAuth2AuthorizationRequest asked, HttpServletRequest back) throws OidcRefused {
        Known now = known();
        String issuer = back.getParameter("iss");
        String code = back.getParameter("code");
        if (code == null || code.isBlank() || back.getParameter("error") != null
                || issuer != null && !issuer.equals(settings.issuer())) {
            throw new OidcRefused(Reason.AGAIN);
        }
        OAuth2AuthorizationResponse response = OAuth2AuthorizationResponse.success(code)
                .redirectUri(asked.getRedirectUri()).state(Objects.requireNonNull(asked.getState())).build();
        try {
            ClientRegistration us = ClientRegistration.withClientRegistration(now.described())
                    .clientSecret(settings.secret()).build();
            var answered = exchange(now).authenticate(new OAuth2LoginAuthenticationToken(us,
                    new OAuth2AuthorizationExchange(asked, response)));
            return ((DefaultOidcUser) Objects.requireNonNull(
                    Objects.requireNonNull(answered).getPrincipal())).getIdToken();
        } catch (OAuth2AuthenticationException refused) {
            throw why(refused);
        } catch (IOException unreadable) {
            LOG.error("shouxin.oidc.client-secret-file cannot be read.");
            throw new OidcRefused(Reason.AWAY, unreadable);
        } catch (AuthenticationException | IllegalArgumentException | ClassCastException malformed) {
            throw new OidcRefused(Reason.INVALID, malformed);
        }
    }

    /** Where the provider ends its own session, where it says so and was reached before. */
    synchronized Optional<String> leave() {
        return known == null ? Optional.empty() : known.leave();
    }

    private OidcAuthorizationCodeAuthenticationProvider exchange(Known now) {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder().requestFactory(requests)
                .configureMessageConverters(converters -> converters.addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler()).build());
        var exchange = new OidcAuthorizationCodeAuthenticationProvider(tokens,
                user -> new DefaultOidcUser(List.of(), user.getIdToken()));
        exchange.setJwtDecoderFactory(described -> now.idTokens());
        return exchange;
    }

    /** Where it stopped; messages of these exceptions quote what was sent, so they go nowhere. */
    private static OidcRefused why(OAuth2AuthenticationException refused) {
        for (Throwable at = refused.getCause(); at != null; at = at.getCause()) {
            if (at instanceof ResourceAccessException || at instanceof RemoteKeySourceException) {
                LOG.warn("The sign-in provider cannot be reached: {}", at.getClass().getName());
                return new OidcRefused(Reason.AWAY, refused);
            }
        }
        String code = refused.getError().getErrorCode();
        if (OVER.contains(code)) {
            return new OidcRefused(Reason.AGAIN, refused);
        }
        if (code.equals("invalid_client") || code.equals("unauthorized_client")) {
            LOG.error("The sign-in provider refuses us: see shouxin.oidc.client-id and client-secret-file.");
            return new OidcRefused(Reason.AWAY, refused);
        }
        if (FALSE.contains(code)) {
            LOG.warn("The sign-in provider's ID token does not hold: signature, issuer, audience, nonce or time.");
            return new OidcRefused(Reason.INVALID, refused);
        }
        LOG.warn("The sign-in provider does not exchange a code.");
        return new OidcRefused(Reason.AWAY, refused);
    }

    private synchronized Known known() throws OidcRefused {
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            return known;
        }
        if (now.isBefore(awayUntil)) {
            throw new OidcRefused(Reason.AWAY);
        }
        try {
            known = ask(now);
            return known;
        } catch (RestClientException | IllegalArgumentException | IllegalStateException failed) {
            LOG.warn("The sign-in provider cannot be asked what it is: {}", failed.getClass().getName());
            awayUntil = now.plus(AWAY_FOR);
            throw new OidcRefused(Reason.AWAY, failed);
        }
    }

    private Known ask(Instant now) {
        String issuer = Objects.requireNonNull(settings.issuer());
        String place = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> metadata = Objects.requireNonNullElse(RestClient.builder().requestFactory(requests).build()
                .get().uri(place + "/.well-known/openid-configuration").retrieve().body(METADATA), Map.of());
        ClientRegistration described = ClientRegistrations.fromOidcConfiguration(metadata).registrationId(ID)
                .clientId(Objects.requireNonNull(settings.clientId())).scope(settings.scopes())
                .redirectUri("{baseUrl}" + OidcSignIn.BACK).build();
        ClientRegistration.ProviderDetails details = described.getProviderDetails();
        if (!issuer.equals(details.getIssuerUri()) || !issuer.equals(metadata.get("issuer"))) {
            throw new IllegalStateException("Another issuer.");
        }
        for (String address : List.of(details.getAuthorizationUri(), details.getTokenUri(),
                Objects.requireNonNull(details.getJwkSetUri()))) {
            if (!OidcSettings.isAddress(address)) {
                throw new IllegalStateException("An address that can be listened to.");
            }
        }
        Optional<String> leave = Optional.ofNullable(metadata.get("end_session_endpoint"))
                .filter(String.class::isInstance).map(String.class::cast).filter(OidcSettings::isAddress);
        return new Known(described, decoder(described), leave, now.plus(KNOWN_FOR));
    }

    private NimbusJwtDecoder decoder(ClientRegistration described) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder
                .withJwkSetUri(Objects.requireNonNull(described.getProviderDetails().getJwkSetUri()))
                .jwsAlgorithms(algorithms -> algorithms.addAll(SIGNATURES))
                .restOperations(new RestTemplate(requests)).build();
        OidcIdTokenValidator validator = new OidcIdTokenValidator(described);
        validator.setClock(clock);
        decoder.setJwtValidator(validator);
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return decoder;
    }
}
