// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import static io.shouxin.server.vault.Door.freshNumber;
import static io.shouxin.server.vault.Door.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ServerTest;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

@ServerTest
@Import({Door.class, Desk.class})
@ExtendWith(OutputCaptureExtension.class)
class DeskIT {

    private static final Pattern FORM = Pattern.compile("(?s)<tr[^>]*>\\s*<td><input[^>]*value=\"([a-z-]+)\""
            + ".*?sx-form--([a-z]+)");
    private static final Pattern GIVEN = Pattern.compile("(?s)<tr(?: class=\"is-open\")?>\\s*<td>([^<]+)</td>"
            + ".*?sx-form--([a-z]+)");
    private static final Pattern ENTRY = Pattern.compile("href=\"/ledger/entries/([0-9]+)\"");

    @Autowired Door door;
    @Autowired Desk desk;
    @Autowired Asking asking;

    @ParameterizedTest
    @ValueSource(strings = {"%s", "86%s", "+86 %s", "( %s )"})
    void findsTheSameCustomerInEveryWritingOfANumber(String writing) throws Exception {
        String phone = freshPhone();
        String customer = door.customer(phone);
        Page found = search(desk.seat("care-agent"), writing.formatted(phone));
        assertThat(found.location()).isEqualTo("/customers/" + customer + "?purpose=care.inquiry");
        assertThat(desk.seat("care-agent").send("/customers", "q", writing.formatted(phone)).location())
                .isEqualTo(found.location());
    }

    @Test
    void leavesTheNumberNowhere(CapturedOutput output) throws Exception {
        String phone = freshPhone();
        String customer = door.customer(phone);
        Seat seat = desk.seat("care-agent");
        Page ask = seat.read(search(seat, phone).location());
        String nobody = freshPhone();
        Page miss = search(seat, nobody);
        assertThat(ask.html()).contains("id=\"ask\"").doesNotContain(phone.substring(3)).doesNotContain("欧阳");
        assertThat(miss.html()).contains("没有找到客户", nobody.substring(0, 3) + "****" + nobody.substring(7))
                .containsPattern(ENTRY).doesNotContain(nobody.substring(3));
        assertThat(seat.read("/customers").html()).doesNotContain(phone.substring(3)).contains("id=\"value\"");
        assertThat(search(seat, phone + "9").html()).doesNotContain(phone.substring(3)).contains("value-error");
        assertThat(output.getAll()).doesNotContain(phone.substring(3)).doesNotContain(nobody.substring(3));
        assertThat(customer).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 申请查看, 受理与查询, 用途", "en, Ask to view, Care inquiry, Purpose"})
    void saysBeforehandWhatIsGivenInBothLanguages(String language, String title, String purpose, String word)
            throws Exception {
        String customer = door.customer(freshPhone());
        Page ask = desk.seat("care-agent").read(
                "/customers/" + customer + "?purpose=care.inquiry&ticket=" + door.ticket(customer), language);
        assertThat(ask.status()).isEqualTo(200);
        assertThat(ask.html()).contains(title, purpose, word).doesNotContain("??").doesNotContain("desk.");
    }

    @Test
    void givesTheFormsItSaidBeforehand() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Seat seat = desk.seat("care-agent");
        Page ask = seat.read("/customers/" + customer + "?purpose=care.inquiry&ticket=" + ticket);
        Map<String, String> said = forms(FORM, ask.html());
        assertThat(said).containsEntry("name", "mask").containsEntry("plan", "clear")
                .containsEntry("service-password", "deny").containsEntry("imsi", "none");
        Page shown = reveal(seat, customer, "care.inquiry", ticket, said.keySet().toArray(String[]::new));
        assertThat(shown.status()).isEqualTo(200);
        List<String> before = said.values().stream().sorted().toList();
        assertThat(forms(GIVEN, shown.html()).values().stream().sorted().toList()).isEqualTo(before);
        assertThat(shown.html()).contains("5G 畅享 129 元", "欧阳**", "data-secret", "周敏 " + seat.number())
                .containsPattern(ENTRY).doesNotContain("明月").doesNotContain("青石街");
        assertThat(shown.response().getHeader("Cache-Control")).contains("no-store");
        assertThat(shown.response().getHeader("Refresh")).endsWith("url=/customers/" + customer);
    }

    /** PIPL art. 6, GB/T 35273 7.1: what the task needs is for the person to say, field by field. */
    @Test
    void choosesNoFieldForAnybody() throws Exception {
        String customer = door.customer(freshPhone());
        Page ask = desk.seat("care-agent").read(
                "/customers/" + customer + "?purpose=care.inquiry&ticket=" + door.ticket(customer));
        assertThat(ask.html()).contains("还没有选字段", "先选要看的字段", "id=\"pick-plan\"")
                .doesNotContain("checked=").doesNotContain("is-on")
                .containsPattern("btn-wide\" type=\"submit\" disabled");
    }

