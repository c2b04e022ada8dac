// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.number;
import static io.shouxin.server.staff.StaffFixture.someone;
import static io.shouxin.server.staff.StaffFixture.someoneWithoutPassword;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.TrialIssuer.Signing;
import io.shouxin.server.factor.FactorFixture;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.ProviderAccounts;
import io.shouxin.server.staff.ProviderAccounts.Admission;
import io.shouxin.server.staff.SuspensionReasons;
import io.shouxin.server.staff.TestReasons;
import io.shouxin.server.staff.StaffFixture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Who comes in on a provider's word, and who does not whatever it says; over real HTTP, with a provider of ours. */
@ExtendWith(OutputCaptureExtension.class)
class OidcSignInIT extends ComesByProvider {

    @Autowired Factors factors;
    @Autowired SuspensionReasons reasons;
    @Autowired Services services;
    @Autowired PasswordEncoder passwords;
    @Autowired FirstAdministrator firstAdministrator;
    @Autowired Clock clock;
    @Autowired ProviderAccounts accounts;
    @Autowired TransactionTemplate transaction;

    @Test
    void signsInOnTheProvidersWordAndKeepsNothingOfItsTokens(CapturedOutput output) {
        String number = someone(people, "auditor");
        assertThat(browser.open("/services").where()).isEqualTo("/sign-in");
        assertThat(browser.open("/sign-in").body()).contains("href=\"/sign-in/provider\"",
                "Sign in with single sign-on");
        String leave = leaves("/sign-in/provider");
        assertThat(leave).startsWith(ISSUER.address() + "/authorize?");
        assertThat(TrialIssuer.asked(leave)).containsEntry("code_challenge_method", "S256")
                .containsEntry("response_type", "code").containsEntry("scope", "openid")
                .containsEntry("ui_locales", "en")
                .containsEntry("redirect_uri", "http://127.0.0.1:" + port + "/sign-in/provider/back")
                .containsKeys("state", "nonce", "code_challenge").doesNotContainKeys("client_secret", "code_verifier");
        String before = browser.cookie("shouxin-session").orElseThrow().getValue();

        assertThat(browser.open(ISSUER.signIn(leave, Signing.RIGHT, as(number))).where())
                .as("the page that was asked for").isEqualTo("/services");
        assertThat(browser.cookie("shouxin-session").orElseThrow().getValue()).isNotEqualTo(before);
        assertThat(browser.open("/services").body()).contains(number);
        assertThat(entries(number)).containsExactly("staff.sign-in DONE provider", "staff.provider-account DONE ");
        assertThat(people.find(number).orElseThrow().signedInAt()).isPresent();
        assertThat(kept()).doesNotContain("of-the-provider", "eyJ", subject(number), TrialIssuer.SECRET);
        assertThat(output.getAll()).doesNotContain("of-the-provider", "eyJ", number, TrialIssuer.SECRET);
    }

    @Test
    void makesNobodyWhoIsNotHere() {
        String stranger = number();
        assertThat(come(stranger).where()).isEqualTo("/sign-in?reason=provider-closed");
        assertThat(people.find(stranger)).isEmpty();
        assertThat(entries(stranger)).as("what a provider says is not repeated").isEmpty();
        assertThat(provider().get(0)).isEqualTo("staff.sign-in REFUSED provider-closed");
        assertThat(browser.open("/sign-in?reason=provider-closed").body()).contains("This account is not open");
    }

    @Test
    void letsInWhoWasInvitedAndNotWhoWasNot() {
        String number = someoneWithoutPassword(people, "auditor");
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-uninvited");
        assertThat(entries(number)).containsExactly("staff.sign-in REFUSED provider-uninvited");

        String link = people.invite(number, TEST);
        assertThat(browser.open("/invitation/" + link).body()).contains("set no password");
        assertThat(come(number).where()).isEqualTo("/");
        assertThat(browser.open("/staff").status()).isEqualTo(200);
        assertThat(people.invited(link)).as("the link is used up").isEmpty();
        assertThat(people.find(number).orElseThrow().hasPassword()).isFalse();
        browser = new Browser(port);
        assertThat(come(number).where()).as("and again").isEqualTo("/");
    }

