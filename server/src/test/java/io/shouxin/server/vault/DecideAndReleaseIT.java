// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.Door.freshPhone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * What changes between a decision and the entry that lets its answer go is decided again. Each test holds
 * the ledger's numbers while a request has decided and waits to write, changes something as another node
 * would, and lets go.
 */
@ServerTest
@Import(Door.class)
class DecideAndReleaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired Door door;
    @Autowired Services services;
    @Autowired People people;
    @Autowired DataSource source;
    @Autowired JdbcClient db;
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void refusesACustomerSealedMeanwhile() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Answer answer = meanwhile(() -> reveal(door.key("app-crm"), customer, ticket),
                "UPDATE customer SET state = 'SEALED', version = version + 1 WHERE id = '" + customer + "'");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/fields/plan/form")).isEqualTo("refused");
        assertThat(answer.text("/fields/plan/reasons/0/key")).isEqualTo("policy.sealed");
    }

    @Test
    void refusesATicketClosedMeanwhile() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Answer answer = meanwhile(() -> reveal(door.key("app-crm"), customer, ticket),
                "UPDATE ticket SET closed_at = now() WHERE number = '" + ticket + "'");
        assertThat(answer.text("/fields/plan/reasons/0/key")).isEqualTo("policy.ticket-not-open");
    }

    @Test
    void refusesAKeyRevokedMeanwhile() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        String id = "app-" + UUID.randomUUID().toString().substring(0, 8);
        String key = services.add(new Services.NewService(id, id, id, StaffFixture.owner(people), "app-crm",
                List.of("care.inquiry"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
        Answer answer = meanwhile(() -> reveal(key, customer, ticket),
                "UPDATE staff_service SET revoked_at = now() WHERE id = '" + id + "'",
                "UPDATE ledger_head SET ruled = next");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().has("fields")).isFalse();
    }

    @Test
    void refusesAKeyReplacedMeanwhile() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        String id = "app-" + UUID.randomUUID().toString().substring(0, 8);
        String key = services.add(new Services.NewService(id, id, id, StaffFixture.owner(people), "app-crm",
                List.of("care.inquiry"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
        Answer answer = meanwhile(() -> reveal(key, customer, ticket),
                "UPDATE staff_service SET key_hash = '\\x00' WHERE id = '" + id + "'",
                "UPDATE ledger_head SET ruled = next");
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void collectsNothingForAPurposeTakenAwayMeanwhile() throws Exception {
        String id = "app-" + UUID.randomUUID().toString().substring(0, 8);
        String key = services.add(new Services.NewService(id, id, id, StaffFixture.owner(people), "app-crm",
                List.of("service.open"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
        String number = Door.freshNumber();
        long before = count();
        Answer answer = meanwhile(() -> door.answer(post("/api/v1/customers").contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "简明",
                         "phone": "%s", "plan": "5G"}}""".formatted(number, freshPhone())), key),
                "UPDATE staff_service SET purposes = '{care.inquiry}' WHERE id = '" + id + "'",
                "UPDATE ledger_head SET ruled = next");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void answersWhatStillHolds() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        Answer answer = meanwhile(() -> reveal(door.key("app-crm"), customer, ticket),
                "UPDATE ledger_head SET ruled = next");
        assertThat(answer.text("/fields/plan/form")).isEqualTo("clear");
        assertThat(answer.body().at("/receipt/entry").isIntegralNumber()).isTrue();
    }

    private Answer reveal(String key, String customer, String ticket) throws Exception {
        return door.answer(post("/api/v1/customers/" + customer + "/reveal").contentType(MediaType.APPLICATION_JSON)
                .content("{\"purpose\":\"care.inquiry\",\"ticket\":\"" + ticket + "\",\"fields\":[\"plan\"]}"), key);
    }

    private long count() {
        return db.sql("SELECT count(*) FROM customer").query(Long.class).single();
    }

    /** Sends the request, waits until it has decided and wants to write, makes the changes, and lets it go on. */
    private Answer meanwhile(Callable<Answer> request, String... changes) throws Exception {
        try (Connection holding = source.getConnection(); Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT next FROM ledger_head FOR UPDATE");
            Future<Answer> answer;
            try {
                answer = other.submit(request);
                awaitWriter(answer);
                for (String change : changes) {
                    statement.execute(change);
                }
            } finally {
                holding.commit();
                holding.setAutoCommit(true);
            }
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void awaitWriter(Future<Answer> answer) throws SQLException {
        Instant late = Instant.now().plus(PATIENCE);
        while (db.sql("""
                SELECT count(*) FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND query LIKE '%ledger_head%'
                """).query(Integer.class).single() == 0) {
            assertThat(answer.isDone()).as("answered without having written").isFalse();
            assertThat(Instant.now()).isBefore(late);
        }
    }
}
