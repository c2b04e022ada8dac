// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;

/** What suspends somebody: who may add and remove it, and how the two pages say it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class StandingPagesIT {

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired SuspensionReasons reasons;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private Browser as(String number) {
        Browser browser = new Browser(port);
        browser.signIn(number, PASSWORD);
        return browser;
    }

    private List<String> held(String number) {
        return people.find(number).orElseThrow().suspensions().stream().map(Person.Suspension::reason).toList();
    }

    @Test
    void securityStopsSomebodyAndTheSystemAdministratorLetsThemGoOn() {
        String number = someone(people, "care-agent");
        Browser security = as(someone(people, "security-administrator"));
        String system = someone(people, "system-administrator");
        String page = "/staff/" + number;
        assertThat(security.submit(page, page + "/suspensions", "reason", "INCIDENT_FREEZE").where()).isEqualTo(page);
        assertThat(security.open(page).body()).contains("Frozen by an incident", "An administrator, by hand",
                "No sign-in meanwhile", "Keys of their applications stop.").doesNotContain("/lift\"");
        assertThat(security.submit(page, page + "/suspensions/INCIDENT_FREEZE/lift").status())
                .as("whoever stops does not let go").isEqualTo(403);
        assertThat(held(number)).containsExactly("INCIDENT_FREEZE");

        Browser administrator = as(system);
        assertThat(administrator.open(page).body()).contains("/suspensions/INCIDENT_FREEZE/lift");
        assertThat(administrator.submit(page, page + "/suspensions/INCIDENT_FREEZE/lift", "factor-proof", PASSWORD)
                .where()).isEqualTo(page);
        assertThat(held(number)).isEmpty();
        assertThat(ledger.find(LedgerQuery.latest(30)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().map(Entry.ObjectRef::id).filter(number::equals).isPresent())
                .map(entry -> entry.action() + " " + entry.details().get("what")))
                .contains("staff.suspend INCIDENT_FREEZE", "staff.lift INCIDENT_FREEZE");
    }

    @Test
    void nobodySuspendsOrLiftsForThemselves() {
        String self = someone(people, "system-administrator");
        Browser own = as(self);
        assertThat(own.open("/staff/" + self).body()).doesNotContain("/suspensions");
        assertThat(own.submit("/password", "/staff/" + self + "/suspensions", "reason", "LEAVE").body())
                .contains("staff.refused.own-standing");
        suspensions.suspend(self, ByHand.LEAVE, TEST);
        Browser back = as(self);
        assertThat(back.submit("/password", "/staff/" + self + "/suspensions/LEAVE/lift", "factor-proof", PASSWORD)
                .status()).isEqualTo(403);
        assertThat(held(self)).containsExactly("LEAVE");
    }

    @Test
    void nobodyWithoutTheRightStopsAnybody() {
        String number = someone(people, "care-agent");
        Browser auditor = as(someone(people, "auditor"));
        assertThat(auditor.open("/staff/" + number).body()).doesNotContain("/suspensions");
        assertThat(auditor.submit("/password", "/staff/" + number + "/suspensions", "reason", "LEAVE").status())
                .isEqualTo(403);
        assertThat(held(number)).isEmpty();
    }

    @Test
    void eachReasonIsItsOwnersAlone() {
        String number = someone(people, "care-agent");
        suspensions.suspend(number, TestReasons.of("RISK"), TEST);
        suspensions.suspend(number, ByHand.LEAVE, TEST);
        suspensions.suspend(number, ByHand.LEAVE, TEST);
        suspensions.lift(number, ByHand.LEAVE, TEST);
        assertThat(held(number)).as("one removes no other").containsExactly("RISK");

        SuspensionReason forged = new SuspensionReason() {
            @Override
            public String code() {
                return "RISK";
            }

            @Override
            public String ownerKey() {
                return "staff.suspension.owner.none";
            }

            @Override
            public boolean allowsSignIn() {
                return true;
            }

            @Override
            public boolean stopsKeys() {
                return false;
            }
        };
        assertThatThrownBy(() -> suspensions.lift(number, forged, TEST)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> suspensions.suspend(number, forged, TEST)).isInstanceOf(Refused.class);
        Browser administrator = as(someone(people, "system-administrator"));
        String page = "/staff/" + number;
        assertThat(administrator.submit(page, page + "/suspensions/RISK/lift", "factor-proof", PASSWORD).body())
                .as("nor by hand").contains("staff.refused.reason");
        assertThat(administrator.submit(page, page + "/suspensions", "reason", "ANYTHING").body())
                .contains("staff.refused.reason");
        assertThat(held(number)).containsExactly("RISK");
    }

    @Test
    void aReasonWhoseModuleIsGoneStillSuspends() {
        String number = someone(people, "auditor");
        suspensions.suspend(number, ByHand.LEAVE, TEST);
        db.sql("UPDATE staff_suspension SET reason = 'OF_A_MODULE_THAT_IS_GONE' WHERE number = :n").param("n", number)
                .update();
        Person person = people.find(number).orElseThrow();
        assertThat(reasons.stopKeys(person)).isTrue();
        Browser browser = as(number);
        assertThat(browser.open("/standing").body()).contains("A reason of a part that is not running here",
                "OF_A_MODULE_THAT_IS_GONE", "A part of the product that is not running here");
        assertThat(browser.open("/staff").status()).isEqualTo(403);
        assertThat(as(someone(people, "system-administrator")).open("/staff/" + number).body())
                .contains("A reason of a part that is not running here").doesNotContain("/lift\"");
    }

    @Test
    void saysInBothLanguagesWhySinceWhenAndWhatIsMissing() {
        String number = someone(people, "care-agent");
        Browser browser = as(number);
        assertThat(browser.open("/standing").body()).contains("Nothing suspends your rights");
        assertThat(browser.in("zh-CN").open("/standing").body()).contains("没有任何原因暂停你的权限", "如被暂停，将停用");

        suspensions.suspend(number, TestReasons.of("TRAINING_OVERDUE"), TEST);
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/standing").body()).contains("有 1 项原因暂停了你的权限", "培训逾期",
                "通过逾期的考试后自动恢复。", "missing of " + number, "2027-03-01", "href=\"/password\"", "去办理", "暂停期间停用");
        assertThat(browser.in("en").open("/standing").body()).contains("One reason suspends your rights",
                "Training overdue", "1 Mar 2027", "Do what lifts it");
        assertThat(browser.open("/").body()).as("the first page leads there").contains("Your rights rest: Training");
    }

    @Test
    void showsNobodysStandingToWhoIsNotSignedIn() {
        assertThat(new Browser(port).open("/standing").where()).isEqualTo("/sign-in");
    }
}
