// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.DepartmentHeads;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Reveals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a scene names the accountable person, the head of the asker's department decides, and nobody else. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
class AccountableIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger(0);

    @Autowired AgreementTrial trial;
    @Autowired Door door;
    @Autowired Desk desk;
    @Autowired Reveals reveals;
    @Autowired People people;
    @Autowired DepartmentHeads heads;
    @Autowired Standing standing;
    @Autowired Ledger ledger;

    private String centre;
    private String team;
    private Caller administrator;
    private Seat agent;
    private Seat lead;
    private Seat director;

    @BeforeEach
    void organisation() throws Exception {
        int n = NUMBERS.incrementAndGet();
        centre = "CENTRE-" + n;
        team = "TEAM-" + n;
        people.add(new Department(centre, Optional.empty(), "客服中心", "Care centre", 0));
        people.add(new Department(team, Optional.of(centre), "一组", "Team one", 0));
        administrator = caller(desk.seat("system-administrator"));
        agent = in(team);
        lead = in(team);
        director = in(centre);
    }

    @Test
    void theHeadOfTheDepartmentDecides() throws Exception {
        heads.name(team, Optional.of(lead.number()), administrator);
        String id = asked(agent);
        assertThat(trial.agree(desk.seat("privacy-officer"), id).status()).isEqualTo(403);
        assertThat(trial.agree(director, id).status()).isEqualTo(403);
        assertThat(lead.read("/approvals", "en").html()).contains(id);
        assertThat(lead.read("/approvals/" + id, "en").html()).contains("accountable person (Zhou Min");
        trial.agree(lead, id);
        assertThat(trial.state(id)).isEqualTo("AGREED");
        assertThat(ledger.find(LedgerQuery.latest(1).withAction("staff.name-head")).get(0).entry())
                .satisfies(entry -> assertThat(entry.object()).contains(new Entry.ObjectRef("department", team)))
                .satisfies(entry -> assertThat(entry.details()).containsEntry("head", lead.number()));
    }

    @Test
    void aHeadsOwnRequestIsForTheHeadAbove() throws Exception {
        heads.name(team, Optional.of(lead.number()), administrator);
        heads.name(centre, Optional.of(director.number()), administrator);
        String id = asked(lead);
        assertThat(trial.agree(lead, id).status()).isEqualTo(403);
        trial.agree(director, id);
        assertThat(trial.state(id)).isEqualTo("AGREED");
    }

    /** Neither a head above nor anybody else steps in, and the page says what is wrong. */
    @Test
    void whereThePostIsVacantNobodyDecides() throws Exception {
        heads.name(centre, Optional.of(director.number()), administrator);
        String id = asked(agent);
        for (Seat other : List.of(director, lead, desk.seat("privacy-officer"), desk.seat("security-administrator"))) {
            assertThat(trial.agree(other, id).status()).isEqualTo(403);
        }
        assertThat(agent.read("/approvals/" + id, "en").html()).contains("accountable person (vacant)",
                "Nobody can decide: the post that the scene names is vacant");
        assertThat(agent.read("/approvals/" + id).html()).contains("负责人（空缺）", "现在无人可以决定");
        assertThat(trial.state(id)).isEqualTo("PROPOSED");
        heads.name(team, Optional.of(lead.number()), administrator);
        assertThat(agent.read("/approvals/" + id, "en").html()).doesNotContain("vacant");
        trial.agree(lead, id);
        assertThat(trial.state(id)).isEqualTo("AGREED");
    }

    @Test
    void whoHasLeftOrMovedAnswersForNothing() throws Exception {
        heads.name(team, Optional.of(lead.number()), administrator);
        move(lead, "desk-test");
        assertThat(heads.of(team)).isEmpty();
        move(lead, team);
        assertThat(heads.of(team)).map(Person::number).contains(lead.number());
        people.setActive(lead.number(), false, administrator);
        assertThat(heads.of(team)).isEmpty();
    }

    @Test
    void nobodyAnswersForAnotherLineOrNamesThemselves() throws Exception {
        Seat elsewhere = desk.newSeat("care-agent");
        for (String wrong : List.of(elsewhere.number(), "XX99999")) {
            assertThatThrownBy(() -> heads.name(team, Optional.of(wrong), administrator))
                    .isInstanceOfSatisfying(Refused.class,
                            refused -> assertThat(refused.details().get(0).key()).isEqualTo("staff.rule.head"));
        }
        assertThatThrownBy(() -> heads.name(centre, Optional.of(lead.number()), administrator))
                .as("of a department above, by somebody of one below").isInstanceOf(Refused.class);
        heads.name(team, Optional.of(director.number()), administrator);
        assertThatThrownBy(() -> heads.name(team, Optional.of(administrator.id()), administrator))
                .isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(refused.key()).isEqualTo("staff.refused.own-rights"));
        heads.name(team, Optional.empty(), administrator);
        assertThat(heads.of(team)).isEmpty();
    }

    @Test
    void thePageNamesAndShowsTheHead() throws Exception {
        Seat manager = desk.seat("system-administrator");
        String path = "/staff/departments/" + team;
        for (String language : List.of("zh-CN", "en")) {
            Page page = manager.read(path, language);
            assertThat(page.html()).contains(language.equals("en") ? "Vacant" : "空缺").doesNotContain("??")
                    .doesNotContain("staff.h");
        }
        assertThat(manager.send(path + "/head", "head", "XX99999").status()).isEqualTo(400);
        assertThat(manager.send(path + "/head", "head", lead.number()).location()).isEqualTo(path);
        assertThat(manager.read(path, "en").html()).contains(lead.number()).doesNotContain("Vacant");
        assertThat(manager.read("/staff?department=" + team, "en").html()).contains(path);
        assertThat(agent.send(path + "/head", "head", lead.number()).status()).isEqualTo(403);
        assertThat(manager.read("/staff/departments/NOWHERE").status()).isEqualTo(404);
    }

    private Caller caller(Seat seat) {
        return standing.person(seat.number()).orElseThrow();
    }

    private Seat in(String department) throws Exception {
        Seat seat = desk.newSeat("billing");
        move(seat, department);
        return seat;
    }

    private void move(Seat seat, String department) {
        Person before = people.find(seat.number()).orElseThrow();
        people.describe(seat.number(), new People.Particulars(before.name(), before.nameEn(), department, false,
                Optional.empty(), Optional.empty()), administrator);
    }

    /** The sample register's scene for many customers at once names nobody but the accountable person. */
    private String asked(Seat by) throws Exception {
        List<UUID> customers = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            customers.add(UUID.fromString(door.send("app-crm", "/api/v1/customers", """
                    {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "欧阳明月", "phone": "%s",
                     "plan": "5G 畅享 129 元"}}""".formatted(Door.freshNumber(), Door.freshPhone())).text("/id")));
        }
        List<Approval> asked = reveals.askAgreement(new Reveals.RevealAsk(customers, List.of("customer-number"),
                "billing.settle", null), new Approvals.Why("network-fault", "本片区基站故障，逐户回访受影响客户", Optional.empty()),
                caller(by));
        assertThat(asked).hasSize(1);
        return asked.get(0).id();
    }
}
