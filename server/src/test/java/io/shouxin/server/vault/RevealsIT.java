// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.Door.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ServerTest;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

@ServerTest
@Import(Door.class)
class RevealsIT {

    @Autowired Door door;
    @Autowired MockMvc web;

    @Test
    void givesEachFieldTheFormTheRegisterSays() throws Exception {
        String customer = door.customer(freshPhone());
        Answer answer = reveal(customer, door.ticket(customer), "name", "phone", "plan", "address");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/fields/name/form")).isEqualTo("masked");
        assertThat(answer.text("/fields/name/value")).startsWith("欧阳*").doesNotContain("明");
        assertThat(answer.text("/fields/phone/value")).matches("164\\*\\*\\*\\*\\d{4}");
        assertThat(answer.text("/fields/plan/form")).isEqualTo("clear");
        assertThat(answer.text("/fields/plan/value")).isEqualTo("5G 畅享 129 元");
        assertThat(answer.text("/fields/address/form")).isEqualTo("refused");
        assertThat(answer.body().at("/fields/address").has("value")).isFalse();
        assertThat(answer.text("/fields/address/reasons/0/key")).isEqualTo("policy.no-rule");
    }

    @Test
    void refusesEveryFieldWithoutATicket() throws Exception {
        Answer answer = reveal(door.customer(freshPhone()), null, "name", "plan");
        assertThat(answer.text("/fields/plan/form")).isEqualTo("refused");
        assertThat(answer.text("/fields/plan/reasons/0/key")).isEqualTo("policy.ticket-missing");
    }

    @Test
    void refusesATicketAboutSomebodyElse() throws Exception {
        String other = door.ticket(door.customer(freshPhone()));
        Answer answer = reveal(door.customer(freshPhone()), other, "plan");
        assertThat(answer.text("/fields/plan/reasons/0/key")).isEqualTo("policy.ticket-other-customer");
    }

