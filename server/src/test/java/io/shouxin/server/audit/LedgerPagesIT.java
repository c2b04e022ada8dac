// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.server.ServerTest;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ledger for people and for programs: who reads what, and what a wrong question is answered. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class LedgerPagesIT {

    private static final String CHINESE = "zh-CN";

    @Autowired Ledger ledger;
    @Autowired LedgerFixture fixture;
    @Autowired PeopleFixture people;
    @Autowired Proofs proofs;
    @Autowired DoorClock clock;
    @Autowired Door door;
    @Autowired MockMvc web;

    @Test
    void listsTheNewestFirstAndPagesBackwards() throws Exception {
        long first = fixture.signed(70);
        String page = body("/ledger?actor=test&action=sample.begin", "auditor", CHINESE);
        assertThat(page).contains("访问账本", "开始生成样例", "核验通过", "核验全部", "从本条目到树根");
        assertThat(numbers(page)).isSortedAccordingTo((one, other) -> Long.compare(other, one)).hasSize(30)
                .first().isEqualTo(first + 69);
        String older = body("/ledger?actor=test&action=sample.begin&before=" + (first + 40), "auditor", CHINESE);
        assertThat(numbers(older)).first().isEqualTo(first + 39);
        assertThat(older).contains("最新");
    }

    @Test
    void opensTheChosenEntryBesideTheList() throws Exception {
        long first = fixture.signed(5);
        assertThat(body("/ledger?entry=" + (first + 1), "auditor", CHINESE))
                .contains("条目 #" + EntryWords.number(first + 1) + "<");
    }

    @Test
    void findsByTicketCustomerOutcomeAndPerson() throws Exception {
        String customer = door.customer(Door.freshPhone());
        Answer reveal = door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "fields": ["name", "plan"]}""");
        long number = reveal.body().at("/receipt/entry").asLong();
        Entry entry = ledger.line(number).orElseThrow().entry();
        String service = entry.actor().id();
        assertThat(numbers(body("/ledger?customer=" + customer, "auditor", CHINESE))).contains(number);
        assertThat(numbers(body("/ledger?customer=" + entry.customer().orElseThrow().hex(), "auditor", CHINESE)))
                .contains(number);
        assertThat(numbers(body("/ledger?outcome=REFUSED&actor=" + service, "auditor", CHINESE))).contains(number);
        assertThat(numbers(body("/ledger?outcome=DONE&actor=" + service, "auditor", CHINESE))).doesNotContain(number);
        String ticket = door.ticket(customer);
        String found = body("/ledger?ticket=" + ticket, "auditor", CHINESE);
        assertThat(numbers(found)).hasSize(1);
        assertThat(found).contains("打开工单", ticket);
        assertThat(body("/ledger?ticket=T-never", "auditor", CHINESE)).contains("没有符合条件的条目");
    }

    @Test
    void saysInWordsWhatAnEntryHolds() throws Exception {
        String customer = door.customer(Door.freshPhone());
        Answer reveal = door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["name", "plan", "address"]}"""
                .formatted(door.ticket(customer)));
        String path = "/ledger/entries/" + reveal.text("/receipt/entry");
        assertThat(body(path, "auditor", CHINESE))
                .contains("查看", "明文", "掩码", "拒绝", "没有规则允许", "核验通过", "应用接口", "&quot;v&quot;:1")
                .doesNotContain("欧阳").doesNotContain("??");
        assertThat(body(path, "auditor", "en"))
                .contains("View", "clear", "masked", "no rule names it", "Verified", "Download the receipt")
                .doesNotContain("核验").doesNotContain("??");
    }

    /** A rule that allows, and nothing to give, is no refusal. */
    @Test
    void tellsNothingStoredFromRefused() throws Exception {
        String customer = door.customer(Door.freshPhone());
        Answer reveal = door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["name", "contract"]}"""
                .formatted(door.ticket(customer)));
        String number = reveal.text("/receipt/entry");
        assertThat(body("/ledger/entries/" + number, "auditor", CHINESE)).contains("合约类型", "未留存")
                .doesNotContain("sx-form--deny");
        assertThat(body("/ledger?customer=" + customer + "&action=vault.reveal", "auditor", CHINESE))
                .contains("sx-form--mask").doesNotContain("<span>拒绝</span>");
    }

    @Test
    void opensTheRarerFiltersOnlyWhereOneIsSet() throws Exception {
        assertThat(body("/ledger", "auditor", CHINESE)).contains("更多条件", "<details class=\"sx-more\">");
        assertThat(body("/ledger?outcome=DONE&actor=test", "auditor", CHINESE))
                .contains("<details class=\"sx-more\">", "清除");
        assertThat(body("/ledger?ticket=T-never", "auditor", CHINESE))
                .contains("<details class=\"sx-more\" open=\"open\">");
    }

    @Test
    void marksSimulatedWork() throws Exception {
        long number = clock.during("sample", clock.systemInstant().minusSeconds(86_400),
                () -> ledger.record(fixture.draft("T-1"))).entry();
        proofs.of(number);
        assertThat(body("/ledger/entries/" + number, "auditor", CHINESE)).contains("不是真实业务");
        assertThat(body("/ledger?entry=" + number, "auditor", "en")).contains("not real work");
    }

    @Test
    void givesTheReceiptAsAFile() throws Exception {
        long number = fixture.signed(1);
        MockHttpServletResponse file = answer(get("/ledger/entries/" + number + "/receipt"), "auditor", CHINESE);
        assertThat(TlogProof.parse(file.getContentAsByteArray()).index()).isEqualTo(number);
    }

    @Test
    void showsAPersonWithoutTheRightOnlyTheirOwn() throws Exception {
        String agent = people.in("care-agent");
        long own = ledger.record(ledger.draft(Entry.Actor.staff(agent, "care-agent"), "vault.search")).entry();
        long foreign = fixture.signed(1);
        String page = body("/ledger?actor=test", "care-agent", CHINESE);
        assertThat(page).contains("只列你自己的条目").doesNotContain("核验全部");
        assertThat(numbers(page)).contains(own).doesNotContain(foreign);
        assertThat(body("/ledger/entries/" + own, "care-agent", CHINESE)).contains("核验通过");
        MockHttpServletResponse refused = answer(get("/ledger/entries/" + foreign), "care-agent", CHINESE);
        assertThat(refused.getStatus()).isEqualTo(404);
        assertThat(refused.getContentType()).startsWith("text/html");
        assertThat(answer(post("/ledger/check").with(csrf()), "care-agent", CHINESE).getStatus()).isEqualTo(403);
    }

    @Test
    void showsAnApplicationWithoutTheRightOnlyItsOwn() throws Exception {
        long foreign = fixture.signed(1);
        door.customer(Door.freshPhone());
        Answer own = door.read("app-crm", "/api/v1/ledger/entries?actor=test");
        assertThat(own.body().at("/entries").size()).isPositive();
        own.body().at("/entries").forEach(line ->
                assertThat(line.at("/entry/actor/id").asString()).startsWith("app-crm"));
        assertThat(door.read("app-crm", "/api/v1/ledger/entries/" + foreign).status()).isEqualTo(404);
        assertThat(door.read("app-crm", "/api/v1/ledger/entries/" + foreign + "/proof").status()).isEqualTo(404);
        assertThat(door.read("app-audit", "/api/v1/ledger/entries/" + foreign).status()).isEqualTo(200);
        assertThat(door.send("app-crm", "/api/v1/ledger/check", "").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"from=yesterday, from", "to=2026-13-01, to", "outcome=MAYBE, outcome", "customer=16412345678, customer",
        "before=-1, before", "before=abc, before", "limit=0, limit", "limit=501, limit"})
    void answersAWrongFilterWithAProblemThatNamesIt(String filter, String where) throws Exception {
        String path = "/api/v1/ledger/entries?" + filter;
        for (String language : List.of(CHINESE, "en")) {
            Answer answer = door.answer(get(path).header("Accept-Language", language), door.key("app-audit"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/type")).isEqualTo("urn:shouxin:problem:problem.invalid");
            assertThat(answer.text("/errors/0/where")).isEqualTo(where);
            boolean chinese = answer.text("/errors/0/detail").codePoints().anyMatch(Character::isIdeographic);
            assertThat(chinese).isEqualTo(language.equals(CHINESE));
        }
    }

    @Test
    void namesEverythingThatIsWrongWithTheFiltersAtOnce() throws Exception {
        Answer answer = door.read("app-audit", "/api/v1/ledger/entries?from=x&to=y&outcome=z&limit=0");
        assertThat(answer.body().at("/errors").size()).isEqualTo(4);
        MockHttpServletResponse page = answer(get("/ledger?from=x&customer=nobody"), "auditor", CHINESE);
        assertThat(page.getStatus()).isEqualTo(400);
        assertThat(page.getContentAsString(StandardCharsets.UTF_8))
                .contains("筛选条件有误", "#f-from", "#f-customer", "既不是客户 ID");
        assertThat(page.getContentAsString(StandardCharsets.UTF_8)).doesNotContain("value=\"nobody\"");
        assertThat(answer(get("/ledger?customer=00000000-0000-4000-8000-000000000000"), "auditor", CHINESE)
                .getStatus()).isEqualTo(404);
    }

    @Test
    void answersANumberBeyondTheLastWithAPage() throws Exception {
        MockHttpServletResponse page = answer(get("/ledger/entries/999999999"), "auditor", "en");
        assertThat(page.getStatus()).isEqualTo(404);
        assertThat(page.getContentType()).startsWith("text/html");
        assertThat(page.getContentAsString(StandardCharsets.UTF_8)).contains("There is no entry with this number")
                .doesNotContain("999999999");
    }

    @Test
    void asksAStrangerToSignIn() throws Exception {
        assertThat(web.perform(get("/ledger")).andReturn().getResponse().getRedirectedUrl()).startsWith("/sign-in");
    }

    private String body(String path, String role, String language) throws Exception {
        MockHttpServletResponse answer = answer(get(path), role, language);
        String body = answer.getContentAsString(StandardCharsets.UTF_8);
        assertThat(answer.getStatus()).as(body).isEqualTo(200);
        return body;
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, String role, String language)
            throws Exception {
        return web.perform(request.header("Accept-Language", language)
                .with(authentication(PeopleFixture.session(people.in(role))))).andReturn().getResponse();
    }

    /** The numbers in the list, as they follow one another. */
    private static List<Long> numbers(String page) {
        return java.util.regex.Pattern.compile("id=\"e-(\\d+)\"").matcher(page).results()
                .map(match -> Long.valueOf(match.group(1))).toList();
    }
}
