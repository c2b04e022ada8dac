// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.approval.AgreementTrial;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One person's searches are counted, hit or miss; half is told, and beyond the whole somebody else has to agree. */
@ServerTest
@Import({Door.class, Desk.class, AgreementTrial.class})
class SearchBudgetIT {

    /** Half of the interpretation's figure for other personal information, which the sample register leaves. */
    private static final int LIMIT = 2_500;
    private static final String PURPOSE = "care.inquiry";
    private static final String ASK = "/customers/searches/agreement";
    private static final Pattern ID = Pattern.compile("/approvals/(VA[0-9]{8}-[0-9]{6})");

    @Autowired Door door;
    @Autowired Desk desk;
    @Autowired AgreementTrial trial;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    private Seat agent;

    @BeforeEach
    void seats() throws Exception {
        agent = desk.newSeat("care-agent");
    }

    @Test
    void countsACustomerFoundOnceAndAMissEachTime() throws Exception {
        String phone = newCustomer();
        assertThat(search(phone).location()).startsWith("/customers/");
        search(phone);
        assertThat(count()).isEqualTo(1);
        String nobody = Door.freshPhone();
        search(nobody);
        search(nobody);
        assertThat(count()).isEqualTo(3);
        search(newCustomer());
        assertThat(count()).isEqualTo(4);
        assertThat(search("not a number").status()).isEqualTo(200);
        assertThat(count()).as("what was not searched for does not count").isEqualTo(4);
    }

    @Test
    void anApplicationHasNone() throws Exception {
        door.send("app-crm", "/api/v1/customers/search", """
                {"field": "phone", "value": "%s", "purpose": "service.open"}""".formatted(Door.freshPhone()));
        assertThat(db.sql("SELECT count(*) FROM budget_use WHERE person = 'app-crm'").query(Integer.class).single())
                .isZero();
    }

    @Test
    void tellsAtHalfOnce() throws Exception {
        searched(LIMIT / 2 - 1);
        search(Door.freshPhone());
        Entry told = ledger.find(LedgerQuery.latest(1).withAction("budget.half")).get(0).entry();
        assertThat(told.object()).contains(new Entry.ObjectRef("person", agent.number()));
        assertThat(told.details()).containsEntry("count", "1250").containsEntry("limit", "2500")
                .containsEntry("family", "search");
        search(Door.freshPhone());
        assertThat(told("budget.half")).isEqualTo(1);
    }

    @Test
    void searchesNoMoreBeyondTheWholeWithoutASecondPerson() throws Exception {
        String phone = newCustomer();
        searched(LIMIT - 1);
        search(phone);
        assertThat(told("budget.used-up")).isEqualTo(1);

        // Somebody who counts already, and nobody at all: the answer is the same.
        for (String typed : List.of(phone, Door.freshPhone())) {
            Page refused = search(typed);
            assertThat(refused.html()).contains("2500", ASK + "?purpose=" + PURPOSE + "&amp;field=phone")
                    .doesNotContain(typed);
        }
        Entry entry = ledger.find(LedgerQuery.latest(1).withAction("vault.search")).get(0).entry();
        assertThat(entry.outcome()).isEqualTo(Entry.Outcome.REFUSED);
        assertThat(entry.details()).containsEntry("used-up", "search").doesNotContainKey("hits");
        assertThat(entry.customer()).isEmpty();
        assertThat(count()).isEqualTo(LIMIT);

        String id = asked();
        assertThat(search(phone).location()).as("nobody has agreed yet").isEmpty();
        trial.agree(desk.seat("privacy-officer"), id);
        assertThat(search(phone).location()).startsWith("/customers/");
        Entry made = ledger.find(LedgerQuery.latest(1).withAction("vault.search")).get(0).entry();
        assertThat(made.approvals()).extracting(Entry.Approval::id).containsExactly(id);
        assertThat(made.details()).containsEntry("agreed", "searches-beyond-budget");
        assertThat(trial.state(id)).isEqualTo("USED");
        assertThat(search(phone).location()).as("one search").isEmpty();
    }

    @Test
    void anAgreementIsToThisFieldAndPurposeOnly() throws Exception {
        searched(LIMIT);
        trial.agree(desk.seat("privacy-officer"), asked());
        Page other = agent.send("/customers/search", "purpose", PURPOSE, "field", "customer-number", "value",
                Door.freshNumber());
        assertThat(other.html()).contains(ASK);
        assertThat(search(Door.freshPhone()).html()).doesNotContain(ASK);
    }

    @Test
    void showsWhatIsAskedInBothLanguages() throws Exception {
        searched(LIMIT);
        String id = asked();
        Seat officer = desk.seat("privacy-officer");
        for (String language : List.of("zh-CN", "en")) {
            for (String path : List.of(ASK + "?purpose=" + PURPOSE + "&field=phone", "/approvals/" + id)) {
                Page page = (path.startsWith(ASK) ? agent : officer).read(path, language);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.html()).doesNotContain("??").doesNotContain("desk.").doesNotContain("approval.f");
            }
            assertThat(desk.seat("auditor").read("/budgets", language).html()).contains(agent.number(),
                    language.equals("en") ? "Searches" : "查询数");
        }
        assertThat(officer.read("/approvals/" + id, "en").html()).contains("asks to search by Phone number");
        assertThat(agent.send(ASK, "field", "phone", "purpose", PURPOSE, "kind", "other", "reason", "x").status())
                .isEqualTo(400);
    }

    private String newCustomer() throws Exception {
        String phone = Door.freshPhone();
        door.send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "欧阳明月", "phone": "%s",
                 "plan": "5G 畅享 129 元"}}""".formatted(Door.freshNumber(), phone));
        return phone;
    }

    private Page search(String phone) throws Exception {
        return agent.send("/customers/search", "purpose", PURPOSE, "field", "phone", "value", phone);
    }

    private String asked() throws Exception {
        Page page = agent.send(ASK, "field", "phone", "purpose", PURPOSE, "kind", "customer-asks", "reason",
                "来电客户报了号码，当班查询较多，须再查一次", "minutes", "5");
        Matcher id = ID.matcher(page.location());
        assertThat(id.find()).as(page.html()).isTrue();
        return id.group(1);
    }

    /** As if so many had been searched for before. */
    private void searched(int times) {
        db.sql("INSERT INTO budget_use (person, family, customer, at) "
                + "SELECT :who, :family, gen_random_uuid(), :at FROM generate_series(1, :times)")
                .param("who", agent.number()).param("family", Budget.SEARCH.name())
                .param("at", Timestamp.from(Instant.now())).param("times", times).update();
    }

    private int count() {
        return db.sql("SELECT count(*) FROM budget_use WHERE person = :who AND family = :family")
                .param("who", agent.number()).param("family", Budget.SEARCH.name()).query(Integer.class).single();
    }

    private long told(String action) {
        return ledger.find(LedgerQuery.latest(50).withAction(action)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().equals(Optional.of(new Entry.ObjectRef("person", agent.number()))))
                .count();
    }
}
