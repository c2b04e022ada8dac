// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ServerTest;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Clocks of nodes differ, and one may be set back: order is the number's, never the time's. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class ClockSkewIT {

    private static final String NAME = "skewed";

    @Autowired Door door;
    @Autowired DoorClock clock;
    @Autowired Ledger ledger;
    @Autowired LedgerCheck check;
    @Autowired LedgerFixture fixture;
    @Autowired JdbcClient db;

    private <T> T at(Instant time, Callable<T> act) {
        return clock.during(NAME, time, () -> {
            try {
                return act.call();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    @Test
    void worksOnATicketAndACustomerFromTheFuture() throws Exception {
        Instant ahead = Instant.now().plus(Duration.ofDays(2));
        String customer = at(ahead, () -> door.customer(Door.freshPhone()));
        String ticket = at(ahead, () -> door.ticket(customer));
        String body = """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"]}""".formatted(ticket);
        Answer later = at(ahead.plusSeconds(5), () -> door.send("app-crm", path(customer), body));
        // The clock was set back, or another node answers.
        Answer now = door.send("app-crm", path(customer), body);
        Answer before = at(ahead.minus(Duration.ofDays(400)), () -> door.send("app-crm", path(customer), body));
        assertThat(now.text("/fields/plan/value")).isEqualTo(later.text("/fields/plan/value")).isNotEmpty();
        assertThat(before.text("/fields/plan/value")).isEqualTo(now.text("/fields/plan/value"));
        assertThat(entry(now)).isGreaterThan(entry(later));
        assertThat(entry(before)).isGreaterThan(entry(now));
    }

    @Test
    void keepsEntriesOfMonthsWithoutAPartitionAndFindsThemByTime() {
        long from = ledger.size();
        for (String time : new String[] {"2009-02-28T23:59:59.999Z", "2098-12-31T23:59:59.999Z",
            "2009-02-01T00:00:00Z"}) {
            long number = at(Instant.parse(time), () -> ledger.record(fixture.draft("T-skew"))).entry();
            assertThat(ledger.line(number).orElseThrow().entry().at()).isEqualTo(Instant.parse(time));
        }
        assertThat(ledger.size()).isGreaterThanOrEqualTo(from + 3);
        fixture.signed(1);
        assertThat(CheckFixture.finding(check)).isEmpty();
        assertThat(db.sql("SELECT count(*) FROM ledger_entry WHERE at < '2010-01-01' AND number >= :from")
                .param("from", from).query(Long.class).single()).isEqualTo(2);
    }

    private static String path(String customer) {
        return "/api/v1/customers/" + customer + "/reveal";
    }

    private static long entry(Answer answer) {
        return answer.body().at("/receipt/entry").asLong();
    }
}
