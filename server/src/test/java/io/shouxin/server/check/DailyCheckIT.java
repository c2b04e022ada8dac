// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.Origins;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** When the whole is checked although nobody asks, on clocks that stand still. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class DailyCheckIT {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LedgerSettings SETTINGS = new LedgerSettings(LocalTime.of(3, 30));

    @Autowired Ledger ledger;
    @Autowired LedgerCheck check;
    @Autowired CheckTable table;
    @Autowired SignedTree tree;
    @Autowired Entries entries;
    @Autowired LedgerFixture fixture;
    @Autowired Origins origins;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcClient db;

    @BeforeEach
    void noRunYet() {
        fixture.signed(3);
        db.sql("DELETE FROM ledger_run").update();
    }

    /** One node; what it runs ends before it is gone. */
    private final class Node implements AutoCloseable {

        private final DoorClock clock;
        private final FullCheck full;

        Node(Instant at) {
            clock = new DoorClock(Clock.fixed(at, ZoneOffset.UTC), ZONE);
            full = new FullCheck(table, tree, check, ledger, origins, clock, transaction);
        }

        void look() {
            new DailyCheck(full, entries, clock, SETTINGS).look();
        }

        @Override
        public void close() {
            full.destroy();
        }
    }

    private static Instant at(String local) {
        return LocalDateTime.parse("2031-" + local).atZone(ZONE).toInstant();
    }

    private void lastRun(Instant started, Instant seen, boolean ended) {
        db.sql("""
                INSERT INTO ledger_run (started_at, started_by, total, done, seen_at, ended_at)
                VALUES (:started, 'AD0001', 3, 3, :seen, :ended)""")
                .param("started", Timestamp.from(started)).param("seen", Timestamp.from(seen))
                .param("ended", ended ? Timestamp.from(seen) : null).update();
    }

    private boolean beginsAt(Instant now) {
        try (Node node = new Node(now)) {
            node.look();
        }
        return table.run().filter(run -> run.startedAt().equals(now)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "03-10T03:30, 03-11T03:29:59, false", "03-10T03:30, 03-11T03:30, true", "03-11T03:30, 03-11T23:59, false",
        // Somebody asked for one in between; the hour counts all the same.
        "03-10T12:00, 03-11T03:29, false", "03-10T12:00, 03-11T03:31, true",
        // All nodes were down at the hour.
        "03-10T03:30, 03-11T10:00, true", "02-01T03:30, 03-11T01:00, true",
        // A clock that runs ahead by seconds changes nothing; one that was a year ahead does not stop checks.
        "03-11T03:30:05, 03-11T03:30, false", "12-31T03:30, 03-11T03:00, true"})
    void beginsOnceADayAndMakesUpForWhatWasMissed(String last, String now, boolean begins) {
        lastRun(at(last), at(last).plusSeconds(60), true);
        assertThat(beginsAt(at(now))).isEqualTo(begins);
    }

    @ParameterizedTest
    @CsvSource({"03:30, 04:00, false", "03:30, 04:31, true"})
    void takesUpARunThatWasCutOffAnHourAfterItBegan(LocalTime begun, LocalTime now, boolean begins) {
        Instant started = at("03-11T" + begun);
        lastRun(started, started.plusSeconds(5), false);
        assertThat(beginsAt(at("03-11T" + now))).isEqualTo(begins);
    }

    /** Its node died with a clock that was a year ahead; nobody waits for a year. */
    @Test
    void takesUpARunAfterTheClockWasSetBack() {
        Instant now = at("03-11T04:00");
        lastRun(at("12-31T04:00"), at("12-31T04:00"), false);
        assertThat(table.run().orElseThrow().runs(now)).isFalse();
        assertThat(beginsAt(now)).isTrue();
    }

    @Test
    void countsFromTheFirstEntryWhereThereWasNoRun() {
        Instant first = entries.firstAt().orElseThrow();
        assertThat(beginsAt(first)).isFalse();
        assertThat(beginsAt(first.plusSeconds(86_400))).isTrue();
    }

    @Test
    void isOneRunOnAllNodesAndAnEntryOfTheSystem() {
        long before = ledger.size();
        Instant now = at("04-01T03:30");
        lastRun(at("03-31T03:30"), at("03-31T03:31"), true);
        try (Node one = new Node(now); Node other = new Node(now)) {
            one.look();
            other.look();
            Entry entry = awaitEntry(before);
            assertThat(entry.actor()).isEqualTo(DailyCheck.ACTOR);
            assertThat(entry.details()).containsEntry("finding", "none");
            other.look();
            one.look();
        }
        assertThat(entries(before)).hasSize(1);
        assertThat(table.run().orElseThrow().startedBy()).isEqualTo(DailyCheck.ACTOR.id());
    }

    /** Each look is a round trip, so this is no busy loop and needs no clock. */
    private Entry awaitEntry(long before) {
        for (int i = 0; i < 20_000; i++) {
            Optional<Entry> entry = entries(before).stream().findFirst();
            if (entry.isPresent() && table.run().flatMap(FullCheck.Run::endedAt).isPresent()) {
                return entry.get();
            }
        }
        throw new AssertionError("the check did not end");
    }

    private List<Entry> entries(long before) {
        return ledger.find(LedgerQuery.latest(10).withAction(FullCheck.ACTION)).stream()
                .filter(line -> line.number() >= before).map(Ledger.Line::entry).toList();
    }
}