    @Test
    void isOnePersonsWhenTwoClaimItAtOnce() throws Exception {
        String first = someone(people, "auditor");
        String second = someone(people, "auditor");
        ProviderAccounts.Account account = new ProviderAccounts.Account(ISSUER.address(), subject(first));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Admission> late = transaction.execute(status -> {
                assertThat(accounts.admit(first, account)).isEqualTo(Admission.THEIRS);
                Future<Admission> waits = other.submit(() -> accounts.admit(second, account));
                awaitWaiting();
                return waits;
            });
            assertThat(late.get(1, TimeUnit.MINUTES)).isEqualTo(Admission.OTHER);
        } finally {
            other.shutdown();
        }
        assertThat(accounts.isTheirs(second, account)).isFalse();
    }

    private void awaitWaiting() {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (db.sql("SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                + " WHERE datname = current_database() AND NOT granted").query(Integer.class).single() == 0) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    /** The sentence of the whole: what was taken away stays away, whatever the provider says. */
    @Test
    void givesNothingBackThatWasTakenAway() {
        String number = someone(people, "auditor");
        assertThat(come(number).where()).isEqualTo("/");
        people.setActive(number, false, administrator());
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-closed");
        }
        assertThat(people.find(number).orElseThrow().active()).isFalse();
        assertThat(entries(number).get(0)).isEqualTo("staff.sign-in REFUSED provider-closed");

        people.setActive(number, true, administrator());
        assertThat(come(number).where()).as("switched on, and not let in")
                .isEqualTo("/sign-in?reason=provider-uninvited");
        people.invite(number, TEST);
        assertThat(come(number).where()).as("the page that was asked for last").isEqualTo("/staff");
        assertThat(people.find(number).orElseThrow().roles()).as("no role comes back").isEmpty();
        assertThat(browser.open("/services").status()).isEqualTo(403);
    }

    @Test
    void givesNothingBackThatThePersonnelSystemTookAway() throws Exception {
        String key = services.add(new Services.NewService("scim-" + UUID.randomUUID().toString().substring(0, 8), "同步",
                "Provisioning", StaffFixture.owner(people), "app-hr", List.of(), List.of("127.0.0.1/32")), TEST);
        String number = number();
        assertThat(scim(key, "POST", "", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s"}""".formatted(number)))
                .isEqualTo(201);
        assertThat(come(number).where()).as("brought in, and not let in")
                .isEqualTo("/sign-in?reason=provider-uninvited");
        people.invite(number, TEST);
        assertThat(come(number).where()).isEqualTo("/");

        assertThat(scim(key, "PATCH", "/" + number, active(false))).isEqualTo(200);
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-closed");
        assertThat(scim(key, "PATCH", "/" + number, active(true))).isEqualTo(200);
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-uninvited");
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in");
    }

    @Test
    void refusesWhoIsPastTheLastDay() {
        String number = someone(people, "auditor");
        assertThat(come(number).where()).isEqualTo("/");
        people.describe(number, new People.Particulars("秦试", "Qin Shi", "ZZ", true,
                Optional.of(LocalDate.now(clock).minusDays(2)), Optional.empty()), administrator());
        browser = new Browser(port);
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-closed");
    }

    @Test
    void letsNobodyInWhoseAccountIsFrozen() throws Exception {
        String number = someone(people, "care-agent");
        suspensions.suspend(number, TestReasons.of("INCIDENT_FREEZE"), TEST);
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=suspended");
        assertThat(browser.open("/").status()).isNotEqualTo(200);
    }

    @Test
    void letsASuspendedPersonInToDoWhatLiftsItAndToDoNothingElse() {
        String number = someone(people, "system-administrator");
        suspensions.suspend(number, TestReasons.of("TRAINING_OVERDUE"), TEST);
        assertThat(come(number).where()).isEqualTo("/");
        assertThat(browser.open("/standing").body()).contains("Training overdue");
        assertThat(browser.open("/staff/new").status()).isEqualTo(403);
        assertThat(people.find(number).orElseThrow().suspensions()).hasSize(1);
    }

    @Test
    void letsInWhoIsLockedAfterWrongPasswords() {
        String number = someone(people, "auditor");
        for (int attempt = 0; attempt < SignIn.FAILURES_MAX; attempt++) {
            browser.signIn(number, "wrong-" + attempt);
        }
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/sign-in?reason=locked");
        assertThat(come(number).where()).isEqualTo("/");
    }

    @Test
    void takesOneAccountForOneNumberUntilAnAdministratorLetsAnotherIn() {
        String number = someone(people, "auditor");
        String other = someone(people, "auditor");
        assertThat(come(number).where()).isEqualTo("/");
        browser = new Browser(port);
        assertThat(come(says -> says.subject("second-account").claim(TrialIssuer.CLAIM, number)).where())
                .as("two accounts, one number").isEqualTo("/sign-in?reason=provider-other");
        assertThat(come(says -> says.subject(subject(number)).claim(TrialIssuer.CLAIM, other)).where())
                .as("one account, two numbers").isEqualTo("/sign-in?reason=provider-other");
        assertThat(entries(other)).containsExactly("staff.sign-in REFUSED provider-other");

        Browser former = new Browser(port);
        former.signIn(number, PASSWORD);
        people.invite(number, TEST);
        assertThat(come(says -> says.subject("second-account").claim(TrialIssuer.CLAIM, number)).where())
                .isEqualTo("/");
        assertThat(former.open("/staff").where()).as("sessions before it are over").startsWith("/sign-in");
        browser = new Browser(port);
        assertThat(come(number).where()).isEqualTo("/sign-in?reason=provider-other");
    }

    @Test
    void asksForTheSecondFactorAsAfterAPassword() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        assertThat(come(number).where()).isEqualTo("/sign-in/factor");
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in/factor");
        assertThat(entries(number)).contains("staff.sign-in-begin DONE provider")
                .doesNotContain("staff.sign-in DONE provider");
        String code = app.code();
        assertThat(browser.submit("/sign-in/factor", "/sign-in/factor", "code", code).where()).isEqualTo("/staff");
        assertThat(browser.open("/staff").status()).isEqualTo(200);
    }

    @Test
    void countsTheProvidersOwnFactorOnlyWhereItSaysSo() {
        for (UnaryOperator<JWTClaimsSet.Builder> less : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                says -> says.claim("acr", "one"), says -> says.claim("acr", List.of("two")),
                says -> says.claim("amr", List.of("pwd")), says -> says.claim("amr", "pwd otp"))) {
            String number = someone(people, "auditor");
            FactorFixture.enrolled(factors, number);
            browser = new Browser(port);
            assertThat(come(says -> less.apply(as(number).apply(says))).where()).isEqualTo("/sign-in/factor");
        }
        for (UnaryOperator<JWTClaimsSet.Builder> enough : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                says -> says.claim("acr", "two"), says -> says.claim("amr", List.of("pwd", "otp")))) {
            String number = someone(people, "system-administrator");
            FactorFixture app = FactorFixture.enrolled(factors, number);
            browser = new Browser(port);
            assertThat(come(says -> enough.apply(as(number).apply(says))).where()).isEqualTo("/");
            assertThat(entries(number)).contains("staff.sign-in DONE provider-factor");
            String invite = "/staff/" + someone(people, "auditor") + "/invitation";
            assertThat(browser.submit("/staff/" + number, invite).body()).as("a sensitive act asks all the same")
                    .contains("Confirm that it is you");
            assertThat(browser.submit("/staff/" + number, invite, "factor-proof", app.code()).status()).isEqualTo(200);
        }
    }

    @Test
    void asksAnewAtTheProviderWhoHasNeitherPasswordNorFactor() {
        String number = someoneWithoutPassword(people, "system-administrator");
        people.invite(number, TEST);
        assertThat(come(number).where()).isEqualTo("/");
        String colleague = someone(people, "auditor");
        FactorFixture.enrolled(factors, colleague);
        String reset = "/factor/people/" + colleague + "/reset";
        Browser.Answer asked = browser.submit("/factor", reset);
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("Confirm that it is you", "href=\"/sign-in/provider/again\"")
                .doesNotContain("type=\"password\"");
        assertThat(browser.submit("/factor", reset, "factor-proof", "").status()).isEqualTo(403);

        String where = leaves("/sign-in/provider/again");
        assertThat(TrialIssuer.asked(where)).containsEntry("prompt", "login").containsEntry("max_age", "0");
        Instant longAgo = Instant.now().minusSeconds(600);
        for (Map.Entry<String, UnaryOperator<JWTClaimsSet.Builder>> wrong : Map.<String,
                UnaryOperator<JWTClaimsSet.Builder>>of(
                "provider-invalid", says -> as(number).apply(says).claim("auth_time", longAgo.getEpochSecond()),
                "provider-other", says -> says.subject("x").claim(TrialIssuer.CLAIM, number),
                "provider-number", says -> says.subject(subject(number))).entrySet()) {
            assertThat(anew(wrong.getValue()).where()).isEqualTo("/factor?reason=" + wrong.getKey());
            assertThat(browser.open("/factor?reason=" + wrong.getKey()).body()).contains("sx-note--bad");
            assertThat(browser.submit("/factor", reset).status()).as(wrong.getKey()).isEqualTo(403);
        }
        assertThat(anew(says -> as(number).apply(says).claim("auth_time", null)).where()).contains("provider-invalid");
        assertThat(anew(as(colleague)).where()).as("somebody else").contains("provider-other");
        assertThat(factors.has(colleague)).isTrue();

        assertThat(browser.open(OidcSignIn.CONFIRMED).where()).as("not yet").isEqualTo("/");
        assertThat(anew(as(number)).where()).isEqualTo(OidcSignIn.CONFIRMED);
        assertThat(browser.open(OidcSignIn.CONFIRMED).body()).contains("It is you", "10 minutes");
        assertThat(browser.submit("/factor", reset).status()).isEqualTo(302);
        assertThat(db.sql("SELECT proposed_by FROM factor_reset WHERE number = :who").param("who", colleague)
                .query(String.class).list()).containsExactly(number);
        assertThat(browser.submit("/factor", "/factor/app").body()).as("and enrols").contains("Scan this with the app");
        assertThat(entries(number)).contains("staff.factor-proof DONE provider", "staff.factor-proof REFUSED provider");
    }

    @Test
    void takesNoConfirmationOfTheProviderForASecondFactor() {
        String number = someone(people, "system-administrator");
        assertThat(come(number).where()).isEqualTo("/");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        assertThat(browser.submit("/sign-in/factor", "/sign-in/factor", "code", app.code()).where()).isEqualTo("/");
        db.sql("DELETE FROM spring_session_attributes WHERE attribute_name = 'shouxin.factor-proved'").update();
        assertThat(anew(as(number)).where()).isEqualTo(OidcSignIn.CONFIRMED);
        assertThat(browser.submit("/factor", "/factor/codes").body()).contains("Confirm that it is you");
    }

    @Test
    void signsOutHereAndAtTheProvider() {
        String number = someone(people, "auditor");
        come(number);
        assertThat(browser.submit("/staff", "/sign-out").where()).isEqualTo("/sign-in/provider/out");
        Browser.Answer leaving = browser.open("/sign-in/provider/out");
        assertThat(leaving.header("Refresh")).hasValue("0; url=/sign-in/provider/end");
        assertThat(leaves("/sign-in/provider/end")).isEqualTo(ISSUER.address() + "/leave?client_id="
                + TrialIssuer.CLIENT + "&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A" + port
                + "%2Fsign-in%2Fprovider%2Fleft");
        assertThat(browser.open("/sign-in/provider/left").where()).isEqualTo("/sign-in?reason=out");
        assertThat(browser.open("/staff").where()).startsWith("/sign-in");

        browser = new Browser(port);
        browser.signIn(number, PASSWORD);
        assertThat(browser.submit("/staff", "/sign-out").where()).as("who came by password")
                .isEqualTo("/sign-in?reason=out");
    }

    @Test
    void doesNotOpenTheFirstAdministratorsDoorWhilePeopleComeByTheProvider(CapturedOutput output) {
        String number = someone(people, "auditor");
        come(number);
        db.sql("UPDATE staff_person SET password = NULL").update();
        int before = output.getAll().length();
        firstAdministrator.run(new DefaultApplicationArguments());
        assertThat(output.getAll().substring(before)).doesNotContain("/invitation/");
    }

    @Test
    void refusesPasswordsWhereTheSettingsSaySo() {
        String number = someone(people, "auditor");
        OidcSettings closed = new OidcSettings(ISSUER.address(), "shouxin", null, "secret", "staff_number", Set.of(),
                "统一认证", "sign-on", Set.of(), Set.of(), false);
        SignIn without = new SignIn(people, reasons, factors, ledger, passwords, closed, clock);
        assertThatThrownBy(() -> without.authenticate(new UsernamePasswordAuthenticationToken(number, PASSWORD)))
                .isInstanceOf(DisabledException.class);
        assertThat(SignIn.reason(new DisabledException(""))).isEqualTo("no-passwords");
        assertThat(browser.open("/sign-in?reason=no-passwords").body()).contains("Passwords do not sign in here");
    }

    private static Caller administrator() {
        return new Caller(Caller.Kind.STAFF, "XT9999", "试", Set.of("system-administrator"), Set.of(), List.of(), 0);
    }

    private static String active(boolean active) {
        return """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "replace", "path": "active", "value": %s}]}""".formatted(active);
    }

    private int scim(String key, String method, String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/scim/v2/Users" + path))
                .header("Authorization", "Bearer " + key).header("Content-Type", "application/scim+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
