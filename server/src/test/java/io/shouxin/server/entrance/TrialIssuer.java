// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An OpenID Connect provider on this machine that says what a test tells it to, true or not. What a real one checks at
 * its token endpoint it checks too: the client's secret, the code and that it comes once, the address and PKCE.
 */
final class TrialIssuer implements AutoCloseable {

    static final String CLIENT = "shouxin";
    static final String SECRET = "a-secret-of-sixty-four-characters-which-is-long-enough-for-hs-256";
    static final String CLAIM = "staff_number";

    private final HttpServer http;
    private final RSAKey key = rsa("known");
    private final RSAKey stranger = rsa("stranger");
    private final Map<String, Waiting> codes = new ConcurrentHashMap<>();
    private volatile int tokensAnswer = 200;

    TrialIssuer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        http.createContext("/.well-known/openid-configuration", this::metadata);
        http.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        http.createContext("/token", this::token);
        http.start();
    }

    /** How a token is signed. */
    enum Signing { RIGHT, NONE, SHARED_SECRET, UNKNOWN_KEY, WRONG_KEY }

    private record Waiting(String idToken, String challenge, String back) {}

    String address() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** What comes of the token endpoint from here on, as an HTTP status. */
    void answerTokensWith(int status) {
        tokensAnswer = status;
    }

    /** The parts of the address that somebody is sent to us with. */
    static Map<String, String> asked(String where) {
        return parts(where.substring(where.indexOf('?') + 1));
    }

    private static Map<String, String> parts(String query) {
        return Arrays.stream(query.split("&")).map(one -> one.split("=", 2)).collect(Collectors.toMap(
                one -> one[0], one -> URLDecoder.decode(one[1], StandardCharsets.UTF_8)));
    }

    /** As what we say of somebody begins: right in everything, with nobody in it yet. */
    JWTClaimsSet.Builder claims(Map<String, String> asked) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(address()).audience(CLIENT).issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300))).claim("nonce", asked.get("nonce"))
                .claim("auth_time", now.getEpochSecond());
    }

    /** Signs somebody in here, and answers the path with which their browser goes back. */
    String signIn(String where, Signing signing, UnaryOperator<JWTClaimsSet.Builder> says) {
        Map<String, String> asked = asked(where);
        String code = UUID.randomUUID().toString();
        codes.put(code, new Waiting(signed(signing, says.apply(claims(asked)).build()), asked.get("code_challenge"),
                asked.get("redirect_uri")));
        String back = asked.get("redirect_uri");
        return back.substring(back.indexOf("/sign-in")) + "?code=" + code + "&state=" + asked.get("state");
    }

    private String signed(Signing signing, JWTClaimsSet claims) {
        try {
            return switch (signing) {
                case NONE -> new PlainJWT(claims).serialize();
                case SHARED_SECRET -> {
                    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
                    jwt.sign(new MACSigner(SECRET));
                    yield jwt.serialize();
                }
                case RIGHT -> signed(key, "known", claims);
                case UNKNOWN_KEY -> signed(stranger, "stranger", claims);
                case WRONG_KEY -> signed(stranger, "known", claims);
            };
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String signed(RSAKey by, String id, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims);
        jwt.sign(new RSASSASigner(by));
        return jwt.serialize();
    }

    private void metadata(HttpExchange exchange) throws IOException {
        answer(exchange, 200, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "end_session_endpoint": "%1$s/leave", "subject_types_supported": ["public"],
                 "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256", "none"]}"""
                .formatted(address()));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent = parts(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String client = "Basic " + Base64.getEncoder().encodeToString(
                (CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        Waiting waiting = codes.remove(sent.getOrDefault("code", ""));
        if (tokensAnswer != 200) {
            answer(exchange, tokensAnswer, "");
        } else if (!client.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\": \"invalid_client\"}");
        } else if (waiting == null || !waiting.back().equals(sent.get("redirect_uri"))
                || !waiting.challenge().equals(hash(sent.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
        } else {
            answer(exchange, 200, """
                    {"access_token": "access-of-the-provider", "refresh_token": "refresh-of-the-provider",
                     "token_type": "Bearer", "expires_in": 300, "id_token": "%s"}""".formatted(waiting.idToken()));
        }
    }

    private static String hash(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
