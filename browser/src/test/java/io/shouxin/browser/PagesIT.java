// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every page, in both languages, light and dark, wide and on a phone: the browser has nothing to say. */
class PagesIT {

    private static final Map<String, List<String>> PAGES = Map.of(
            "", List.of("/sign-in", "/sign-in?reason=wrong"),
            "auditor", List.of("/", "/ledger", "/ledger?ticket=none&from=x", "/ledger/entries/1", "/services",
                    "/services/app-crm", "/staff", "/settings", "/keys", "/budgets", "/reconciliation",
                    "/reconciliation/reasons", "/traces", "/api-docs"),
            "security-administrator", List.of("/register", "/register?view=role",
                    "/register?cell=care-agent/care.inquiry:phone", "/register?view=retention", "/register/versions",
                    "/register/versions/1", "/register/people/KF03127", "/register/fields/bank-card", "/register/lists",
                    "/register/proposals/new", "/services/new", "/keys"),
            "system-administrator", List.of("/staff/new", "/staff/KF03127", "/staff/KF03127/change",
                    "/staff/KF03127/accounts", "/factor/people/KF03127", "/outbox"),
            "care-agent", List.of("/", "/customers", "/password", "/factor", "/ledger", "/staff", "/approvals",
                    "/approvals/deputies", "/nothing-here"),
            "shop-clerk", List.of("/customers/new"),
            "billing", List.of("/exports", "/exports/new?recipient=collecting-bank&purpose=billing.settle",
                    "/imports/new", "/imports/new?example=telco-churn"),
            "privacy-officer", List.of("/", "/ledger"));

    static Stream<Arguments> readers() {
        return PAGES.keySet().stream().sorted().flatMap(role -> Stream.of("zh-CN", "en-GB")
                .map(language -> Arguments.of(role, language)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("readers")
    void holdsInEveryDress(String role, String language) {
        List<String> faults = new ArrayList<>();
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
            if (!role.isEmpty()) {
                visit.signIn(role);
            }
            inEveryDress(visit, () -> PAGES.get(role).forEach(path -> faults.addAll(visit.open(path).faults())));
        }
        assertThat(faults).isEmpty();
    }

    private static void inEveryDress(Visit visit, Runnable look) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                visit.dress(scheme, width);
                look.run();
            }
        }
    }

    @Test
    void letsSomebodyNewInWithALink() {
        String link;
        try (Visit visit = Visit.english().signIn("system-administrator")) {
            visit.open("/staff/AQ0513").page.click("form[action$='/invitation'] button");
            visit.holds();
            link = visit.page.inputValue("#link");
            assertThat(link).startsWith("http");
        }
        List<String> faults = new ArrayList<>();
        for (String language : List.of("zh-CN", "en-GB")) {
            try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE)) {
                inEveryDress(visit, () -> faults.addAll(visit.open(link).faults()));
            }
        }
        assertThat(faults).isEmpty();
    }

    /** The whole register is one picture: its head stays in sight, and what a cell says stays at the foot. */
    @Test
    void explainsACellOfTheMatrixWhereverItStands() {
        for (String language : List.of("zh-CN", "en-GB")) {
            try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE).signIn("security-administrator")) {
                visit.open("/register");
                visit.page.locator("tbody").last().locator("button.sx-cell--clear").last().focus();
                visit.page.keyboard().press("Enter");
                assertThat(visit.page.locator("#explain h2")).isInViewport();
                assertThat(visit.page.locator("thead .role").first()).isInViewport();
                assertThat(visit.page.locator("button[aria-pressed=true]")).hasCount(1);
                visit.holds().picture("register-explained-" + language);
            }
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
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.locator("#main")).isFocused();
            visit.page.locator("form[action$='/sign-out'] button").focus();
            visit.page.keyboard().press("Enter");
            visit.page.waitForURL(url -> url.contains("/sign-in"));
            visit.holds();
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
