// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.factor.FactorFixture;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Sessions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The second step of a sign-in: what a session may before it, and what brings it about. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "shouxin.factor.required-for=fraud", "shouxin.factor.origins=https://shouxin.example"})
class FactorSignInIT {

    private static final String STEP = "/sign-in/factor";
    private static final Pattern SECRET = Pattern.compile("value=\"([A-Z2-7]{32})\"");
    private static final Pattern RECOVERY = Pattern.compile("([a-z2-9]{4}-){3}[a-z2-9]{4}");

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Factors factors;
    @Autowired Sessions sessions;
    @Autowired Ledger ledger;
    Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
    }

    @Test
    void givesNoRightBeforeTheSecondStepAndAllAfterIt() {
        String number = someone(people, "system-administrator");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        assertThat(browser.open("/settings").where()).isEqualTo("/sign-in");
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo(STEP);
        String token = token(browser.open(STEP));
        for (String page : List.of("/", "/staff", "/settings", "/password", "/factor", "/keys")) {
            assertThat(browser.open(page).where()).as(page).isEqualTo(STEP);
        }
        assertThat(browser.openPart("/staff").header("HX-Redirect")).hasValue(STEP);
        for (String act : List.of("/staff/new", "/staff/" + number + "/sessions/end", "/factor/codes",
                "/factor/passkeys/options")) {
            assertThat(browser.post(act, "_csrf=" + token).where()).as(act).isEqualTo(STEP);
        }
        assertThat(actions(number)).containsExactly("staff.sign-in-begin DONE");
        assertThat(people.find(number).orElseThrow().signedInAt()).isEmpty();

        String before = browser.cookie("shouxin-session").orElseThrow().getValue();
        Browser.Answer in = browser.submit(STEP, STEP, "code", app.code());
        assertThat(in.where()).endsWith("/keys").as("the page asked for last");
        assertThat(browser.cookie("shouxin-session").orElseThrow().getValue()).isNotEqualTo(before);
        assertThat(browser.open("/staff").status()).isEqualTo(200);
        assertThat(browser.post("/staff/new", "_csrf=" + token).status())
                .as("a form drawn before the sign-in was complete").isEqualTo(403);
        assertThat(browser.open(STEP).where()).isEqualTo("/");
        assertThat(actions(number)).contains("staff.factor-proof DONE", "staff.sign-in DONE");
        assertThat(people.find(number).orElseThrow().signedInAt()).isPresent();
    }

    @Test
    void refusesAWrongCodeAndOneThatCameBeforeAndLocks() {
        String number = someone(people, "auditor");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        String code = app.code();
        browser.signIn(number, PASSWORD);
        assertThat(browser.submit(STEP, STEP, "code", code).status()).isEqualTo(302);

        Browser other = new Browser(port).in("zh-CN");
        other.signIn(number, PASSWORD);
        Browser.Answer again = other.submit(STEP, STEP, "code", code);
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.body()).contains("这个验证码已经用过", "lang=\"zh-CN\"").doesNotContain(code);
        for (int i = 0; i < 4; i++) {
            assertThat(other.submit(STEP, STEP, "code", app.wrongCode()).body()).contains("验证没有通过");
        }
        assertThat(other.submit(STEP, STEP, "code", app.code()).status()).isEqualTo(429);
        assertThat(other.open("/staff").where()).isEqualTo(STEP);
        assertThat(browser.open("/staff").status()).as("who is in stays in").isEqualTo(200);
    }

    @Test
    void takesARecoveryCodeInPlaceOfTheTelephone() {
        String number = someone(people, "care-agent");
        browser.signIn(number, PASSWORD);
        Browser.Answer offer = browser.submit("/factor", "/factor/app", "password", PASSWORD);
        Matcher secret = SECRET.matcher(offer.body());
        assertThat(secret.find()).isTrue();
        Browser.Answer codes = browser.submit("/factor", "/factor/app/confirm",
                "code", FactorFixture.app(secret.group(1)).code());
        Matcher code = RECOVERY.matcher(codes.body());
        assertThat(code.find()).isTrue();
        assertThat(browser.open("/password").status()).as("the session that enrolled has the factor").isEqualTo(200);

        Browser elsewhere = new Browser(port);
        assertThat(elsewhere.signIn(number, PASSWORD).where()).isEqualTo(STEP);
        assertThat(elsewhere.submit(STEP, STEP, "code", code.group()).status()).isEqualTo(302);
        assertThat(elsewhere.open("/factor").body()).contains("9 recovery codes are left");
    }

    @Test
    void asksTheOtherSessionsOfWhoeverEnrols() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/staff").status()).isEqualTo(200);
        FactorFixture app = FactorFixture.enrolled(factors, number);
        assertThat(browser.open("/staff").where()).isEqualTo(STEP);
        browser.submit(STEP, STEP, "code", app.code());
        assertThat(browser.open("/staff").status()).isEqualTo(200);
    }

    @Test
    void leadsWhoseRoleNeedsAFactorToEnrolItBeforeAnythingElse() {
        String number = someone(people, "fraud");
        browser.signIn(number, PASSWORD);
        for (String page : List.of("/", "/customers", "/password")) {
            assertThat(browser.open(page).where()).as(page).isEqualTo("/factor");
        }
        assertThat(browser.openPart("/customers").header("HX-Redirect")).hasValue("/factor");
        assertThat(browser.open("/factor").body()).contains("Your role needs a second factor");
        assertThat(browser.submit("/factor", "/password", "present", PASSWORD).where()).isEqualTo("/factor");
        FactorFixture.enrolled(factors, number);
        assertThat(browser.open("/password").where()).isEqualTo(STEP);
    }

    @Test
    void signsInByPasswordAgainAfterAnAdministratorsResetWhichEndsEverySession() {
        String number = someone(people, "care-agent");
        FactorFixture app = FactorFixture.enrolled(factors, number);
        app.signIn(browser, number);
        String administrator = someone(people, "system-administrator");
        Browser office = new Browser(port);
        office.signIn(administrator, PASSWORD);

        String page = "/factor/people/" + number;
        assertThat(office.submit(page, page + "/reset").body()).contains("Confirm that it is you");
        assertThat(office.submit(page, page + "/reset", "factor-proof", PASSWORD).status()).isEqualTo(302);
        assertThat(office.submit(page, page + "/reset/accept", "factor-proof", PASSWORD).status())
                .as("whoever proposed it").isEqualTo(403);
        assertThat(factors.has(number)).isTrue();
        Browser second = new Browser(port);
        String accepting = someone(people, "security-administrator");
        second.signIn(accepting, PASSWORD);
        assertThat(second.open("/").body()).contains(page);
        assertThat(second.submit(page, page + "/reset/accept").body()).contains("Confirm that it is you");
        assertThat(factors.has(number)).isTrue();
        assertThat(second.submit(page, page + "/reset/accept", "factor-proof", PASSWORD).status()).isEqualTo(302);
        assertThat(factors.has(number)).isFalse();
        assertThat(sessions.of(number, null)).isEmpty();
        assertThat(browser.open("/password").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(browser.signIn(number, PASSWORD).where()).doesNotContain("reason", STEP);
        assertThat(ledger.find(LedgerQuery.latest(20).withActor(administrator)).stream()
                .map(line -> line.entry().action())).contains("staff.factor-reset-propose");
        assertThat(ledger.find(LedgerQuery.latest(20).withActor(accepting)).stream()
                .map(line -> line.entry().action())).contains("staff.factor-reset");

        FactorFixture own = FactorFixture.enrolled(factors, administrator);
        office.submit(STEP, STEP, "code", own.code());
        assertThat(office.submit("/factor", "/factor/people/" + administrator + "/reset").status())
                .as("nobody resets their own").isEqualTo(403);
        assertThat(factors.has(administrator)).isTrue();
    }

    /** The ceremony itself is walked in a browser; here is what is no answer. */
    @Test
    void refusesWhatIsNoAnswerOfAPasskeyByNameAndTakesNoChallengeTwice() {
        String asked = browser.script("/sign-in", "/sign-in/passkey/options", "{}").body();
        assertThat(asked).contains("\"rpId\":\"shouxin.example\"", "\"userVerification\":\"required\"",
                "\"challenge\"");
        String answer = """
                {"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{
                 "authenticatorData":"AAAA","clientDataJSON":"e30","signature":"AAAA","userHandle":"AAAA"}}""";
        for (String wrong : List.of(answer, "{}", "[]", "null", "7", "{\"id\":", "", answer.replace("AAAA", "?"),
                answer.replace("public-key", "password"), answer.replace("\"response\"", "\"reply\""))) {
            browser.script("/sign-in", "/sign-in/passkey/options", "{}");
            Browser.Answer refused = browser.script("/sign-in", "/sign-in/passkey", wrong);
            assertThat(refused.status()).as(wrong).isIn(400, 403);
            assertThat(refused.body()).as(wrong).contains("\"next\"").doesNotContain("AAAA", "password");
        }
        assertThat(browser.script("/sign-in", "/sign-in/passkey", answer).body())
                .as("without a challenge").contains("factor.refused.passkey");
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in");
    }

    @Test
    void makesNoPasskeyWithoutAProofOfWhoAsks() {
        String number = someone(people, "care-agent");
        browser.signIn(number, PASSWORD);
        assertThat(browser.script("/factor", "/factor/passkeys/options", "{}").body())
                .contains("factor.refused.step-up");
        assertThat(browser.submit("/factor", "/factor/passkeys/new", "password", "not-it").where())
                .isEqualTo("/factor");
        assertThat(browser.script("/factor", "/factor/passkeys/options", "{}").status()).isEqualTo(403);
        assertThat(browser.submit("/factor", "/factor/passkeys/new", "password", PASSWORD).status()).isEqualTo(200);
        assertThat(browser.script("/factor", "/factor/passkeys/options", "{}").body())
                .contains("\"residentKey\":\"required\"", "\"attestation\":\"none\"");
        assertThat(browser.script("/factor", "/factor/passkeys", "{\"label\":\"x\",\"credential\":null}").body())
                .contains("factor.refused.passkey");
        assertThat(factors.has(number)).isFalse();
    }

    /** Whoever sealed the keys must be able to open them, although no code of an app can be compared meanwhile. */
    @Test
    void letsWhoHasAnAppReachThePageOfTheKeysAndNoOtherWhileTheyAreSealed() {
        String first = someone(people, "security-administrator");
        String second = someone(people, "security-administrator");
        FactorFixture app = FactorFixture.enrolled(factors, first);
        FactorFixture.enrolled(factors, second);
        app.signIn(browser, first);
        try {
            assertThat(browser.submit("/keys", "/keys/seal", "reason", "drill").status()).isEqualTo(302);
            Browser late = new Browser(port);
            assertThat(late.signIn(second, PASSWORD).where()).isEqualTo(STEP);
            assertThat(late.submit(STEP, STEP, "code", "123456").body()).contains("The keys are sealed");
            assertThat(late.open("/keys").status()).isEqualTo(200);
            assertThat(late.open("/services").status()).isEqualTo(503);
            assertThat(browser.submit("/keys", "/keys/proposals/unseal", "reason", "drill").status()).isEqualTo(302);
            String accept = proposal(late.open("/keys"));
            assertThat(late.submit("/keys", accept).status()).isEqualTo(302);
            assertThat(factors.keysOpen()).isTrue();
            assertThat(late.open("/keys").where()).as("open again, it owes the factor").isEqualTo(STEP);
        } finally {
            assertThat(factors.keysOpen()).isTrue();
        }
    }

    private static String proposal(Browser.Answer page) {
        Matcher accept = Pattern.compile("action=\"(/keys/proposals/[0-9]+/accept)\"").matcher(page.body());
        assertThat(accept.find()).isTrue();
        return accept.group(1);
    }

    private static String token(Browser.Answer page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        return java.net.URLEncoder.encode(token.group(1), java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> actions(String number) {
        return ledger.find(LedgerQuery.latest(50).withActor(number)).stream()
                .map(line -> line.entry().action() + " " + line.entry().outcome()).toList();
    }
}
