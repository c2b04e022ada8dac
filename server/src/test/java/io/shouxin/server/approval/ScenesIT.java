// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.policy.Scene;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scenes in words, who is there to decide in them, and what became of what was asked. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "shouxin.register.initial=classpath:registers/sample.yaml")
class ScenesIT {

    private static final String ASKED = """
            INSERT INTO approval (id, hash, actor, scene, register, operation, customers, fields, purpose, row_cap,
                kind, words, ticket_held, asked_at, lapses_at, seconds, once, state, way, decided_by, decided_at, uses)
            SELECT 'VA20260101-' || lpad(n::text, 6, '0'), decode(lpad(to_hex(n), 64, '0'), 'hex'), 'KF1',
                'bank-account', 1, 'REVEAL', ARRAY[gen_random_uuid()], ARRAY['bank-card'], 'care.inquiry', 0,
                'other', 'words of a test', false, asked, asked + interval '1 h', 600, true, state, way,
                CASE WHEN took IS NOT NULL THEN 'DS1' END, asked + took, 0
            FROM (SELECT n, now() - days * interval '1 day' AS asked, state, way, took * interval '1 s' AS took
                FROM (VALUES (1, 1, 'USED', 'REMOTE', 60), (2, 2, 'VOID', 'ON_SITE', 180),
                    (3, 3, 'REFUSED', NULL, 120), (4, 4, 'LAPSED', NULL, NULL),
                    (5, 5, 'WITHDRAWN', NULL, NULL), (6, 31, 'USED', 'REMOTE', 9000))
                    AS each (n, days, state, way, took)) AS requests
            """;

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Standing standing;
    @Autowired Registers registers;
    @Autowired SceneDeciders deciders;
    @Autowired Routing routing;
    @Autowired Deputies deputies;
    @Autowired JdbcClient db;

    /** Whoever another test brought in has left. */
    @BeforeEach
    void nobodyWorksHereYet() {
        db.sql("UPDATE staff_person SET active = false").update();
        db.sql("DELETE FROM approval_deputy").update();
        db.sql("DELETE FROM approval").update();
    }

    private Browser as(String number) {
        Browser browser = new Browser(port);
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/");
        return browser;
    }

    private Scene scene(String code) {
        return registers.inForce().register().scenes().get(code);
    }

    private SceneDeciders.Count count(String code) {
        return deciders.now().count(scene(code), Set.of("care-agent"));
    }

    private void superior(String number, String superior) {
        Person person = people.find(number).orElseThrow();
        people.describe(number, new People.Particulars(person.name(), person.nameEn(), person.department(), false,
                Optional.empty(), Optional.of(superior)),
                standing.person(someone(people, "system-administrator")).orElseThrow());
    }

    @Test
    void saysEachSceneInBothLanguages() {
        Browser browser = as(someone(people, "security-administrator"));
        assertThat(browser.open("/scenes").body()).contains("Bank account in the clear",
                "Viewing these fields needs a second person&#39;s agreement.", "A1-1b",
                "/register/fields/bank-card", "remote approval", "approval on site", "the superior of whoever asks",
                "for 10 min, and for one request", "for more than 20 customers at once",
                "when the asker&#39;s budget is used up", "Billing dispute", "/register/versions/1#line-",
                "/register/proposals/new", "/staff?role=privacy-officer");
        assertThat(browser.in("zh-CN").open("/scenes").body()).contains("前台查看银行账号明文", "查看下列字段，须第二人同意。",
                "远程授权", "现场授权", "申请人的上级", "10 分钟内有效，限一次", "一次超过 20 位客户",
                "申请人的查看额度已用完", "账单争议");
    }

    @Test
    void pointsAtTheSceneInTheDocument() {
        Browser browser = as(someone(people, "security-administrator"));
        List<String> document = registers.required(1).yaml().lines().toList();
        int line = document.indexOf("  beyond-budget:") + 1;
        assertThat(line).isPositive();
        assertThat(browser.open("/scenes").body()).contains("/register/versions/1#line-" + line + "\"");
        assertThat(browser.open("/register/versions/1").body()).contains("id=\"line-" + line + "\"");
    }

