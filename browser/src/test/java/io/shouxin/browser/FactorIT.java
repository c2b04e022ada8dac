// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The second factor as a person has it: an app, and a passkey in Chromium's own virtual authenticator. */
class FactorIT {

    private static final String SEND_AGAIN = """
            async (body) => {
              const csrf = document.querySelector('meta[name="csrf"]');
              const answer = await fetch('/sign-in/passkey', {method: 'POST', body, headers: {
                'Content-Type': 'application/json', Accept: 'application/json',
                [csrf.dataset.header]: csrf.content}});
              return answer.status;
            }""";

    private final List<String> faults = new ArrayList<>();

    /** Passkeys belong to a name; the bare address has none. */
    private static String at(String path) {
        return "http://localhost:" + URI.create(RunningServer.get().address()).getPort() + path;
    }

    @ParameterizedTest
    @CsvSource({"zh-CN,analyst", "en-GB,fraud"})
    void signsInWithAPasskeyAndConfirmsWithIt(String language, String role) {
        JsonNode who = RunningServer.get().signIn(role);
        String number = who.path("number").asString("");
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            Page page = visit.page;
            plugIn(page);
            signInByPassword(page, who);
            page.navigate(at("/factor"));
            page.fill("#passkey-password", who.path("password").asString(""));
            page.click("form[action$='/factor/passkeys/new'] button");
            look(visit, "passkey-new-" + language);
            page.fill("#label", "工位电脑");
            page.click("button[data-passkey=create]");
            page.waitForURL("**/factor");
            assertThat(page.locator("tbody [name=label]")).hasValue("工位电脑");
            look(visit, "factor-own-" + language);
            page.click("form[action$='/factor/codes'] button");
            assertThat(page.locator(".sx-codes li")).hasCount(10);
            look(visit, "recovery-codes-" + language);

            signOut(page);
            List<String> sent = new ArrayList<>();
            page.onRequest(request -> {
                if (request.url().endsWith("/sign-in/passkey")) {
                    sent.add(request.postData());
                }
            });
            page.click("button[data-passkey=get]");
            page.waitForURL(at("/"));
            assertThat(page.locator(".sx-user")).containsText(number);
            signOut(page);
            assertThat(page.evaluate(SEND_AGAIN, sent.get(0))).as("the same answer once more").isEqualTo(403);

            signInByPassword(page, who);
            page.waitForURL("**/sign-in/factor");
            look(visit, "sign-in-factor-" + language);
            page.click("button[data-passkey=get]");
            page.waitForURL(at("/"));

            age(number);
            page.navigate(at("/factor"));
            page.click("form[action$='/remove'] button");
            assertThat(page.locator("h1")).hasText(language.startsWith("zh") ? "确认是你本人" : "Confirm that it is you");
            look(visit, "step-up-" + language);
            page.click("button[data-passkey=get]");
            page.waitForURL("**/factor");
            assertThat(page.locator("tbody [name=label]")).hasCount(0);

            signOut(page);
            page.click("button[data-passkey=get]");
            assertThat(page.locator("#passkey-says")).containsText(language.startsWith("zh")
                    ? "通行密钥没有通过" : "The passkey was not accepted");
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"zh-CN,analyst", "en-GB,fraud"})
    void enrolsAnAppAndSignsInWithItsCode(String language, String role) {
        JsonNode who = RunningServer.get().signIn(role);
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            Page page = visit.page;
            signInByPassword(page, who);
            page.navigate(at("/factor"));
            look(visit, "factor-none-" + language);
            page.fill("#password", who.path("password").asString(""));
            page.click("form[action$='/factor/app'] button");
            look(visit, "factor-app-" + language);
            AuthenticatorApp app = new AuthenticatorApp(page.inputValue("#secret"));
            page.fill("#code", app.code());
            page.keyboard().press("Enter");
            assertThat(page.locator(".sx-codes li")).hasCount(10);
            String recovery = page.locator(".sx-codes li").first().textContent();

            signOut(page);
            signInByPassword(page, who);
            page.waitForURL("**/sign-in/factor");
            page.fill("#code", app.code());
            page.keyboard().press("Enter");
            page.waitForURL(at("/"));

            signOut(page);
            signInByPassword(page, who);
            page.fill("#code", recovery);
            page.keyboard().press("Enter");
            page.waitForURL(at("/"));
            page.navigate(at("/factor"));
            page.click("form[action$='/factor/app/remove'] button");
            assertThat(page.locator("#password")).isVisible();
        }
        assertThat(faults).isEmpty();
    }

    /** What every page owes, in each light and width, with a picture of the first and the last. */
    private void look(Visit visit, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                faults.addAll(visit.dress(scheme, width).faults());
                visit.picture(name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
            }
        }
        visit.dress(ColorScheme.LIGHT, Visit.WIDE);
    }

    private static void signInByPassword(Page page, JsonNode who) {
        page.navigate(at("/sign-in"));
        page.fill("[name=number]", who.path("number").asString(""));
        page.fill("[name=password]", who.path("password").asString(""));
        page.click("form[action$='/sign-in'] button[type=submit]");
        page.waitForURL(url -> !url.endsWith("/sign-in"));
    }

    private static void signOut(Page page) {
        page.click("form[action$='/sign-out'] button");
        page.waitForURL("**/sign-in?reason=out");
    }

    /** An authenticator in this machine, whose owner always shows a finger. */
    private static void plugIn(Page page) {
        CDPSession devtools = page.context().newCDPSession(page);
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        devtools.send("WebAuthn.addVirtualAuthenticator", arguments);
    }

    /** The last proof at each session of this person was long ago. */
    private static void age(String number) {
        age(RunningServer.get().bean(FindByIndexNameSessionRepository.class), number);
    }

    @SuppressWarnings("unchecked") // A bean's class says nothing of its type arguments.
    private static <S extends Session> void age(FindByIndexNameSessionRepository<?> bean, String number) {
        FindByIndexNameSessionRepository<S> sessions = (FindByIndexNameSessionRepository<S>) bean;
        for (S session : sessions.findByPrincipalName(number).values()) {
            session.setAttribute("shouxin.factor-proved", number + " " + (System.currentTimeMillis() - 601_000));
            sessions.save(session);
        }
    }
}
