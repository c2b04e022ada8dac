// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What somebody gets who asks for what is not there or may not be had, in the form that fits who asks. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class RefusedPagesIT {

    private static final String PHONE = "16400990099";

    @LocalServerPort int port;
    @Autowired People people;
    Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
    }

    @ParameterizedTest
    @CsvSource({"en, too old, Load the page again", "zh-CN, 页面放得太久, 重新载入页面"})
    void saysOfAFormWithoutAGoodTokenThatItsPageIsTooOld(String language, String what, String next) {
        browser.in(language).signIn(someone(people, "system-administrator"), PASSWORD);
        for (String token : new String[] {"", "&_csrf=an-old-one"}) {
            Browser.Answer answer = browser.post("/staff/new", "number=KF03127" + token);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains(what, next, "problem.page-too-old")
                    .doesNotContain("problem.forbidden");
        }
    }

    /** No sign-in leads to them, so none is offered. */
    @ParameterizedTest
    @ValueSource(strings = {"/v3/nothing", "/v3/", "/ledger/tile/-1/000", "/ledger/tile/-1/x001/000", "/ledger/tile/",
        "/ledger/tile/0x1/000", "/ledger/tile/64/000"})
    void answersAStrangerAtAnUnknownAddressForProgramsWithADocument(String path) {
        Browser.Answer answer = browser.open(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type").orElse("")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("urn:shouxin:problem:", "\"next\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ledger/tile/entries", "/ledger/tile/entries/000", "/ledger/tile/%65ntries/000"})
    void stillAsksForAKeyWhereEntriesAre(String path) {
        assertThat(browser.open(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shouxin/x.js", "/shouxin/x.css", "/shouxin/", "/webjars/x/y.js", "/favicon.ico",
        "/shouxin/x.js?16400990099"})
    void answersAMissingScriptOrSheetWithNoPage(String path) {
        for (String reader : new String[] {"", someone(people, "auditor")}) {
            if (!reader.isEmpty()) {
                browser.signIn(reader, PASSWORD);
            }
            Browser.Answer answer = browser.open(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(answer.header("Cache-Control")).hasValue("no-store");
            assertThat(answer.body()).doesNotContain("<", PHONE);
        }
    }

    @Test
    void neverSendsAPageAsAnythingButAPage() {
        browser.signIn(someone(people, "auditor"), PASSWORD);
        Browser.Answer answer = browser.open("/ledger/x.js");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("<html");
        assertThat(answer.header("Content-Type").orElse("")).startsWith("text/html");
    }

    /** Whoever types a phone number where an id belongs finds it neither on the page nor in the log. */
    @ParameterizedTest
    @ValueSource(strings = {"/staff/16400990099", "/staff/16400990099/roles", "/services/16400990099",
        "/ledger/entries/16400990099", "/register/versions/1640099009", "/register/versions/16400990099",
        "/16400990099", "/16400990099.js", "/staff/16400990099?q=16400990099", "/staff/none?q=16400990099&lang=en",
        "/nothing?q=16400990099", "/register/proposals/16400990099", "/imports/16400990099",
        "/customers/16400990099", "/invitation/16400990099", "/error?q=16400990099"})
    void repeatsNothingOfTheAddress(String path, CapturedOutput output) {
        browser.signIn(someone(people, "auditor"), PASSWORD);
        int before = output.getAll().length();
        for (String language : new String[] {"en", "zh-CN"}) {
            Browser.Answer answer = browser.in(language).open(path);
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.body()).contains("<html").doesNotContain("1640099009");
            assertThat(answer.whole().headers().map().toString()).doesNotContain("1640099009");
        }
        assertThat(output.getAll().substring(before)).doesNotContain("1640099009");
    }

    @Test
    void findsAnAddressWhoseLettersArePercentEncoded() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/st%61ff/" + number).status()).isEqualTo(200);
        assertThat(browser.open("/%73taff/" + number.replace("Z", "%5A")).status()).isEqualTo(200);
        assertThat(browser.open("/staff/" + number + "/no%74hing").status()).isEqualTo(404);
    }
}
