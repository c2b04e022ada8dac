// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A key works for as long as somebody answers for it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OwnershipIT {

    private static final String ENTRIES = "/api/v1/ledger/entries";

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Services services;
    @Autowired Standing standing;
    String owner;
    String id;
    String key;

    @BeforeEach
    void addAnAccount() {
        owner = someone(people, "auditor");
        id = "own-" + owner.toLowerCase(Locale.ROOT);
        key = services.add(new Services.NewService(id, "试验应用", "Trial", owner, "app-audit", List.of(),
                List.of("127.0.0.1/32")), TEST);
    }

    /** What says something against the person stops the key; what does not is shown and no more. */
    @ParameterizedTest
    @CsvSource({"RISK, 403", "INCIDENT_FREEZE, 403", "BREAK_GLASS_UNREVIEWED, 403", "SOMETHING_NEW, 403",
        "LEAVE, 200", "TRAINING_OVERDUE, 200", "REVIEW_OVERDUE, 200"})
    void stopsAKeyForAReasonAgainstItsOwner(String reason, int status) {
        assertThat(call().status()).isEqualTo(200);
        suspensions.suspend(owner, TestReasons.of(reason), TEST);
        Browser.Answer answer = call();
        assertThat(answer.status()).isEqualTo(status);
        Browser reader = new Browser(port);
        reader.signIn(someone(people, "security-administrator"), PASSWORD);
        if (status == 403) {
            assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("service.refused.owner-suspended", "names somebody else");
            assertThat(standing.service(id)).as("nor for work in the background").isEmpty();
            assertThat(reader.open("/services/" + id).body()).contains("The person in charge is suspended", "Stopped");
        } else {
            assertThat(reader.open("/services/" + id).body()).contains("Rights of the person in charge rest");
        }
        suspensions.lift(owner, TestReasons.of(reason), TEST);
        assertThat(call().status()).as("the reason is gone").isEqualTo(200);
    }

    @Test
    void stopsWithItsOwnerUntilSomebodyElseAnswers() {
        people.setActive(owner, false, administrator());
        assertThat(call().body()).contains("service.refused.owner-gone");
        assertThat(new Browser(port).api(ENTRIES, key + "x").status()).as("a bad key learns nothing").isEqualTo(401);

        Browser browser = new Browser(port);
        browser.signIn(someone(people, "security-administrator"), PASSWORD);
        assertThat(browser.open("/services").body()).contains("Stopped");
        assertThat(browser.submit("/services/" + id, "/services/" + id + "/owner", "owner", owner).body())
                .contains("works here and is not suspended");
        String next = someone(people, "auditor");
        assertThat(browser.submit("/services/" + id, "/services/" + id + "/owner", "owner",
                next.toLowerCase(Locale.ROOT)).where()).isEqualTo("/services/" + id);
        assertThat(call().status()).isEqualTo(200);
        assertThat(browser.open("/staff/" + next).body()).contains(id, "/services/" + id + "/revoke");
    }

    @Test
    void isShownToItsOwnerWhoMayRevokeItAndNoOther() {
        Browser own = new Browser(port);
        own.signIn(owner, PASSWORD);
        Browser stranger = new Browser(port);
        stranger.signIn(someone(people, "care-agent"), PASSWORD);
        assertThat(own.open("/password").body()).contains(id);
        assertThat(stranger.open("/password").body()).doesNotContain(id);
        assertThat(stranger.submit("/password", "/password/keys/" + id + "/revoke").status()).isEqualTo(404);
        assertThat(call().status()).isEqualTo(200);
        assertThat(own.submit("/password", "/password/keys/" + id + "/revoke").where()).isEqualTo("/password");
        assertThat(call().status()).isEqualTo(401);
    }

    @Test
    void isNotMadeForNobody() {
        for (String nobody : List.of("NO0001", "x'y", "")) {
            assertThatThrownBy(() -> services.add(new Services.NewService("new-" + id, "x", "x", nobody, "app-audit",
                    List.of(), List.of("127.0.0.1/32")), TEST)).isInstanceOf(Refused.class);
        }
        assertThat(services.find("new-" + id)).isEmpty();
    }

    private Browser.Answer call() {
        return new Browser(port).api(ENTRIES, key);
    }

    private static Caller administrator() {
        return new Caller(Caller.Kind.STAFF, "XT9999", "试", Set.of("system-administrator"), Set.of(), List.of(), 0);
    }
}
