// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

import java.util.ArrayList;
import java.util.List;

/** The walk of somebody who is suspended, of the administrators who do that, and of whoever asks who decides. */
class StandingIT {

    /** Somebody of the sample whom no other walk needs. */
    private static final String ROLE = "fraud";

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en-GB"})
    void holdsInEveryDress(String language) {
        List<String> faults = new ArrayList<>();
        for (String role : List.of("care-agent", "security-administrator")) {
            try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE).signIn(role)) {
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                        visit.dress(scheme, width);
                        String dress = "-" + role + "-" + language + "-" + scheme + "-" + width;
                        faults.addAll(visit.open("/standing").picture("standing" + dress).faults());
                        faults.addAll(visit.open("/scenes").picture("scenes" + dress).faults());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void asksWhoDecidesAndGoesToTheRule() {
        try (Visit visit = Visit.chinese().signIn("security-administrator")) {
            visit.open("/").page.click("nav a[href='/scenes']");
            assertThat(visit.page.locator("main h1")).hasText("金库场景");
            assertThat(visit.page.locator("#bank-account")).containsText("前台查看银行账号明文");
            assertThat(visit.page.locator("#bank-account .sx-state")).containsText("人");
            visit.holds();
            visit.page.click("#beyond-budget .sx-panel__h a");
            visit.page.waitForURL("**/register/versions/*#line-*");
            String line = visit.page.url().substring(visit.page.url().indexOf('#'));
            assertThat(visit.page.locator(line)).containsText("beyond-budget:");
            assertThat(visit.page.locator(line)).isInViewport();
        }
    }

    /** Said by one administrator, seen by the person at the next click, lifted by another. */
    @Test
    void isSuspendedSeesWhyAndGoesOn() {
        String number = RunningServer.get().signIn(ROLE).path("number").asString("");
        List<String> faults = new ArrayList<>();
        try (Visit security = Visit.english().signIn("security-administrator");
                Visit person = Visit.in("zh-CN", ColorScheme.LIGHT, Visit.WIDE).signInAnew(ROLE)) {
            person.open("/standing");
            assertThat(person.page.locator("main")).containsText("没有任何原因暂停你的权限");
            security.open("/staff/" + number).page.selectOption("#reason", "LEAVE");
            security.page.click("form[action$='/suspensions'] button");
            assertThat(security.page.locator("main")).containsText(
                    "Suspended; sessions begun before end at their next request.");
            security.holds().picture("person-suspended-en");

            person.page.click("nav a[href='/customers']");
            person.page.waitForURL("**/sign-in?reason=expired");
            person.signInAnew(ROLE).page.waitForURL("**/customers");
            for (String language : List.of("zh-CN", "en-GB")) {
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                        person.dress(scheme, width).open("/standing?lang=" + language.substring(0, 2));
                        person.picture("standing-suspended-" + language + "-" + scheme + "-" + width);
                    }
                }
            }
            person.open("/standing?lang=zh-CN").dress(ColorScheme.LIGHT, Visit.WIDE);
            assertThat(person.page.locator("main")).containsText("有 1 项原因暂停了你的权限");
            assertThat(person.page.locator("main")).containsText("返岗后由系统管理员恢复。");
            faults.addAll(person.faults());
            person.open("/staff");
            person.page.click("main a[href='/standing']");
            assertThat(person.page.locator("main h1")).hasText("我的状态");
            faults.addAll(person.faults());

            try (Visit system = Visit.english().signIn("system-administrator")) {
                proveNow(RunningServer.get().signIn("system-administrator").path("number").asString(""));
                system.open("/staff/" + number).page.click("form[action$='/suspensions/LEAVE/lift'] button");
                assertThat(system.page.locator("main")).containsText("Reason lifted.");
            }
            person.open("/standing");
            assertThat(person.page.locator("main")).containsText("没有任何原因暂停你的权限");
        }
        assertThat(faults).isEmpty();
    }

    /** The last proof at each session of this person was just now, however long the walks before took. */
    private static void proveNow(String number) {
        proveNow(RunningServer.get().bean(FindByIndexNameSessionRepository.class), number);
    }

    @SuppressWarnings("unchecked") // A bean's class says nothing of its type arguments.
    private static <S extends Session> void proveNow(FindByIndexNameSessionRepository<?> bean, String number) {
        FindByIndexNameSessionRepository<S> sessions = (FindByIndexNameSessionRepository<S>) bean;
        for (S session : sessions.findByPrincipalName(number).values()) {
            session.setAttribute("shouxin.factor-proved", number + " " + System.currentTimeMillis());
            sessions.save(session);
        }
    }
}
