// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;

import io.shouxin.server.vault.Customers;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.regex.Pattern;

/** What a care agent does all day: find the customer who calls, see what the task needs, and no more. */
class DeskIT {

    /** What htmx is still putting in its place. */
    private static final String UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";
    private static final Pattern CUSTOMER = Pattern.compile(".*/customers/[0-9a-f-]{36}.*");

    @BeforeAll
    static void sampleIsThere() {
        RunningServer.await(() -> RunningServer.get().bean(Customers.class).count() >= 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en-GB"})
    void findsTheCallerAndSeesWhatTheTaskNeeds(String language) {
        String phone = RunningServer.get().samplePhone(3);
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE).signIn("care-agent")) {
            visit.open("/customers");
            visit.page.waitForResponse(answer -> answer.url().contains("/customers?"),
                    () -> visit.page.selectOption("#purpose", "care.inquiry"));
            assertThat(visit.page.locator(UNSETTLED)).hasCount(0);
            visit.page.fill("#value", phone);
            visit.picture("desk-search-" + language).holds();
            visit.page.press("#value", "Enter");
            visit.page.waitForURL(CUSTOMER);
            assertThat(visit.page.url()).doesNotContain(phone);
            assertThat(visit.page.title()).doesNotContain(phone);
            visit.page.locator("button[formaction$='/tickets']").first().click();
            visit.page.waitForURL(CUSTOMER);
            visit.picture("desk-ask-" + language).holds();
            holdsOnAPhoneAndInTheDark(visit);
            choosesWithTheKeyboard(visit);

            visit.page.locator("#ask button[type=submit].btn-primary").last().click();
            assertThat(visit.page.locator(".sx-secret")).isVisible();
            assertThat(visit.page.locator("[data-remask] .sx-ring, [data-remask] svg").first()).isVisible();
            assertThat(visit.page.locator(".sx-watermark")).hasCount(1);
            visit.picture("desk-revealed-" + language).holds();
            holdsOnAPhoneAndInTheDark(visit);
            assertThat(visit.page.title()).doesNotContain(phone);
            assertThat(visit.page.content()).doesNotContain(phone);

            visit.page.locator("[data-remask-now]").click();
            visit.page.waitForURL(CUSTOMER);
            assertThat(visit.page.locator(".sx-secret")).hasCount(0);
            goBackInVain(visit);
            assertThat(visit.page.locator(".sx-secret .sx-val:not(.sx-val--m)")).hasCount(0);
        }
    }

    /** The same page, as it stands: asking for it again would look again. */
    private static void holdsOnAPhoneAndInTheDark(Visit visit) {
        visit.dress(ColorScheme.DARK, Visit.PHONE).holds();
        visit.dress(ColorScheme.LIGHT, Visit.WIDE).holds();
    }

    /** Nothing is chosen for anybody; one field, all and none are a key each, and the last choice stands. */
    private static void choosesWithTheKeyboard(Visit visit) {
        var view = visit.page.locator("#ask button[type=submit].btn-primary").last();
        var ticked = visit.page.locator("[name=fields]:checked");
        assertThat(ticked).hasCount(0);
        assertThat(view).isDisabled();
        press(visit, "#pick-plan");
        assertThat(ticked).hasCount(1);
        assertThat(view).isEnabled();
        press(visit, "[data-all]");
        assertThat(visit.page.locator("[name=fields]:not(:checked):not(:disabled)")).hasCount(0);
        press(visit, "[data-all]");
        assertThat(ticked).hasCount(0);
        assertThat(view).isDisabled();
        List<String> needed = List.of("name", "customer-number", "phone", "address", "plan");
        needed.forEach(field -> press(visit, "#pick-" + field));
        assertThat(ticked).hasCount(needed.size());
        assertThat(view).isEnabled();
    }

    private static void press(Visit visit, String box) {
        visit.page.focus(box);
        visit.page.keyboard().press("Space");
        assertThat(visit.page.locator(UNSETTLED)).hasCount(0);
    }

    /** The page with the values was never kept, so the browser has nothing to go back to, or asks anew. */
    private static void goBackInVain(Visit visit) {
        try {
            visit.page.goBack();
        } catch (PlaywrightException notKept) {
            assertThat(notKept.getMessage()).contains("ERR_CACHE_MISS");
        }
    }

    @Test
    void saysWhatWasLookedForWhenNobodyIsFound() {
        try (Visit visit = Visit.chinese().signIn("care-agent")) {
            visit.open("/customers");
            visit.page.fill("#value", "16499999999");
            visit.page.press("#value", "Enter");
            assertThat(visit.page.locator(".sx-blank, .sx-refusal").first()).isVisible();
            assertThat(visit.page.content()).doesNotContain("16499999999");
            visit.holds();
        }
    }

    @Test
    void keepsAnAuditorOut() {
        try (Visit visit = Visit.chinese().signIn("auditor")) {
            visit.page.navigate("/customers");
            assertThat(visit.page.content()).contains("不允许");
        }
    }
}
