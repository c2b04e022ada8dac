// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.secret.SecretText;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.ticket.Tickets;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;
import io.shouxin.server.vault.Reveals;
import io.shouxin.server.vault.Searches;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Imports as an application meets them; the worker goes step by step in the test's own thread. */
@TestComponent
class ImportTrial {

    static final String MAPPING = """
            purpose: service.open
            existing: update
            columns:
              number: customer-number
              name: {field: name, blank: reject}
              phone: phone
              note: note-free
            """;

    @Autowired Door door;
    @Autowired ImportWorker worker;
    @Autowired Searches searches;
    @Autowired Reveals reveals;
    @Autowired Tickets tickets;

    /** Opens an import and answers its id. */
    String open(String mapping) throws Exception {
        Answer answer = opened(mapping, "");
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.text("/id");
    }

    Answer opened(String mapping, String query) throws Exception {
        return door.answer(post("/api/v1/imports" + query).contentType("application/yaml")
                .content(mapping.getBytes(StandardCharsets.UTF_8)), door.key("app-crm"));
    }

    Answer put(String id, byte[] file) throws Exception {
        return door.answer(org.springframework.test.web.servlet.request.MockMvcRequestBuilders
                .put("/api/v1/imports/" + id + "/file").contentType("text/csv").content(file), door.key("app-crm"));
    }

    Answer put(String id, String file) throws Exception {
        return put(id, file.getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String id) throws Exception {
        return door.read("app-crm", "/api/v1/imports/" + id);
    }

    Answer act(String id, String what) throws Exception {
        return door.answer(post("/api/v1/imports/" + id + "/" + what), door.key("app-crm"));
    }

    /** Only steps of the test move imports from here on. */
    void byHand() {
        if (worker.isRunning()) {
            worker.stop();
        }
    }

    void workAll() {
        while (worker.step()) {
            Thread.onSpinWait();
        }
    }

    static Caller staff(String role) {
        return new Caller(Caller.Kind.STAFF, "KF00001", "x", Set.of(role), Set.of(), List.of(), Long.MAX_VALUE);
    }

    static Caller crm() {
        return new Caller(Caller.Kind.SERVICE, "crm", "crm", Set.of("app-crm"), Set.of("service.open"), List.of(),
                Long.MAX_VALUE);
    }

    /** What this role is given of the customer with this number, on an open ticket about it. */
    SortedMap<String, Reveals.Given> reveal(String number, String role, String purpose, String... fields) {
        UUID customer = searches.search(new Searches.SearchAsk("customer-number", SecretText.of(number),
                "service.open"), crm()).hits().get(0).customer();
        String ticket = tickets.open(customer, "care.inquiry", crm()).number();
        return reveals.reveal(new Reveals.RevealAsk(List.of(customer), List.of(fields), purpose, ticket),
                staff(role)).get(0).fields();
    }

    /** Rows with numbers nobody has used, with a header that fits {@link #MAPPING}. */
    static String rows(int count) {
        StringBuilder file = new StringBuilder("number,name,phone,note\n");
        for (int i = 0; i < count; i++) {
            file.append(Door.freshNumber()).append(",欧阳明月,").append(Door.freshPhone()).append(",\n");
        }
        return file.toString();
    }
}
