// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.number;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.service.Services;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each role finds behind the pages of this module, and what its acts leave in the ledger. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class StaffPagesIT {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Pattern KEY = Pattern.compile("value=\"(sxk_[a-z0-9-]+\\.[A-Za-z0-9_-]{43})\"");
    private static final List<String> PAGES = List.of("/staff", "/staff/ADM001", "/staff/new",
            "/staff/departments/new", "/services", "/services/new", "/settings", "/password");

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Services services;
    @Autowired Ledger ledger;
    Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
        if (people.find("ADM001").isEmpty()) {
            people.add(new People.NewPerson("ADM001", "系统管理员", "System administrator", "HQ",
                    List.of("system-administrator")), null, TEST);
        }
    }

    /** Y opens, n is refused; in the order of PAGES. */
    @ParameterizedTest
    @CsvSource({
        "care-agent,             n n n n n n n Y",
        "shop-clerk,             n n n n n n n Y",
        "billing,                n n n n n n n Y",
        "fraud,                  n n n n n n n Y",
        "analyst,                n n n n n n n Y",
        "security-administrator, Y Y n n Y Y Y Y",
        "system-administrator,   Y Y Y Y n n Y Y",
        "auditor,                Y Y n n Y n Y Y",
        "privacy-officer,        Y Y n n n n n Y"})
    void opensToEachRoleWhatItsPermissionsSay(String role, String opens) {
        browser.signIn(someone(people, role), PASSWORD);
        Map<String, Integer> found = new LinkedHashMap<>();
        Map<String, Integer> due = new LinkedHashMap<>();
        String[] answers = opens.split(" ");
        for (int i = 0; i < PAGES.size(); i++) {
            due.put(PAGES.get(i), answers[i].equals("Y") ? 200 : 403);
            found.put(PAGES.get(i), browser.open(PAGES.get(i)).status());
        }
        assertThat(found).isEqualTo(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"security-administrator", "auditor", "privacy-officer"})
    void showsButDoesNotOfferWhatTheReaderMayNotDo(String role) {
        String other = someone(people, "care-agent");
        browser.signIn(someone(people, role), PASSWORD);
        assertThat(browser.open("/staff/" + other).body()).contains(other)
                .doesNotContain("/staff/" + other + "/deactivate", "/staff/" + other + "/invitation");
        for (String act : List.of("roles", "deactivate", "activate", "sessions/end", "invitation")) {
            assertThat(browser.submit("/password", "/staff/" + other + "/" + act, "role", "fraud").status())
                    .as(act).isEqualTo(403);
        }
        assertThat(people.find(other).orElseThrow().roles()).containsExactly("care-agent");
        assertThat(people.find(other).orElseThrow().active()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void findsPeopleByTextDepartmentAndRole(String language) {
        String number = someone(people, "fraud");
        browser.in(language).signIn(someone(people, "auditor"), PASSWORD);
        assertThat(browser.open("/staff?text=" + number.toLowerCase(java.util.Locale.ROOT)).body())
                .contains(">" + number + "</a>", language.equals("en") ? "Fraud officer" : "反诈专员");
        assertThat(browser.open("/staff?department=ZZ&role=fraud&page=1").body()).contains(number);
        assertThat(browser.open("/staff?role=analyst&text=" + number).body())
                .contains(language.equals("en") ? "Nobody matches this" : "没有符合条件的人员");
        for (String odd : List.of("text=%25", "text=%00", "text=%3Cscript%3E", "department=%27", "page=-3",
                "role=nobody", "text=" + "x".repeat(500))) {
            assertThat(browser.open("/staff?" + odd).status()).as(odd).isEqualTo(200);
        }
        assertThat(browser.open("/staff?text=%3Cscript%3E").body()).doesNotContain("<script>");
        assertThat(browser.open("/staff?page=x").status()).isEqualTo(400);
        assertThat(browser.open("/staff/" + number.substring(0, 2) + "000").status()).isEqualTo(404);
    }

    @Test
    void addsAPersonInvitesThemAndChangesTheirRolesWithAnEntryForEachAct() {
        String by = someone(people, "system-administrator");
        String number = number();
        browser.signIn(by, PASSWORD);
        assertThat(browser.submit("/staff/new", "/staff/new", "number", number, "name", "程试", "nameEn", "Cheng Shi",
                "department", "ZZ", "role", "care-agent").where()).isEqualTo("/staff/" + number);
        assertThat(browser.open("/staff/" + number).body()).contains("Cheng Shi", "Care agent", "Person added.");

        Browser.Answer link = browser.submit("/staff/" + number, "/staff/" + number + "/invitation");
        assertThat(link.header("Cache-Control")).hasValue("no-store");
        assertThat(link.body()).contains("/invitation/");
        assertThat(browser.open("/staff/" + number).body()).as("shown once").doesNotContain("/invitation/");

        act(number, "roles", "role", "billing");
        assertThat(people.find(number).orElseThrow().roles()).containsExactlyInAnyOrder("care-agent", "billing");
        act(number, "roles/billing/end");
        act(number, "sessions/end");
        act(number, "deactivate");
        act(number, "activate");

        assertThat(actions(by)).containsExactly("staff.activate", "staff.deactivate", "staff.end-sessions",
                "staff.end-role", "staff.give-role", "staff.invite", "staff.add", "staff.sign-in");
        assertThat(bytes(by)).contains(number).doesNotContain("程试", "Cheng", PASSWORD);
    }

    @Test
    void showsAFormAgainWithEverythingThatIsWrong() {
        browser.signIn(someone(people, "system-administrator"), PASSWORD);
        Browser.Answer answer = browser.submit("/staff/new", "/staff/new", "number", "1", "name", "",
                "nameEn", "<b>" + "x".repeat(60), "department", "ZZ");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("3 things to correct", "href=\"#number\"",
                "The staff number is 1 to 4 capital letters", "Name in Chinese is missing.",
                "Name in Latin letters is longer than 60 characters.", "&lt;b&gt;xxx").doesNotContain("<b>xxx");
        assertThat(browser.submit("/staff/new", "/staff/new", "number", "ADM001", "name", "重试", "nameEn", "Chong Shi",
                "department", "ZZ").body()).contains("The staff number ADM001 is in use.");
        assertThat(browser.submit("/staff/new", "/staff/new", "number", number(), "name", "重试", "nameEn",
                "Chong Shi", "department", "NOWHERE").body()).contains("There is no such department.");
        assertThat(browser.submit("/staff/new", "/staff/new").status()).as("no field at all").isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"auditor, care-agent", "care-agent, system-administrator",
        "security-administrator, system-administrator"})
    void keepsAnAdministratorApartFromEveryOtherRole(String has, String more) {
        String number = someone(people, has);
        browser.signIn(someone(people, "system-administrator"), PASSWORD);
        Browser.Answer answer = browser.submit("/staff/" + number, "/staff/" + number + "/roles", "role", more);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("cannot be combined with another role", "End the other role first");
        assertThat(people.find(number).orElseThrow().roles()).containsExactly(has);
    }

    @Test
    void letsNobodyChangeTheirOwnRights() {
        String self = someone(people, "system-administrator");
        browser.signIn(self, PASSWORD);
        assertThat(browser.open("/staff/" + self).body()).contains("These are your own rights.")
                .doesNotContain("/deactivate");
        for (String act : List.of("roles", "roles/system-administrator/end", "deactivate")) {
            Browser.Answer answer = browser.submit("/password", "/staff/" + self + "/" + act, "role", "auditor");
            assertThat(answer.status()).as(act).isEqualTo(403);
            assertThat(answer.body()).as(act).contains("Nobody changes their own rights.");
        }
        assertThat(people.find(self).orElseThrow().roles()).containsExactly("system-administrator");
    }

    @Test
    void addsADepartmentAndCountsWhoIsBelow() {
        browser.signIn(someone(people, "system-administrator"), PASSWORD);
        String code = "ZZ-" + IDS.incrementAndGet();
        assertThat(browser.submit("/staff/departments/new", "/staff/departments/new", "code", code, "parent", "ZZ",
                "nameZh", "试验一组", "nameEn", "Trial team").where()).isEqualTo("/staff?department=" + code);
        String number = number();
        people.add(new People.NewPerson(number, "组员", "Member", code, List.of()), null, TEST);
        assertThat(browser.open("/staff?department=ZZ&text=" + number).body()).contains(number, "Trial team");
        assertThat(browser.submit("/staff/departments/new", "/staff/departments/new", "code", code, "parent", "NO",
                "nameZh", "x", "nameEn", "x").body()).contains("There is no such department.");
        assertThat(browser.submit("/staff/departments/new", "/staff/departments/new", "code", code,
                "nameZh", "重", "nameEn", "x").body()).contains("The code " + code + " is in use.");
        assertThat(browser.submit("/staff/departments/new", "/staff/departments/new", "code", code,
                "nameZh", "", "nameEn", "").body())
                .contains("Name in Chinese is missing.", "Name in English is missing.");
    }

    @Test
    void showsAKeyOnceReplacesItAndRevokesIt() {
        String by = someone(people, "security-administrator");
        browser.signIn(by, PASSWORD);
        String id = "app-" + IDS.incrementAndGet();
        Browser.Answer made = addService(id, "127.0.0.0/8");
        assertThat(made.header("Cache-Control")).hasValue("no-store");
        String key = key(made);
        assertThat(browser.open("/services/" + id).body()).contains("127.0.0.0/8", "care.inquiry")
                .doesNotContain(key, "sxk_");
        Browser program = new Browser(port);
        assertThat(program.api("/api/v1/ledger/entries", key).status()).isEqualTo(200);
        assertThat(services.find(id).orElseThrow().lastUsedAt()).isPresent();

        assertThat(browser.open("/services/" + id + "/key?lang=zh-CN").where()).isEqualTo("/services/" + id);
        browser.open("/services?lang=en");

        String next = key(browser.submit("/services/" + id, "/services/" + id + "/key"));
        assertThat(program.api("/api/v1/ledger/entries", key).status()).as("replaced").isEqualTo(401);
        assertThat(program.api("/api/v1/ledger/entries", next).status()).isEqualTo(200);

        assertThat(browser.submit("/services/" + id, "/services/" + id + "/revoke").where())
                .isEqualTo("/services/" + id);
        assertThat(program.api("/api/v1/ledger/entries", next).status()).as("revoked").isEqualTo(401);
        assertThat(browser.open("/services/" + id).body()).contains("Account revoked.")
                .doesNotContain("/services/" + id + "/key");
        assertThat(browser.submit("/password", "/services/" + id + "/key").status()).isEqualTo(409);
        assertThat(actions(by)).containsExactly("staff.revoke-service", "staff.new-key", "staff.add-service",
                "staff.sign-in");
        assertThat(bytes(by)).contains(id).doesNotContain(key.substring(5), next.substring(5), "试验应用");
    }

    @Test
    void answersABadKeyAsADocumentInTheCallersLanguage() {
        browser.signIn(someone(people, "security-administrator"), PASSWORD);
        String elsewhere = key(addService("app-" + IDS.incrementAndGet(), "10.6.18.0/24"));
        for (String bad : List.of("sxk_nobody.x", "sxk_" + "x".repeat(500), "", elsewhere, elsewhere + "x")) {
            Browser.Answer english = new Browser(port).api("/api/v1/ledger/entries", bad);
            assertThat(english.status()).isEqualTo(401);
            assertThat(english.header("Content-Type")).hasValue("application/problem+json");
            assertThat(english.body()).contains("urn:shouxin:problem:problem.sign-in", "no valid key");
            assertThat(new Browser(port).in("zh-CN").api("/api/v1/ledger/entries", bad).body())
                    .contains("请求没有有效的密钥或会话");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "X | 10.0.0.0/8 | The account begins with a small letter",
        "good | localhost | A network is not an address",
        "good | face.cafe | A network is not an address",
        "good | 10.0.0.0/33 | A network is not an address",
        "good | '' | Networks is missing."})
    void refusesALimitThatLimitsNothing(String id, String network, String words) {
        browser.signIn(someone(people, "security-administrator"), PASSWORD);
        Browser.Answer answer = addService(id, network);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
        assertThat(services.find(id)).isEmpty();
    }

    @Test
    void saysWhatThisNodeRunsWithAndNoSecret() throws Exception {
        browser.signIn(someone(people, "auditor"), PASSWORD);
        String page = browser.open("/settings").body();
        assertThat(page).contains("PostgreSQL 18", "shouxin.keys.file", "Clock against PostgreSQL", "In step",
                "shouxin.db.url", "SameSite=lax", "30 minutes without a request", "Not connected")
                .doesNotContainIgnoringCase("jdbc:").doesNotContain("settings.");
        Matcher file = Pattern.compile(">(/[^<]*/secrets/root-passphrase)<").matcher(page);
        assertThat(file.find()).isTrue();
        String passphrase = java.nio.file.Files.readString(java.nio.file.Path.of(file.group(1))).strip();
        assertThat(page).doesNotContain(passphrase);
    }

    private void act(String number, String act, String... fields) {
        assertThat(browser.submit("/staff/" + number, "/staff/" + number + "/" + act, fields).where())
                .as(act).isEqualTo("/staff/" + number);
    }

    private Browser.Answer addService(String id, String networks) {
        return browser.submit("/services/new", "/services/new", "id", id, "nameZh", "试验应用", "nameEn",
                "Trial application", "owner", StaffFixture.owner(people),
                "role", "app-audit", "purposes", "care.inquiry",
                "networks", networks);
    }

    private static String key(Browser.Answer page) {
        Matcher key = KEY.matcher(page.body());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private List<String> actions(String number) {
        return ledger.find(LedgerQuery.latest(100).withActor(number)).stream()
                .map(line -> line.entry().action()).toList();
    }

    private String bytes(String number) {
        StringBuilder all = new StringBuilder();
        ledger.find(LedgerQuery.latest(100).withActor(number))
                .forEach(line -> all.append(new String(line.bytes(), StandardCharsets.UTF_8)));
        return all.toString();
    }
}
