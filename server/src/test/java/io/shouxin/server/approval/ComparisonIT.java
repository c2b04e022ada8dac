// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial.Case;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What whoever decides is told of the asker's last thirty days, beside those who work beside them. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
class ComparisonIT {

    private static final Entry.Actor TEST = Entry.Actor.system("test");
    private static final AtomicInteger NUMBERS = new AtomicInteger(0);

    @Autowired AgreementTrial trial;
    @Autowired Desk desk;
    @Autowired Comparisons comparisons;
    @Autowired Approvals approvals;
    @Autowired People people;
    @Autowired Standing standing;
    @Autowired JdbcClient db;

    private String department;
    private Seat agent;

    @BeforeEach
    void department() throws Exception {
        department = "PEERS-" + NUMBERS.incrementAndGet();
        people.add(new Department(department, Optional.empty(), "同岗组", "Peers", 0));
        agent = desk.newSeat("care-agent");
        Caller administrator = standing.person(desk.seat("system-administrator").number()).orElseThrow();
        Person before = people.find(agent.number()).orElseThrow();
        people.describe(agent.number(), new People.Particulars(before.name(), before.nameEn(), department, false,
                Optional.empty(), Optional.empty()), administrator);
    }

    @Test
    void countsTheAskersOwnWork() throws Exception {
        Case about = trial.newCase();
        Seat officer = desk.seat("privacy-officer");
        trial.agree(officer, trial.asked(agent, about));
        trial.view(agent, about, "bank-card");
        trial.asked(desk.newSeat("care-agent"), about);
        officer.send("/approvals/" + trial.asked(agent, trial.newCase()) + "/refuse", "note", "理由不足");
        trial.asked(agent, trial.newCase(), "reason", "asdfghjkl asdf");
        requested(agent.number(), 3, 31);
        String id = trial.asked(agent, about);

        Comparison found = comparisons.of(approvals.required(id)).orElseThrow();

        assertThat(found.own().asked()).as("and not those of a month ago").isEqualTo(4);
        assertThat(found.own().agreed()).isEqualTo(1);
        assertThat(found.own().refused()).isEqualTo(1);
        assertThat(found.own().customers()).isEqualTo(1);
        assertThat(found.own().careless()).as("the one typed at random").isEqualTo(1);
        assertThat(found.customer()).isEqualTo(new Comparison.AboutCustomer(true, 2, 1, 1));
    }

    @Test
    void takesTheMiddleOfThoseWithTheSameRoleInTheSameDepartment() throws Exception {
        for (int requests : List.of(9, 0, 2, 1, 4)) {
            String peer = peer("care-agent", department);
            requested(peer, requests, 1);
            seen(peer, 10 * requests, requests);
        }
        requested(peer("shop-clerk", department), 50, 1);
        requested(peer("care-agent", "desk-test"), 50, 1);
        String gone = peer("care-agent", department);
        db.sql("UPDATE staff_person SET active = false WHERE number = :who").param("who", gone).update();
        String id = trial.asked(agent, trial.newCase());

        Comparison found = comparisons.of(approvals.required(id)).orElseThrow();

        assertThat(found.peers()).isEqualTo(5);
        assertThat(found.medians().asked()).isEqualTo(2);
        assertThat(found.medians().customers()).isEqualTo(20);
        assertThat(found.medians().searches()).isEqualTo(2);
    }

    /** Somebody's sub-account is no colleague, and a colleague with two accounts is one. */
    @Test
    void countsPeopleAndNotAccounts() throws Exception {
        Caller administrator = standing.person(desk.seat("system-administrator").number()).orElseThrow();
        String peer = peer("care-agent", department);
        String further = "PS" + (80_000 + NUMBERS.incrementAndGet());
        people.add(new People.SubAccount(peer, further, "crm"), administrator);
        people.giveRole(further, "care-agent", null, null, administrator);
        String mine = "PS" + (80_000 + NUMBERS.incrementAndGet());
        people.add(new People.SubAccount(agent.number(), mine, "crm"), administrator);
        people.giveRole(mine, "care-agent", null, null, administrator);
        requested(peer, 2, 1);
        requested(further, 3, 1);
        requested(mine, 4, 1);

        Comparison found = comparisons.of(approvals.required(trial.asked(agent, trial.newCase()))).orElseThrow();

        assertThat(found.peers()).isEqualTo(1);
        assertThat(found.medians().asked()).isEqualTo(5);
        assertThat(found.own().asked()).isEqualTo(5);
    }

    @Test
    void saysSoWhereThereAreTooFewAndShowsNoMedian() throws Exception {
        for (int i = 0; i < Comparison.PEERS_MIN - 1; i++) {
            requested(peer("care-agent", department), 7, 1);
        }
        String id = trial.asked(agent, trial.newCase());
        Seat officer = desk.seat("privacy-officer");
        assertThat(officer.read("/approvals/" + id, "en").html())
                .contains("4 colleagues have the same role", "fewer than 5 are not compared")
                .doesNotContain("Median").doesNotContain("??");
        requested(peer("care-agent", department), 7, 1);
        for (String language : List.of("zh-CN", "en")) {
            Page page = officer.read("/approvals/" + id, language);
            assertThat(page.html()).contains(language.equals("en") ? "Median" : "中位数")
                    .contains(">7</td>").doesNotContain("??").doesNotContain("approval.b");
        }
        assertThat(agent.read("/approvals/" + id, "en").html()).as("whoever asked").doesNotContain("Median");
    }

    private String peer(String role, String in) {
        String number = "PE" + (80_000 + NUMBERS.incrementAndGet());
        people.add(new People.NewPerson(number, "同事", "Colleague", in, List.of(role)), null, TEST);
        return number;
    }

    private void requested(String who, int times, int daysAgo) {
        for (int i = 0; i < times; i++) {
            db.sql("""
                    INSERT INTO approval (id, hash, actor, scene, register, operation, customers, fields, purpose,
                        row_cap, kind, words, ticket_held, asked_at, lapses_at, seconds, once, state, ended_at)
                    SELECT 'VB' || gen_random_uuid(), decode(md5(random()::text), 'hex'), :who, 'bank-account', 1,
                        'REVEAL', ARRAY[gen_random_uuid()], ARRAY['bank-card'], 'care.billing-dispute', 0,
                        'bill-dispute', '客户称扣款账户有误，需要核对 ' || gen_random_uuid(), true,
                        now() - make_interval(days => :days), now() - make_interval(days => :days), 600, true,
                        'WITHDRAWN', now()""").param("who", who).param("days", daysAgo).update();
        }
    }

    private void seen(String who, int customers, int searches) {
        db.sql("INSERT INTO budget_use (person, family, customer, at) "
                + "SELECT :who, 'OTHER', gen_random_uuid(), now() FROM generate_series(1, :customers) UNION ALL "
                + "SELECT :who, 'SEARCH', gen_random_uuid(), now() FROM generate_series(1, :searches)")
                .param("who", who).param("customers", customers).param("searches", searches).update();
    }
}
