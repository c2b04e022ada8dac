// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import com.nimbusds.jwt.JWTClaimsSet;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.entrance.TrialIssuer.Signing;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Suspensions;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server with a provider beside it, and somebody at a browser; one server for all tests that extend this. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class ComesByProvider {

    static final TrialIssuer ISSUER = new TrialIssuer();

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;
    Browser browser;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry settings) {
        settings.add("shouxin.oidc.issuer", ISSUER::address);
        settings.add("shouxin.oidc.client-id", () -> TrialIssuer.CLIENT);
        settings.add("shouxin.oidc.client-secret", () -> TrialIssuer.SECRET);
        settings.add("shouxin.oidc.number-claim", () -> TrialIssuer.CLAIM);
        settings.add("shouxin.oidc.factor-acr", () -> "two");
        settings.add("shouxin.oidc.factor-amr", () -> "otp");
    }

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
        ISSUER.answerTokensWith(200);
    }

    static String subject(String number) {
        return "account-of-" + number;
    }

    static UnaryOperator<JWTClaimsSet.Builder> as(String number) {
        return says -> says.subject(subject(number)).claim(TrialIssuer.CLAIM, number);
    }

    /** Where a link leads that leaves for the provider, with our own address in it as it is sent. */
    String leaves(String link) {
        return browser.open(link).header("Location").orElse("");
    }

    String back(String number) {
        return ISSUER.signIn(leaves("/sign-in/provider"), Signing.RIGHT, as(number));
    }

    Browser.Answer come(String number) {
        return come(as(number));
    }

    Browser.Answer come(UnaryOperator<JWTClaimsSet.Builder> says) {
        return browser.open(ISSUER.signIn(leaves("/sign-in/provider"), Signing.RIGHT, says));
    }

    Browser.Answer anew(UnaryOperator<JWTClaimsSet.Builder> says) {
        return browser.open(ISSUER.signIn(leaves("/sign-in/provider/again"), Signing.RIGHT, says));
    }

    /** All that sessions hold, as text. */
    String kept() {
        return String.join(" ", db.sql("SELECT attribute_bytes FROM spring_session_attributes").query(byte[].class)
                .list().stream().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)).toList());
    }

    /** Entries that name nobody, the newest first. */
    List<String> provider() {
        return entries("sign-in-provider");
    }

    List<String> entries(String actor) {
        return ledger.find(LedgerQuery.latest(50).withActor(actor)).stream().map(line -> text(line.entry())).toList();
    }

    static String text(Entry entry) {
        return entry.action() + " " + entry.outcome() + " " + entry.details().getOrDefault("how", "");
    }
}
