// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.CensusProof;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.server.ServerTest;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Counting customers' entries, and proving that a list leaves none out. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class CensusesIT {

    private static final Random RANDOM = new Random(41);

    @Autowired Censuses censuses;
    @Autowired Ledger ledger;
    @Autowired Entries entries;
    @Autowired Proofs proofs;
    @Autowired SignedTree tree;
    @Autowired LedgerCheck check;
    @Autowired LedgerFixture fixture;
    @Autowired PeopleFixture people;
    @Autowired Door door;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcClient db;
    @Autowired MockMvc web;

    private CustomerRef one;
    private CustomerRef other;

    @BeforeEach
    void customersWithEntries() {
        one = reference();
        other = reference();
        write(one, other, one, null, one, other);
    }

    private static CustomerRef reference() {
        byte[] bytes = new byte[Hashes.SIZE];
        RANDOM.nextBytes(bytes);
        return new CustomerRef(bytes);
    }

    private void write(CustomerRef... named) {
        List<Entry.Draft> drafts = new ArrayList<>();
        for (CustomerRef customer : named) {
            Entry.Draft draft = fixture.draft("T-1");
            drafts.add(customer == null ? draft : draft.customer(customer));
        }
        proofs.of(ledger.record(drafts, Basis.NONE).get(named.length - 1).entry());
    }

    @Test
    void countsWhatCountingEverythingAnewWouldCount() {
        Censuses.Held first = censuses.take(LedgerFixture.TEST);
        assertThat(first.census()).isEqualTo(anew(first.census().size()));
        CustomerRef third = reference();
        write(one, third, other, one);
        Censuses.Held second = censuses.take(LedgerFixture.TEST);
        assertThat(second.census().size()).isGreaterThan(first.census().size());
        assertThat(second.census()).isEqualTo(anew(second.census().size()));
        assertThat(censuses.of(one).entries()).isEqualTo(5);
        assertThat(censuses.of(third).entries()).isEqualTo(1);
        assertThat(censuses.newest()).contains(second);
    }

    private Census anew(long size) {
        return Census.take(size, () -> lines(size), 3);
    }

    private Iterator<Verifier.Line> lines(long size) {
        return entries.between(0, size).stream().map(stored -> new Verifier.Line(stored.number(), stored.bytes()))
                .iterator();
    }

    @Test
    void provesACustomersListToAStranger() throws Exception {
        Censuses.Held held = censuses.take(LedgerFixture.TEST);
        byte[] file = body("/api/v1/ledger/census/" + one.hex() + "/proof", 200);
        CensusProof proof = CensusProof.parse(file);
        CensusProof.Proved proved = proof.verify(proofs.verifiers());
        assertThat(proved.census()).isEqualTo(held.census());
        List<CensusProof.Listed> list = listed(held.census().size());
        assertThat(list).hasSize(3);
        assertThat(proof.lists(list)).isTrue();
        // One left out, one more, or one of somebody else.
        assertThat(proof.lists(list.subList(1, 3))).isFalse();
        assertThat(proof.lists(List.of(list.get(0), list.get(2), list.get(1)))).isFalse();
        String changed = new String(file, StandardCharsets.UTF_8).replace("entries 3\n", "entries 2\n");
        assertThatThrownBy(() -> CensusProof.parse(changed.getBytes(StandardCharsets.UTF_8))
                .verify(proofs.verifiers())).isInstanceOf(LedgerDamaged.class);
        Door.Answer line = door.read("app-audit", "/api/v1/ledger/census/" + one.hex());
        assertThat(line.body().at("/entries").asLong()).isEqualTo(3);
        assertThat(line.text("/proof")).isEqualTo(new String(file, StandardCharsets.UTF_8));
    }

    private List<CensusProof.Listed> listed(long size) {
        List<CensusProof.Listed> list = new ArrayList<>();
        entries.between(0, size).forEach(stored -> {
            if (Entry.read(stored.bytes()).customer().filter(one::equals).isPresent()) {
                list.add(new CensusProof.Listed(stored.number(), Hashes.leaf(stored.bytes())));
            }
        });
        return list;
    }

    @Test
    void saysAboveACustomersListUpToWhereItIsComplete() throws Exception {
        Censuses.Held held = censuses.take(LedgerFixture.TEST);
        String page = page("/ledger?customer=" + one.hex());
        assertThat(page).contains("截至条目 " + String.format("%,d", held.census().size()) + " 完整无缺", "共有 3 条",
                "/ledger/census/" + one.hex() + "/proof");
        assertThat(page("/ledger?customer=" + reference().hex())).contains("没有涉及该客户的条目");
        assertThat(page("/ledger")).doesNotContain("完整无缺");
        // Somebody at the database took an entry off the customer's line.
        db.sql("UPDATE census_tally SET entries = 2 WHERE customer = ?").param(one.bytes()).update();
        assertThat(page("/ledger?customer=" + one.hex())).contains("清点核验不通过").doesNotContain("完整无缺");
        db.sql("UPDATE census_tally SET entries = 3 WHERE customer = ?").param(one.bytes()).update();
    }

    @Test
    void isComputedAgainByTheFullCheck() {
        Censuses.Held held = censuses.take(LedgerFixture.TEST);
        proofs.of(held.entry());
        assertThat(CheckFixture.finding(check)).isEmpty();
        // A census that counts one customer less, by somebody who can write entries.
        Census wrong = new Census(held.census().size(), held.census().customers() - 1,
                held.census().entries() - 1, held.census().root());
        long number = transaction.execute(status -> ledger.append(wrong.draft(LedgerFixture.TEST,
                held.at()))).receipt().entry();
        proofs.of(number);
        assertThat(CheckFixture.finding(check)).contains("CENSUS_DIFFERS");
        assertThat(check.last().flatMap(LedgerCheck.Outcome::number)).contains(number);
        assertThatThrownBy(() -> censuses.take(LedgerFixture.TEST)).isInstanceOf(Refused.class)
                .hasMessageContaining("damaged");
        // The next one counts rightly; only the newest is computed again.
        long right = transaction.execute(status -> ledger.append(held.census().draft(LedgerFixture.TEST,
                held.at()))).receipt().entry();
        proofs.of(right);
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    @Test
    void isTakenByOneAtATimeAndByWhoMayVerify() throws Exception {
        assertThat(door.send("app-crm", "/api/v1/ledger/census", "").status()).isEqualTo(403);
        transaction.executeWithoutResult(status -> {
            db.sql("SELECT 1 FROM census_taken FOR UPDATE").query(Integer.class).single();
            assertThatThrownBy(() -> taken()).hasRootCauseInstanceOf(Refused.class);
        });
        Door.Answer answer = door.send("app-audit", "/api/v1/ledger/census", "");
        assertThat(answer.status()).isEqualTo(201);
        Door.Answer newest = door.read("app-audit", "/api/v1/ledger/census");
        assertThat(newest.body().at("/entry")).isEqualTo(answer.body().at("/entry"));
        assertThat(door.read("app-audit", "/api/v1/ledger/census/" + reference().hex() + "/proof").status())
                .isEqualTo(404);
    }

    /** On another connection, as another node would. */
    private void taken() throws Exception {
        java.util.concurrent.CompletableFuture.runAsync(() -> censuses.take(LedgerFixture.TEST)).get();
    }

    @Test
    void isTakenOnceADayWhenThereIsSomethingToCount() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        LocalDateTime day = LocalDateTime.parse("2031-03-11T02:29");
        db.sql("UPDATE census_taken SET taken_at = ?")
                .param(Timestamp.from(day.minusDays(1).plusMinutes(2).atZone(zone).toInstant())).update();
        assertThat(takesAt(day, zone)).isFalse();
        assertThat(takesAt(day.plusMinutes(1), zone)).isTrue();
        db.sql("UPDATE census_taken SET taken_at = ?").param(Timestamp.from(day.atZone(zone).toInstant())).update();
        // Its own entry is new, so it is counted the next day; without any there is nothing to count.
        db.sql("UPDATE census_taken SET size = ?").param(Long.MAX_VALUE).update();
        assertThat(takesAt(day.plusDays(1), zone)).isFalse();
        db.sql("UPDATE census_taken SET size = 0").update();
        db.sql("DELETE FROM census_tally").update();
        assertThat(takesAt(day.plusDays(1), zone)).isTrue();
    }

    @Test
    void isTakenAgainAfterTheClockWasSetBack() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        LocalDateTime day = LocalDateTime.parse("2031-03-11T02:31");
        db.sql("UPDATE census_taken SET taken_at = ?")
                .param(Timestamp.from(day.plusYears(1).atZone(zone).toInstant())).update();
        assertThat(takesAt(day, zone)).isTrue();
        assertThat(censuses.newest().orElseThrow().census()).isEqualTo(
                anew(censuses.newest().orElseThrow().census().size()));
        db.sql("UPDATE census_taken SET taken_at = ?").param(Timestamp.from(day.atZone(zone).toInstant())).update();
    }

    private boolean takesAt(LocalDateTime now, ZoneId zone) {
        DoorClock clock = new DoorClock(Clock.fixed(now.atZone(zone).toInstant(), ZoneOffset.UTC), zone);
        DailyCensus daily = new DailyCensus(censuses, tree, clock, new CensusSettings(LocalTime.of(2, 30)));
        try {
            return daily.takeIfDue();
        } finally {
            daily.destroy();
        }
    }

    private byte[] body(String path, int status) throws Exception {
        var answer = web.perform(get(path).header("Authorization", "Bearer " + door.key("app-audit"))).andReturn()
                .getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        return answer.getContentAsByteArray();
    }

    private String page(String path) throws Exception {
        return web.perform(get(path).header("Accept-Language", "zh-CN")
                .with(authentication(PeopleFixture.session(people.in("auditor"))))).andReturn().getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }
}