    @Test
    void refusesAClosedTicket() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        assertThat(door.send("app-crm", "/api/v1/tickets/" + ticket + "/close", "").status()).isEqualTo(204);
        assertThat(reveal(customer, ticket, "plan").text("/fields/plan/reasons/0/key"))
                .isEqualTo("policy.ticket-not-open");
    }

    @Test
    void explainsTheSameFormsWithoutAValueOrAnEntry() throws Exception {
        String customer = door.customer(freshPhone());
        String body = body(door.ticket(customer), "name", "phone", "plan", "address");
        Answer revealed = door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", body);
        long entries = door.read("app-audit", "/api/v1/ledger/entries?limit=1").body().at("/size").asLong();
        Answer explained = door.send("app-crm", "/api/v1/customers/" + customer + "/explain", body);
        for (String field : new String[] {"name", "phone", "plan", "address"}) {
            assertThat(explained.text("/fields/" + field + "/form"))
                    .isEqualTo(revealed.text("/fields/" + field + "/form"));
            assertThat(explained.body().at("/fields/" + field).has("value")).isFalse();
        }
        assertThat(door.read("app-audit", "/api/v1/ledger/entries?limit=1").body().at("/size").asLong())
                .isEqualTo(entries);
    }

    @Test
    void leavesAnEntryThatAStrangerCanVerify() throws Exception {
        String customer = door.customer(freshPhone());
        Answer answer = reveal(customer, door.ticket(customer), "name", "address");
        String entry = "/api/v1/ledger/entries/" + answer.text("/receipt/entry");
        Answer line = door.read("app-crm", entry);
        assertThat(line.text("/entry/action")).isEqualTo("vault.reveal");
        assertThat(line.text("/entry/fields/name/form")).isEqualToIgnoringCase("masked");
        assertThat(line.text("/entry/fields/address/form")).isEqualToIgnoringCase("refused");
        assertThat(line.body().toString()).doesNotContain("欧阳").doesNotContain(customer);

        Answer proof = door.read("app-crm", entry + "/proof");
        String key = web.perform(MockMvcRequestBuilders.get("/ledger/key")).andReturn().getResponse()
                .getContentAsString().strip();
        TlogProof receipt = TlogProof.parse(proof.text("/receipt").getBytes(StandardCharsets.UTF_8));
        byte[] leaf = HexFormat.of().parseHex(answer.text("/receipt/leafHash"));
        assertThat(receipt.verify(leaf, VerifierKey.parse(key)).size())
                .isGreaterThan(answer.body().at("/receipt/entry").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "86%s", "+86 %s", "0086%s", "+86-%s", "( %s )"})
    void findsACustomerByThePhoneInAnyWriting(String writing) throws Exception {
        String phone = freshPhone();
        String customer = door.customer(phone);
        assertThat(search("phone", writing.formatted(phone)).text("/customers/0/id")).isEqualTo(customer);
        String fullWidth = writing.formatted(phone).chars()
                .mapToObj(c -> String.valueOf((char) (c >= '0' && c <= '9' ? c - '0' + '０' : c)))
                .collect(java.util.stream.Collectors.joining());
        assertThat(search("phone", fullWidth).text("/customers/0/id")).isEqualTo(customer);
    }

    @Test
    void leavesAnEntryForAMissToo() throws Exception {
        Answer miss = search("phone", freshPhone());
        assertThat(miss.body().at("/customers").size()).isZero();
        Answer line = door.read("app-crm", "/api/v1/ledger/entries/" + miss.text("/receipt/entry"));
        assertThat(line.text("/entry/action")).isEqualTo("vault.search");
        assertThat(line.text("/entry/details/hits")).isEqualTo("0");
    }

    @Test
    void tokenisesPerRecipientAndTurnsTokensBack() throws Exception {
        String customer = door.customer(freshPhone());
        Answer token = door.send("app-crm", "/api/v1/tokens", """
                {"customer": "%s", "fields": ["customer-number", "address"], "purpose": "service.open"}"""
                .formatted(customer));
        assertThat(token.text("/fields/customer-number/form")).isEqualTo("token");
        assertThat(token.text("/fields/address/form")).isEqualTo("refused");
        String text = token.text("/fields/customer-number/value");
        Answer back = door.send("app-crm", "/api/v1/tokens/reveal", """
                {"tokens": ["%s"], "purpose": "service.open"}""".formatted(text));
        assertThat(back.text("/tokens/0/form")).isEqualTo("clear");
        assertThat(back.text("/tokens/0/value")).startsWith("YL");
        Answer foreign = door.send("app-analytics", "/api/v1/tokens/reveal", """
                {"tokens": ["%s"], "purpose": "analytics.usage"}""".formatted(text));
        assertThat(foreign.text("/tokens/0/form")).isEqualTo("refused");
        assertThat(foreign.text("/tokens/0/reasons/0/key")).isEqualTo("vault.token-unknown");
    }

    @Test
    void answersAnUnknownCustomerWithAProblem() throws Exception {
        Answer answer = reveal(UUID.randomUUID().toString(), null, "plan");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/type")).isEqualTo("urn:shouxin:problem:vault.unknown-customer");
        assertThat(answer.text("/next")).isNotEmpty();
    }

    private Answer reveal(String customer, String ticket, String... fields) throws Exception {
        return door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", body(ticket, fields));
    }

    private static String body(String ticket, String... fields) {
        String given = ticket == null ? "" : ", \"ticket\": \"" + ticket + "\"";
        return "{\"purpose\": \"care.inquiry\", \"fields\": [\"" + String.join("\", \"", fields) + "\"]" + given + "}";
    }

    private Answer search(String field, String value) throws Exception {
        return door.send("app-crm", "/api/v1/customers/search", """
                {"field": "%s", "value": "%s", "purpose": "care.inquiry"}""".formatted(field, value));
    }
}