    @Test
    void givesNothingOfARefusedField() throws Exception {
        String phone = freshPhone();
        String customer = door.customer(phone);
        Page shown = reveal(desk.seat("care-agent"), customer, "care.billing-dispute", door.ticket(customer),
                "plan", "address", "email", "note-free");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.html()).contains("本用途不含此项").doesNotContain("南屏").doesNotContain("mingyue");
    }

    @Test
    void answersARefusalWithTheReasonTheEntryAndTheWaysOn() throws Exception {
        String customer = door.customer(freshPhone());
        Page refused = reveal(desk.seat("care-agent"), customer, "care.inquiry", "", "plan");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.html()).contains("没有给出套餐", "没有选工单", "policy.ticket-missing", "sx-next")
                .containsPattern(ENTRY).doesNotContain("5G 畅享");
    }

    @Test
    void refusesAClosedTicketAndAnotherCustomersInWords() throws Exception {
        String customer = door.customer(freshPhone());
        String closed = door.ticket(customer);
        door.send("app-crm", "/api/v1/tickets/" + closed + "/close", "");
        String foreign = door.ticket(door.customer(freshPhone()));
        Seat seat = desk.seat("care-agent");
        assertThat(reveal(seat, customer, "care.inquiry", closed, "plan").html()).contains("工单已关闭");
        assertThat(reveal(seat, customer, "care.inquiry", foreign, "plan").html()).contains("工单是另一位客户的");
        Page ask = seat.read("/customers/" + customer + "?purpose=care.inquiry&ticket=" + foreign, "en");
        assertThat(ask.html()).contains("The ticket is about another customer").doesNotContain("ti-eye\"");
    }

    @Test
    void opensATicketForThePurposeAtHand() throws Exception {
        String customer = door.customer(freshPhone());
        Seat seat = desk.seat("care-agent");
        assertThat(seat.read("/customers/" + customer + "?purpose=care.inquiry").html())
                .contains("此用途要有工单", "开工单：受理与查询");
        String location = seat.send("/customers/" + customer + "/tickets", "purpose", "care.inquiry").location();
        assertThat(location).contains("ticket=GD");
        assertThat(seat.read(location).html()).contains("工单在办，与本客户一致", "先选要看的字段");
        assertThat(seat.send("/customers", "q", location.substring(location.indexOf("GD"))).location())
                .startsWith("/customers/" + customer);
    }

    @Test
    void keepsTheTicksForTheSameQuestionAndForgetsThemForAnother() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Seat seat = desk.seat("care-agent");
        String path = "/customers/" + customer + "/explain";
        Page one = seat.send(path, "purpose", "care.inquiry", "ticket", ticket, "was", "care.inquiry",
                "wasTicket", ticket, "fields", "plan");
        assertThat(one.html()).contains("查看 1 项：1 项明文");
        Page other = seat.send(path, "purpose", "care.billing-dispute", "ticket", ticket, "was", "care.inquiry",
                "wasTicket", ticket, "fields", "plan");
        assertThat(other.html()).contains("账单争议").doesNotContain("查看 1 项").doesNotContain("checked=");
        assertThat(reveal(seat, customer, "care.inquiry", ticket).html()).contains("至少选一项");
    }

    @Test
    void takesTheButtonAwayFromASuspendedPersonAndSaysWhy() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Seat seat = desk.newSeat("care-agent", "TRAINING_OVERDUE");
        Page ask = seat.read("/customers/" + customer + "?purpose=care.inquiry&ticket=" + ticket);
        assertThat(ask.html()).contains("现在不能查看", "你的访问权限已暂停：培训逾期").doesNotContain("ti-eye\"");
        Page refused = reveal(seat, customer, "care.inquiry", ticket, "plan");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.html()).contains("培训逾期").doesNotContain("5G 畅享");
        Page search = search(seat, freshPhone());
        assertThat(search.html()).contains("没有查询", "培训逾期").containsPattern(ENTRY);
    }

    @Test
    void takesTheButtonAwayWhileTheLedgerIsBroken() {
        assertThat(asking.ledgerBarrier(new LedgerPill.Reading(LedgerPill.State.BROKEN, 3, null)))
                .hasValueSatisfying(barrier -> assertThat(barrier.kind()).isEqualTo("bad"));
        assertThat(asking.ledgerBarrier(new LedgerPill.Reading(LedgerPill.State.LATE, 3, null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditor", "system-administrator", "security-administrator"})
    void isClosedToThoseWhoHaveNoBusinessHere(String role) throws Exception {
        String customer = door.customer(freshPhone());
        Seat seat = desk.seat(role);
        assertThat(seat.read("/customers").status()).isEqualTo(403);
        assertThat(seat.read("/customers/" + customer).status()).isEqualTo(403);
        assertThat(seat.read("/customers/new").status()).isEqualTo(403);
        assertThat(search(seat, freshPhone()).status()).isEqualTo(403);
        assertThat(reveal(seat, customer, "audit.review", "", "name").status()).isEqualTo(403);
        assertThat(seat.send("/customers/" + customer + "/seal", "reason", "in-dispute").status()).isEqualTo(403);
    }

    @Test
    void answersAnUnknownCustomerWithAPage() throws Exception {
        Page page = desk.seat("care-agent").read("/customers/" + UUID.randomUUID());
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.html()).contains("没有这位客户");
        assertThat(desk.seat("care-agent").read("/customers/nobody").status()).isEqualTo(400);
    }

    @Test
    void leadsToAnEntryOnlyWhereThereIsOne() throws Exception {
        Seat seat = desk.seat("care-agent");
        assertThat(seat.send("/customers", "q", "#48,213,907").location()).isEqualTo("/ledger/entries/48213907");
        assertThat(seat.send("/customers", "q", "0").location()).isEqualTo("/ledger/entries/0");
        assertThat(seat.send("/customers", "q", "164999999").location()).isEmpty();
        assertThat(seat.send("/customers", "q", "GD20200101-000000").html()).contains("没有工单 GD20200101-000000");
        assertThat(seat.send("/customers", "q", " ").location()).isEqualTo("/customers");
    }

    @Test
    void neverRunsWhatStandsInAName() throws Exception {
        String number = freshNumber();
        String phone = freshPhone();
        String id = door.send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "phone": "%s",
                 "name": "<script>alert(1)</script>", "note-free": "<img src=x>"}}""".formatted(number, phone))
                .text("/id");
        Seat seat = desk.seat("privacy-officer");
        Page shown = reveal(seat, id, "rights.request", door.ticket(id), "name", "note-free", "phone");
        assertThat(shown.html()).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x&gt;")
                .doesNotContain("<script>alert").doesNotContain("<img src=x");
    }

    @Test
    void sealsAndUnsealsForAReason() throws Exception {
        String customer = door.customer(freshPhone());
        Seat seat = desk.seat("privacy-officer");
        assertThat(seat.read("/customers/" + customer).html()).contains("/customers/" + customer + "/seal");
        assertThat(seat.read("/customers/" + customer + "/seal").html()).contains("封存这位客户");
        assertThat(seat.send("/customers/" + customer + "/seal", "reason", "because").html()).contains("选一个原因");
        Page sealed = seat.send("/customers/" + customer + "/seal", "reason", "in-dispute");
        assertThat(sealed.html()).contains("已封存").containsPattern(ENTRY);
        assertThat(seat.read("/customers/" + customer).html()).contains("客户已封存，只存储、不查看");
        assertThat(seat.send("/customers/" + customer + "/seal", "reason", "in-dispute").status()).isEqualTo(409);
        assertThat(seat.send("/customers/" + customer + "/unseal", "reason", "dispute-settled").html())
                .contains("已恢复使用");
    }

    @Test
    void storesANewCustomerAndShowsTheReceiptOnce() throws Exception {
        Seat seat = desk.seat("shop-clerk");
        assertThat(seat.read("/customers/new?purpose=shop.real-name").html())
                .contains("id=\"f.id-number\"", "id=\"f.name\"").doesNotContain("f.bank-card");
        Page stored = seat.send("/customers/new", "purpose", "shop.real-name", "f.name", "欧阳明月",
                "f.customer-number", freshNumber(), "f.phone", freshPhone());
        assertThat(stored.location()).matches("/customers/[0-9a-f-]{36}/collected");
        Page receipt = seat.read(stored.location());
        assertThat(receipt.html()).contains("已保存", "3 项已密封").containsPattern(ENTRY).doesNotContain("欧阳");
        assertThat(seat.read(stored.location()).location()).doesNotContain("collected");
    }

    @Test
    void showsWhatIsWrongBesideTheFieldAndKeepsTheRest() throws Exception {
        Seat seat = desk.seat("shop-clerk");
        Page wrong = seat.send("/customers/new", "purpose", "shop.real-name", "f.name", "欧阳明月",
                "f.phone", "12", "f.address", "<b>云岭省");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.html()).contains("href=\"#f.phone\"", "id=\"f.phone-error\"", "id=\"f.customer-number-error\"",
                "value=\"欧阳明月\"", "&lt;b&gt;云岭省");
        Page foreign = seat.send("/customers/new", "purpose", "shop.real-name", "f.customer-number", freshNumber(),
                "f.bank-card", "4111111111111111");
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.html()).contains("不得为用途").doesNotContain("4111111111111111");
    }

    private static Page search(Seat seat, String value) throws Exception {
        return seat.send("/customers/search", "purpose", "care.inquiry",
                "field", "phone", "value", value);
    }

    private static Page reveal(Seat seat, String customer, String purpose, String ticket, String... fields)
            throws Exception {
        String[] form = new String[4 + 2 * fields.length];
        form[0] = "purpose";
        form[1] = purpose;
        form[2] = "ticket";
        form[3] = ticket;
        for (int i = 0; i < fields.length; i++) {
            form[4 + 2 * i] = "fields";
            form[5 + 2 * i] = fields[i];
        }
        return seat.send("/customers/" + customer + "/reveal", form);
    }

    private static Map<String, String> forms(Pattern pattern, String html) {
        Map<String, String> forms = new TreeMap<>();
        List<MatchResult> found = pattern.matcher(html).results().toList();
        found.forEach(match -> forms.put(match.group(1), match.group(2)));
        return forms;
    }
}
