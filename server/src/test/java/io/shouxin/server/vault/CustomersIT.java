// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.Door.freshNumber;
import static io.shouxin.server.vault.Door.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.server.ServerTest;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@ServerTest
@Import(Door.class)
class CustomersIT {

    @Autowired Door door;
    @Autowired JdbcClient db;

    @Test
    void storesACustomerAndSaysWhereItStands() throws Exception {
        Answer answer = collect("""
                "customer-number": "%s", "name": "司马青", "phone": "%s"
                """.formatted(freshNumber(), freshPhone()));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/outcome")).isEqualTo("created");
        Answer line = door.read("app-crm", "/api/v1/ledger/entries/" + answer.text("/receipt/entry"));
        assertThat(line.text("/entry/action")).isEqualTo("vault.collect");
        assertThat(line.text("/entry/fields/name/form")).isEqualToIgnoringCase("collected");
    }

    @Test
    void refusesByNameWhatThePurposeMayNotCollect() throws Exception {
        long before = customers();
        Answer answer = collect("""
                "customer-number": "%s", "id-number": "11010519491231002X"
                """.formatted(freshNumber()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/where")).isEqualTo("fields.id-number");
        assertThat(answer.text("/errors/0/rule")).isEqualTo("vault.field-not-collected");
        assertThat(customers()).isEqualTo(before);
    }

    @Test
    void namesEveryBadValueAtOnceAndNoneOfThem() throws Exception {
        Answer answer = collect("""
                "customer-number": "%s", "phone": "12345", "email": "not an address", "bank-card": "4111111111111112"
                """.formatted(freshNumber()));
        assertThat(answer.body().at("/errors")).hasSize(3);
        assertThat(answer.body().toString()).doesNotContain("12345").doesNotContain("not an address")
                .doesNotContain("4111111111111112");
    }

    @Test
    void requiresTheCustomerNumberOfANewCustomer() throws Exception {
        Answer answer = collect("\"name\": \"孟小川\"");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/where")).isEqualTo("fields.customer-number");
    }

    @Test
    void refusesASecondCustomerWithTheSameNumber() throws Exception {
        String number = freshNumber();
        assertThat(collect("\"customer-number\": \"" + number + "\"").status()).isEqualTo(201);
        Answer again = collect("\"customer-number\": \"" + number + "\"");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/type")).endsWith("vault.number-taken");
    }

    @Test
    void losesNothingElseToOneBadRow() throws Exception {
        Answer answer = door.send("app-crm", "/api/v1/customers:batch", """
                {"purpose": "service.open", "customers": [
                 {"fields": {"customer-number": "%s", "name": "甲"}},
                 {"fields": {"customer-number": "%s", "phone": "1"}},
                 {"fields": {"customer-number": "%s", "name": "丙"}}]}"""
                .formatted(freshNumber(), freshNumber(), freshNumber()));
        assertThat(answer.body().at("/counts/created").asInt()).isEqualTo(2);
        assertThat(answer.body().at("/counts/rejected").asInt()).isEqualTo(1);
        assertThat(answer.text("/results/1/errors/0/where")).isEqualTo("fields.phone");
        assertThat(answer.text("/results/2/id")).isNotEmpty();
    }

    @Test
    void changesAKnownCustomerWhenABatchSaysUpdate() throws Exception {
        String phone = freshPhone();
        String number = freshNumber();
        collect("\"customer-number\": \"" + number + "\", \"phone\": \"" + freshPhone() + "\"");
        String batch = """
                {"purpose": "service.open", "update": true, "customers": [
                 {"fields": {"customer-number": "%s", "phone": "%s"}}]}""".formatted(number, phone);
        assertThat(door.send("app-crm", "/api/v1/customers:batch", batch).text("/results/0/outcome"))
                .isEqualTo("changed");
        assertThat(door.send("app-crm", "/api/v1/customers:batch", batch).text("/results/0/outcome"))
                .isEqualTo("unchanged");
        Answer found = door.send("app-crm", "/api/v1/customers/search", """
                {"field": "phone", "value": "%s", "purpose": "care.inquiry"}""".formatted(phone));
        assertThat(found.body().at("/customers")).hasSize(1);
    }

    @Test
    void forgetsTheOldTagWhenAValueChanges() throws Exception {
        String old = freshPhone();
        String number = freshNumber();
        collect("\"customer-number\": \"" + number + "\", \"phone\": \"" + old + "\"");
        door.send("app-crm", "/api/v1/customers:batch", """
                {"purpose": "service.open", "update": true, "customers": [
                 {"fields": {"customer-number": "%s", "phone": "%s"}}]}""".formatted(number, freshPhone()));
        Answer found = door.send("app-crm", "/api/v1/customers/search", """
                {"field": "phone", "value": "%s", "purpose": "care.inquiry"}""".formatted(old));
        assertThat(found.body().at("/customers")).isEmpty();
    }

    @Test
    void answersTheSameToARequestSentTwice() throws Exception {
        String body = """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "孟小川"}}"""
                .formatted(freshNumber());
        Answer first = sendWithKey("k-" + freshNumber(), body, body);
        assertThat(first.status()).isEqualTo(201);
    }

    private Answer sendWithKey(String key, String first, String second) throws Exception {
        Answer one = door.answer(post("/api/v1/customers").header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON).content(first), door.key("app-crm"));
        Answer two = door.answer(post("/api/v1/customers").header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON).content(second), door.key("app-crm"));
        assertThat(two).isEqualTo(one);
        return one;
    }

    @Test
    void refusesAnIdempotencyKeyUsedForSomethingElse() throws Exception {
        String key = "k-" + freshNumber();
        String body = "{\"purpose\": \"service.open\", \"fields\": {\"customer-number\": \"%s\"}}";
        door.answer(post("/api/v1/customers").header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON).content(body.formatted(freshNumber())), door.key("app-crm"));
        long before = customers();
        Answer other = door.answer(post("/api/v1/customers").header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON).content(body.formatted(freshNumber())), door.key("app-crm"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(customers()).isEqualTo(before);
    }

    @Test
    void storesOneCustomerWhenTheSameRequestComesManyTimesAtOnce() throws Exception {
        String body = "{\"purpose\": \"service.open\", \"fields\": {\"customer-number\": \"" + freshNumber() + "\"}}";
        String key = "k-" + freshNumber();
        String serviceKey = door.key("app-crm");
        long before = customers();
        Callable<Answer> send = () -> door.answer(post("/api/v1/customers").header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON).content(body), serviceKey);
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Future<Answer>> answers = pool.invokeAll(List.of(send, send, send, send, send, send));
        pool.shutdown();
        String id = answers.get(0).get().text("/id");
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().text("/id")).isEqualTo(id).isNotEmpty();
        }
        assertThat(customers()).isEqualTo(before + 1);
    }

    @Test
    void keepsNoValueInTheClear() throws Exception {
        collect("\"customer-number\": \"" + freshNumber() + "\", \"name\": \"独孤无双\"");
        assertThat(db.sql("SELECT count(*) FROM customer WHERE position(:plain IN sealed) > 0")
                .param("plain", "独孤无双".getBytes(java.nio.charset.StandardCharsets.UTF_8)).query(Long.class).single())
                .isZero();
    }

    private Answer collect(String fields) throws Exception {
        return door.send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {%s}}""".formatted(fields));
    }

    private long customers() {
        return db.sql("SELECT count(*) FROM customer").query(Long.class).single();
    }
}
