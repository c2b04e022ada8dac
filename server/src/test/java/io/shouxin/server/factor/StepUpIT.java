// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One's own factor at the pages, and the proof before sensitive acts; over real HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class StepUpIT {

    private static final Pattern SECRET = Pattern.compile("id=\"secret\"[^>]*value=\"([A-Z2-7]{32})\"|"
            + "value=\"([A-Z2-7]{32})\"[^>]*id=\"secret\"|readonly[^>]*value=\"([A-Z2-7]{32})\"");

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Factors factors;
    @Autowired FindByIndexNameSessionRepository<? extends Session> sessions;
    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;
    Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
    }

    @Test
    void enrolsOnlyWhoKnowsThePasswordAndShowsSecretAndCodesOnce() {
        String number = someone(people, "care-agent");
        browser.signIn(number, PASSWORD);
        Browser.Answer without = browser.submit("/factor", "/factor/app", "password", "not-it-at-all");
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.body()).contains("The proof is not right.").doesNotContain("sx-qr");

        Browser.Answer offer = browser.submit("/factor", "/factor/app", "password", PASSWORD);
        assertThat(offer.body()).contains("<svg class=\"sx-qr\"").doesNotContain("style=", "<script>");
        FactorFixture app = FactorFixture.app(secret(offer));
        Browser.Answer wrong = browser.submit("/factor", "/factor/app/confirm", "code", app.wrongCode());
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(secret(wrong)).as("the same picture again").isEqualTo(secret(offer));

        Browser.Answer codes = browser.submit("/factor", "/factor/app/confirm", "code", app.code());
        assertThat(codes.status()).isEqualTo(200);
        assertThat(codes.body()).containsPattern("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}");
        Browser.Answer own = browser.in("zh-CN").open("/factor");
        assertThat(own.body()).contains("剩余 10 个恢复码", "自 ").doesNotContain(secret(offer));
    }

    @Test
    void asksBeforeASensitiveActDoesItOnceProvedAndNotAgainForAWhile() {
        String administrator = someone(people, "system-administrator");
        String person = someone(people);
        FactorFixture app = FactorFixture.enrolled(factors, administrator);
        app.signIn(browser, administrator);
        age(administrator);

        String roles = "/staff/" + person + "/roles";
        Browser.Answer asked = browser.submit("/staff/" + person, roles, "role", "auditor");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("Confirm that it is you", "action=\"" + roles + "\"",
                "name=\"role\" value=\"auditor\"");
        assertThat(people.find(person).orElseThrow().roles()).isEmpty();

        Browser.Answer wrong = browser.submit("/staff/" + person, roles,
                "role", "auditor", "factor-proof", app.wrongCode());
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("The proof is not right.", "name=\"role\" value=\"auditor\"")
                .containsOnlyOnce("name=\"factor-proof\"");
        assertThat(people.find(person).orElseThrow().roles()).isEmpty();

        assertThat(browser.submit("/staff/" + person, roles, "role", "auditor", "factor-proof", app.code()).status())
                .isEqualTo(302);
        assertThat(people.find(person).orElseThrow().roles()).containsExactly("auditor");
        assertThat(browser.submit("/staff/" + person, "/staff/" + person + "/invitation").body())
                .as("fresh for the next act").contains("/invitation/").doesNotContain("Confirm that it is you");
    }

    @Test
    void takesAProofForItsOwnSessionOnly() {
        String administrator = someone(people, "system-administrator");
        String person = someone(people);
        FactorFixture app = FactorFixture.enrolled(factors, administrator);
        Browser other = new Browser(port);
        app.signIn(other, administrator);
        age(administrator);
        app.signIn(browser, administrator);
        assertThat(browser.submit("/staff/" + person, "/staff/" + person + "/invitation").body())
                .as("the sign-in was a proof").contains("/invitation/").doesNotContain("Confirm that it is you");
        assertThat(other.submit("/staff/" + person, "/staff/" + person + "/invitation").body())
                .contains("Confirm that it is you");
    }

    /** A session keeps what it holds when somebody signs in at it; the proof of another person is none. */
    @Test
    void forgetsTheProofWhenSomebodySignsInAtTheSameSession() {
        String first = someone(people, "system-administrator");
        String second = someone(people, "system-administrator");
        FactorFixture app = FactorFixture.enrolled(factors, first);
        FactorFixture.enrolled(factors, second);
        app.signIn(browser, first);
        for (String number : java.util.List.of(second, first)) {
            String page = number.equals(second) ? "/factor" : "/sign-in/factor";
            assertThat(browser.submit(page, "/sign-in", "number", number, "password", PASSWORD).where())
                    .isEqualTo("/sign-in/factor");
            assertThat(browser.open("/staff").where()).isEqualTo("/sign-in/factor");
        }
    }

    @Test
    void letsWhoHasNoFactorActAsBefore() {
        String administrator = someone(people, "system-administrator");
        String person = someone(people);
        browser.signIn(administrator, PASSWORD);
        assertThat(browser.submit("/staff/" + person, "/staff/" + person + "/roles", "role", "auditor").status())
                .isEqualTo(302);
    }

    /** The one list of them; whoever adds an act decides here whether it is one. */
    @Test
    void knowsEveryActThatIsSensitive() {
        Set<String> acts = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (method.hasMethodAnnotation(Sensitive.class)) {
                assertThat(info.getMethodsCondition().getMethods().toString()).as(method.toString())
                        .isEqualTo("[POST]");
                acts.addAll(info.getPatternValues());
            }
        });
        assertThat(acts).containsExactlyInAnyOrder(
                "/staff/new", "/staff/{number}/roles", "/staff/{number}/invitation", "/staff/{number}/activate",
                "/staff/{number}/accounts", "/staff/{number}/change", "/staff/{number}/suspensions/{reason}/lift",
                "/approvals/{id}/agree",
                "/services/new", "/services/{id}/key", "/exports/{id:[0-9a-f]{8}-[0-9a-f-]{27}}/begin",
                "/register/proposals/{version}/accept",
                "/keys/proposals/{kind:unseal|rotate}",
                "/keys/proposals/{id:[0-9]{1,18}}/{choice:accept|refuse|withdraw}",
                "/keys/shares", "/keys/shares/{number:[0-9]{1,2}}",
                "/factor/app", "/factor/app/remove", "/factor/codes", "/factor/passkeys/new",
                "/factor/passkeys/{id}/remove", "/factor/people/{number}/reset",
                "/factor/people/{number}/reset/accept", "/staff/departments/{code}/head");
    }

    /** The last proof at each session of this person was long ago. */
    private void age(String number) {
        age(sessions, number);
    }

    private static <S extends Session> void age(FindByIndexNameSessionRepository<S> sessions, String number) {
        for (S session : sessions.findByPrincipalName(number).values()) {
            session.setAttribute("shouxin.factor-proved", number + " " + (System.currentTimeMillis() - 601_000));
            sessions.save(session);
        }
    }

    private static String secret(Browser.Answer page) {
        Matcher found = SECRET.matcher(page.body());
        assertThat(found.find()).isTrue();
        return java.util.stream.Stream.of(1, 2, 3).map(found::group).filter(java.util.Objects::nonNull)
                .findFirst().orElseThrow();
    }
}