    @Test
    void saysWhenNobodyIsThere() {
        String agent = someone(people, "care-agent");
        Browser browser = as(agent);
        assertThat(count("bank-account")).isEqualTo(new SceneDeciders.Count(0, 0, 0, 0, 1, 1));
        assertThat(browser.open("/scenes").body()).contains("In 5 scenes nobody can agree",
                "Nobody could decide on yours", "sx-state--bad")
                .doesNotContain("The last 30 days", "/register/fields/");

        String officer = someone(people, "privacy-officer");
        assertThat(count("bank-account")).isEqualTo(new SceneDeciders.Count(1, 1, 0, 0, 1, 0));
        assertThat(browser.open("/scenes").body()).contains("In one scene nobody can agree", "1 person",
                "Somebody could decide on yours");

        suspensions.suspend(officer, TestReasons.of("LEAVE"), TEST);
        assertThat(count("bank-account").all()).as("on leave").isZero();
        assertThat(browser.in("zh-CN").open("/scenes").body()).contains("有 5 个场景无人可以同意", "你的申请无人可以决定");
    }

    @Test
    void countsSuperiorsAndDeputiesAndThoseWhoWouldFindNobody() {
        String agent = someone(people, "care-agent");
        String alone = someone(people, "care-agent");
        String chief = someone(people, "fraud");
        superior(agent, chief);
        assertThat(count("bank-account")).isEqualTo(new SceneDeciders.Count(1, 0, 1, 0, 2, 1));
        assertThat(as(someone(people, "auditor")).open("/scenes").body()).contains("Some who may ask would find nobody",
                "Of 2 persons who may ask, 1 would find nobody.");

        String officer = someone(people, "privacy-officer");
        String deputy = someone(people, "billing");
        LocalDate today = deputies.today();
        deputies.name(deputy, today, today, Set.of(), standing.person(officer).orElseThrow());
        assertThat(count("bank-account")).isEqualTo(new SceneDeciders.Count(3, 1, 1, 1, 2, 0));
        suspensions.suspend(officer, TestReasons.of("LEAVE"), TEST);
        assertThat(count("bank-account")).as("the post is not lost").isEqualTo(
                new SceneDeciders.Count(2, 0, 1, 1, 2, 0));
        assertThat(deciders.now().anyFor(alone, scene("bank-account"))).isTrue();
    }

    /** Two ways to the same answer: the page's over everybody at once, the door's for one pair. */
    @Test
    void saysOfEverybodyWhatTheDoorWouldSay() {
        String agent = someone(people, "care-agent");
        String chief = someone(people, "care-agent");
        String officer = someone(people, "privacy-officer");
        superior(agent, chief);
        superior(officer, chief);
        superior(chief, someone(people, "system-administrator"));
        suspensions.suspend(someone(people, "privacy-officer"), TestReasons.of("RISK"), TEST);
        Map<String, Boolean> page = new HashMap<>();
        Map<String, Boolean> door = new HashMap<>();
        List<Caller> working = people.mains().stream().filter(Person::active).map(one -> one.caller(0)).toList();
        for (String code : List.of("bank-account", "many-customers", "beyond-budget")) {
            for (Caller asker : working) {
                page.put(code + asker.id(), deciders.now().anyFor(asker.id(), scene(code)));
                door.put(code + asker.id(), working.stream().anyMatch(by ->
                        routing.answer(asker.id(), scene(code), by).may()));
            }
        }
        assertThat(page).isEqualTo(door).containsValues(true, false);
        assertThat(page).as("her only officer reports to her").containsEntry("bank-account" + chief, false);
    }

    @Test
    void countsWhatBecameOfTheLastThirtyDays() {
        db.sql(ASKED).update();
        String body = as(someone(people, "security-administrator")).open("/scenes").body().replaceAll("\\s+", " ");
        assertThat(body).contains("<b>5</b><span>asked", "<b>2</b><span>agreed", "<b>1</b><span>refused",
                "<b>1</b><span>lapsed", "Median time to a decision: 2 min", "Nobody asked in this time.");
        assertThat(as(someone(people, "care-agent")).open("/scenes").body())
                .as("which scene is agreed to easily is not for those who ask").doesNotContain("Median");
    }

    @Test
    void isForWhoIsSignedIn() {
        assertThat(new Browser(port).open("/scenes").where()).isEqualTo("/sign-in");
    }
}
