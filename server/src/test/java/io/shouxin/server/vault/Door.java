// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.register.Registers;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The door as an application meets it: with a key, in JSON, under the sample register. */
@TestComponent
public class Door {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final MockMvc web;
    private final JsonMapper json;
    private final Services services;
    private final People people;
    private final ConcurrentHashMap<String, String> keys = new ConcurrentHashMap<>();

    Door(MockMvc web, JsonMapper json, Services services, People people, Registers registers) throws IOException {
        this.web = web;
        this.json = json;
        this.services = services;
        this.people = people;
        if (registers.none()) {
            registers.begin(new ClassPathResource("registers/sample.yaml").getContentAsString(StandardCharsets.UTF_8),
                    Entry.Actor.system("test"));
        }
    }

    /** An answer: its status and its body. */
    public record Answer(int status, JsonNode body) {

        public String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    /** A key of an application in this role, for all purposes of the sample. */
    public String key(String role) {
        return keys.computeIfAbsent(role, name -> services.add(new Services.NewService(
                name + "-" + NUMBERS.incrementAndGet(), name, name, StaffFixture.owner(people), name,
                List.of("service.open",
                        "care.inquiry", "marketing.offer", "billing.settle", "shop.real-name", "shop.plan-change",
                        "analytics.usage"), List.of("127.0.0.1/32")), Entry.Actor.system("test")));
    }

    public Answer send(String role, String path, String body) throws Exception {
        return answer(post(path).contentType(MediaType.APPLICATION_JSON).content(body), key(role));
    }

    public Answer read(String role, String path) throws Exception {
        return answer(get(path), key(role));
    }

    public Answer answer(MockHttpServletRequestBuilder request, String key) throws Exception {
        MvcResult result = web.perform(request.header("Authorization", "Bearer " + key)).andReturn();
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        return new Answer(result.getResponse().getStatus(), body.isEmpty() ? json.nullNode() : json.readTree(body));
    }

    /** A customer number nobody has used yet. */
    public static String freshNumber() {
        return "YL" + String.format("%010d", NUMBERS.incrementAndGet());
    }

    /** A phone number nobody has used yet; its prefix is not assigned. */
    public static String freshPhone() {
        return "164" + String.format("%08d", NUMBERS.incrementAndGet());
    }

    /** Stores a customer through the door and answers its id. */
    public String customer(String phone) throws Exception {
        Answer answer = send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "欧阳明月", "phone": "%s",
                 "email": "mingyue@example.com", "plan": "5G 畅享 129 元", "monthly-fee": "129.00",
                 "address": "云岭省南屏市青石街 18 号"}}""".formatted(freshNumber(), phone));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.text("/id");
    }

    public String ticket(String customer) throws Exception {
        return send("app-crm", "/api/v1/tickets", """
                {"customer": "%s", "kind": "care.inquiry"}""".formatted(customer)).text("/ticket");
    }
}
