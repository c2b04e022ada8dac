// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Signing in through a real provider, as a person does it. It runs by itself ({@code ./test --with-keycloak}), because
 * the provider is large and comes from Maven only for this.
 */
@EnabledIfSystemProperty(named = "shouxin.keycloak", matches = ".+")
class KeycloakIT {

    private static final String SECRET = "fictional-client-secret-of-a-test";
    private static final String PASSWORD = "qingshan-liushui-19";
    private static final Map<String, String> ROLES = Map.of("zh-CN", "care-agent", "en-GB", "auditor");
    private static final Map<String, String> NAMES = Map.of("zh-CN", "qin.shi", "en-GB", "xu.shi");
    private static final Caller ADMINISTRATOR = new Caller(Caller.Kind.STAFF, "ZZ999999", "试",
            Set.of("system-administrator"), Set.of(), List.of(), 0);

    private static Keycloak keycloak;
    private static RunningServer server;

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void startTheServerAndNotYetTheProvider() {
        keycloak = new Keycloak(Path.of(System.getProperty("shouxin.keycloak")));
        server = RunningServer.with("--shouxin.oidc.issuer=" + keycloak.issuer(), "--shouxin.oidc.client-id=shouxin",
                "--shouxin.oidc.client-secret=" + SECRET, "--shouxin.oidc.number-claim=staff_number");
    }

    @AfterAll
    static void stop() {
        keycloak.close();
    }

    @Test
    void signsInThroughItInBothLanguagesAndGivesNothingBack() {
        for (String language : NAMES.keySet()) {
            refusesWhileItIsDown(language);
        }
        keycloak.start(Map.of("secret", SECRET, "password", PASSWORD, "address", server.address(),
                "zh-CN", number("zh-CN"), "en-GB", number("en-GB")));
        for (String language : NAMES.keySet()) {
            signsInAndOut(language);
            givesNothingBack(language);
        }
        assertThat(faults).isEmpty();
    }

    private void refusesWhileItIsDown(String language) {
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            Page page = visit.open("/sign-in").page;
            look(visit, "sign-in-provider-" + language);
            page.click("a[href='/sign-in/provider']");
            page.waitForURL("**/sign-in?reason=provider-away");
            assertThat(page.locator(".sx-note")).containsText(said(language, "登录服务没有响应", "does not answer"));
            look(visit, "sign-in-provider-away-" + language);
            JsonNode who = server.signIn(ROLES.get(language));
            page.fill("[name=number]", who.path("number").asString(""));
            page.fill("[name=password]", who.path("password").asString(""));
            page.click("form[action$='/sign-in'] button[type=submit]");
            assertThat(page.locator(".sx-user")).containsText(number(language));
            page.click("form[action$='/sign-out'] button");
            page.waitForURL("**/sign-in?reason=out");
        }
    }

    private void signsInAndOut(String language) {
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            Page page = visit.open("/staff").page;
            page.click("a[href='/sign-in/provider']");
            showThere(page, language);
            assertThat(page.locator(".sx-user")).containsText(number(language));
            assertThat(page.url()).as("the page that was asked for, and no code in its address")
                    .isEqualTo(server.address() + "/staff");
            faults.addAll(visit.faults());
            visit.picture("keycloak-signed-in-" + language);

            page.click("form[action$='/sign-out'] button");
            page.waitForURL(keycloak.issuer() + "/**");
            visit.picture("keycloak-leaving-" + language);
            page.click("#kc-logout");
            page.waitForURL("**/sign-in?reason=out");
            look(visit, "keycloak-signed-out-" + language);
            // It asks again: whoever comes next at this browser is not the one before.
            page.click("a[href='/sign-in/provider']");
            assertThat(page.locator("#username")).isVisible();
        }
    }

    /** The provider goes on saying who it is; here that person is out. */
    private void givesNothingBack(String language) {
        People people = server.bean(People.class);
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            Page page = visit.open("/sign-in").page;
            page.click("a[href='/sign-in/provider']");
            showThere(page, language);
            people.setActive(number(language), false, ADMINISTRATOR);
            visit.open("/staff");
            page.waitForURL("**/sign-in?reason=expired");
            page.click("a[href='/sign-in/provider']");
            page.waitForURL("**/sign-in?reason=provider-closed");
            assertThat(page.locator(".sx-note")).containsText(said(language, "这个账号没有开通", "This account is not open"));
            look(visit, "keycloak-refused-" + language);
            people.setActive(number(language), true, ADMINISTRATOR);
            page.click("a[href='/sign-in/provider']");
            page.waitForURL("**/sign-in?reason=provider-uninvited");
            visit.open("/staff");
            page.waitForURL("**/sign-in");

            people.invite(number(language), Entry.Actor.system("test"));
            page.click("a[href='/sign-in/provider']");
            assertThat(page.locator(".sx-user")).containsText(number(language));
            enrolsWithoutAPassword(visit, language);
        }
    }

    /** Whoever has no password here shows the one they have there, again. */
    private void enrolsWithoutAPassword(Visit visit, String language) {
        Page page = visit.open("/factor").page;
        assertThat(page.locator("#password")).hasCount(0);
        look(visit, "keycloak-factor-" + language);
        page.click("a[href='/sign-in/provider/again']");
        page.waitForURL(keycloak.issuer() + "/**");
        page.fill("#password", PASSWORD);
        page.click("#kc-login");
        page.waitForURL("**/sign-in/provider/confirmed");
        look(visit, "keycloak-confirmed-" + language);
        visit.open("/factor");
        page.click("form[action$='/factor/app'] button");
        assertThat(page.locator("#secret")).isVisible();
    }

    private static void showThere(Page page, String language) {
        page.waitForURL(keycloak.issuer() + "/**");
        assertThat(page.locator("html")).hasAttribute("lang", said(language, "zh-CN", "en"));
        page.fill("#username", NAMES.get(language));
        page.fill("#password", PASSWORD);
        page.click("#kc-login");
        page.waitForURL(server.address() + "/**");
    }

    private static String number(String language) {
        return server.signIn(ROLES.get(language)).path("number").asString("");
    }

    private static String said(String language, String chinese, String english) {
        return language.startsWith("zh") ? chinese : english;
    }

    /** What every page owes, in each light and width. */
    private void look(Visit visit, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                faults.addAll(visit.dress(scheme, width).faults());
                visit.picture(name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
            }
        }
        visit.dress(ColorScheme.LIGHT, Visit.WIDE);
    }
}
