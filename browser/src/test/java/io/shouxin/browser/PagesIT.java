// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page, in both languages, light and dark, wide and on a phone: the browser has nothing to say. */
class PagesIT {

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "/, auditor", "/ledger, auditor", "/register, auditor", "/register/versions, auditor",
        "/register/lists, auditor", "/services, auditor", "/staff, auditor", "/settings, auditor",
        "/register/proposals/new, security-administrator", "/services/new, security-administrator",
        "/staff/new, system-administrator", "/password, care-agent", "/customers, care-agent",
        "/customers/new, shop-clerk", "/imports, billing", "/imports/new, billing", "/, care-agent",
        "/ledger, privacy-officer"})
    void holdsInEveryDress(String path, String role) {
        String name = role + path.replace('/', '-');
        try (Visit visit = Visit.in("zh-CN", ColorScheme.LIGHT, Visit.WIDE).signIn(role)) {
            visit.open(path).holds().picture(name + "-zh");
        }
        try (Visit visit = Visit.in("en-GB", ColorScheme.DARK, Visit.PHONE).signIn(role)) {
            visit.open(path).holds().picture(name + "-en-dark-phone");
        }
    }

    @Test
    void signsInAndOutWithTheKeyboardAlone() {
        var signIn = RunningServer.get().signIn("auditor");
        try (Visit visit = Visit.english()) {
            visit.open("/sign-in").holds().picture("sign-in-en");
            visit.page.focus("[name=number]");
            visit.page.keyboard().type(signIn.path("number").asString(""));
            visit.page.keyboard().press("Tab");
            visit.page.keyboard().type(signIn.path("password").asString(""));
            visit.page.keyboard().press("Enter");
            visit.page.waitForURL(url -> !url.contains("/sign-in"));
            visit.page.keyboard().press("Tab");
            assertThat(visit.page.locator(":focus")).hasAttribute("href", "#main");
        }
    }

    @Test
    void drawsTheProofOfAnEntryAndItHolds() {
        try (Visit visit = Visit.chinese().signIn("auditor")) {
            visit.open("/ledger/entries/1").holds().picture("ledger-entry-zh");
            assertThat(visit.page.locator("svg.sx-path rect.root")).hasCount(1);
            assertThat(visit.page.locator("svg.sx-path rect.fail")).hasCount(0);
        }
    }
}
