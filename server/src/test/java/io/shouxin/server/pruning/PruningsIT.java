// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.OtherNode;
import io.shouxin.server.ledger.Origins;
import io.shouxin.server.ledger.Soundness;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import javax.sql.DataSource;

/** Pruning on a ledger of many years: when it is refused, what is left of it, and a process that dies at every step. */
@SpringBootTest(properties = "shouxin.node=old")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@Import({OldLedger.class, LedgerFixture.class, Door.class})
class PruningsIT {

    private static final PruningRun.Following UNHEARD = step -> { };

    @Autowired OldLedger.Years years;
    @Autowired Prunings prunings;
    @Autowired PruningRun run;
    @Autowired PruningTable table;
    @Autowired KeptMonths months;
    @Autowired Ledger ledger;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Entries entries;
    @Autowired SignedTree tree;
    @Autowired Proofs proofs;
    @Autowired LedgerCheck check;
    @Autowired LedgerFixture fixture;
    @Autowired TransactionTemplate transaction;
    @Autowired DataSource source;
    @Autowired JdbcClient db;
    @Autowired BeanFactory beans;

    /** The process is gone: nothing after this is executed. */
    private static final class Died extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Whatever one story left open is ended, so that the next one can begin. */
    @AfterEach
    void nothingIsLeftOpen() {
        prunings.all().stream().filter(one -> one.status() == Proposed.Status.PROPOSED)
                .forEach(one -> prunings.refuse(one.id(), years.two));
        run.proceed(UNHEARD);
    }

    private long proposed(YearMonth through) {
        return prunings.propose(through, years.one, "");
    }

    private long accepted(YearMonth through) {
        long id = proposed(through);
        prunings.accept(id, years.two);
        return id;
    }

    private Proposed at(long id) {
        return table.one(id).orElseThrow();
    }

    private void sound() {
        assertThat(CheckFixture.finding(check)).as(() -> check.last().toString()).isEmpty();
    }

    private List<Entry> written(String action, long id) {
        return ledger.find(LedgerQuery.latest(500).withAction(action)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().filter(object -> object.id().equals(Long.toString(id))).isPresent())
                .toList();
    }

    private static void refused(String key, Runnable act) {
        assertThatExceptionOfType(Refused.class).isThrownBy(act::run)
                .satisfies(refused -> assertThat(refused.key()).isEqualTo(key));
    }

    @Test
    void prunesAMonthThatTwoPeopleAgreedOn() {
        YearMonth month = years.outlivedMonth();
        long before = months.minimum();
        proofs.of(ledger.size() - 1);
        long size = tree.head().size();
        byte[] root = tree.head().root();
        Instant now = Instant.parse(years.present() + "-01T00:00:00Z");
        long id = accepted(month);
        run.proceed(UNHEARD);

        long below = months.minimum();
        assertThat(below).isGreaterThan(before).isEqualTo(at(id).below()).isEqualTo(below / 256 * 256);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.DONE);
        assertThat(at(id).entries()).isEqualTo(below - before);
        assertThat(db.sql("SELECT min(number) FROM ledger_entry").query(Long.class).single()).isEqualTo(below);
        assertThat(db.sql("SELECT count(*) FROM ledger_entry WHERE number < :size").param("size", size)
                .query(Long.class).single()).isEqualTo(size - below);
        assertThat(table.partitions()).extracting(PruningTable.Partition::month)
                .doesNotContain(month).contains(month.plusMonths(1));
        assertThat(entries.firstAt()).isPresent();
        Entry pruned = entries.pruned().orElseThrow().entry();
        assertThat(pruned.approvals()).extracting(Entry.Approval::actor)
                .containsExactly(years.one.id(), years.two.id());
        assertThat(pruned.at()).isEqualTo(now);
        assertThat(written("ledger.prune-propose", id)).hasSize(1);
        assertThat(written("ledger.prune-accept", id)).singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("proposed-by", years.one.id()));
        assertThat(written("ledger.prune-end", id)).singleElement().satisfies(entry -> assertThat(entry.details())
                .containsEntry("count", Long.toString(below - before)).containsEntry("through", month.toString()));
        sound();
        // The tree did not change: what was signed before is the beginning of what is signed now, and proves all.
        assertThat(io.shouxin.core.ledger.Tree.consistent(size, root, tree.head().size(), tree.head().root(),
                io.shouxin.core.ledger.Tree.consistencyProof(size, tree.head().size(), tree.tiles()))).isTrue();
        for (long number : new long[] {0, 1, 255, 256, below - 1, below, below + 1, size - 1}) {
            assertThat(proofs.holds(proofs.of(number))).as("entry " + number).isTrue();
        }
        years.count();
        sound();
    }

    @Test
    void isNotAcceptedWhileWhoeverProposedItRests() {
        String proposer = StaffFixture.someone(people, "security-administrator");
        long id = prunings.propose(years.outlivedMonth(), Entry.Actor.staff(proposer, "security-administrator"), "");
        suspensions.suspend(proposer, TestReasons.of("INCIDENT_FREEZE"), StaffFixture.TEST);
        refused("caller.refused.proposer-rests", () -> prunings.accept(id, years.two));
        assertThat(at(id).status()).isEqualTo(Proposed.Status.PROPOSED);
    }

    @Test
    void refusesAMonthOfWhichOneEntryHasNotOutlivedItsTime() {
        YearMonth month = years.outlivedMonth();
        years.go(OldLedger.Years.outlived(month).minusMillis(1));
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> proposed(month)).satisfies(refused -> {
            assertThat(refused.key()).isEqualTo("pruning.too-early");
            assertThat(refused.arguments()).containsExactly(month.toString(),
                    OldLedger.Years.outlived(month).toString().substring(0, 10), "operation");
        });
        years.go(OldLedger.Years.outlived(month));
        refused("pruning.too-early", () -> proposed(month.plusMonths(1)));
        refused("pruning.too-early", () -> proposed(years.present()));
        refused("pruning.nothing", () -> proposed(month.minusYears(90)));
        long id = proposed(month);
        // Accepted too early by a clock that was wrong meanwhile: looked at again each time.
        years.go(OldLedger.Years.outlived(month).minusMillis(1));
        refused("pruning.too-early", () -> prunings.accept(id, years.two));
        years.go(OldLedger.Years.outlived(month));
        prunings.accept(id, years.two);
        years.go(OldLedger.Years.outlived(month).minusMillis(1));
        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.STOPPED);
        assertThat(at(id).stoppedFor()).contains("pruning.stopped.too-early");
        assertThat(written("ledger.prune-stop", id)).singleElement()
                .satisfies(entry -> assertThat(entry.outcome()).isEqualTo(Entry.Outcome.REFUSED));
        assertThat(entries.at(at(id).below() - 1)).isPresent();
        sound();
    }

    @Test
    void refusesOnePersonAlone() {
        YearMonth month = years.outlivedMonth();
        long id = proposed(month);
        refused("pruning.own", () -> prunings.accept(id, years.one));
        refused("pruning.not-own", () -> prunings.withdraw(id, years.two));
        refused("pruning.waiting", () -> prunings.propose(month, years.two, ""));
        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.PROPOSED);
        prunings.refuse(id, years.two);
        refused("pruning.decided", () -> prunings.accept(id, years.two));
        assertThat(written("ledger.prune-refuse", id)).hasSize(1);
        long again = proposed(month);
        prunings.withdraw(again, years.one);
        assertThat(written("ledger.prune-withdraw", again)).hasSize(1);
        long late = proposed(month);
        years.go(OldLedger.Years.outlived(month).plus(Proposed.VALID).plusMillis(1));
        refused("pruning.lapsed", () -> prunings.accept(late, years.two));
        refused("pruning.unknown", () -> prunings.accept(late + 1_000, years.two));
        long next = proposed(month);
        assertThat(at(late).status()).isEqualTo(Proposed.Status.LAPSED);
        prunings.withdraw(next, years.one);
        assertThat(entries.at(at(id).below() - 1)).isPresent();
    }

    @Test
    void refusesWhatWasNotCountedYet() {
        YearMonth month = years.nextMonth();
        fixture.signed(OldLedger.ENTRIES);
        years.nextMonth();
        fixture.signed(OldLedger.ENTRIES);
        years.go(OldLedger.Years.outlived(month));
        refused("pruning.uncounted", () -> proposed(month));
        years.count();
        prunings.withdraw(proposed(month), years.one);
    }

    /** What it is found by says one thing, what nobody has ruled on another: then nothing of it goes. */
    @Test
    void keepsAMonthWithAnActionThatNobodyHasRuledOn() {
        YearMonth month = years.outlivedMonth();
        long number = months.below(month) - 3;
        sound();
        db.sql("UPDATE ledger_entry SET action = 'other.thing' WHERE number = ?").param(number).update();
        try {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> proposed(month)).satisfies(refused -> {
                assertThat(refused.key()).isEqualTo("pruning.unknown-action");
                assertThat(refused.arguments()).containsExactly(month.toString(), "other.thing");
            });
            assertThat(months.upTo(OldLedger.Years.outlived(month)))
                    .filteredOn(one -> one.month().equals(month)).singleElement().satisfies(one -> {
                        assertThat(one.until()).isEmpty();
                        assertThat(one.unknown()).containsExactly("other.thing");
                    });
        } finally {
            db.sql("UPDATE ledger_entry SET action = ? WHERE number = ?")
                    .params(LedgerFixture.ACTION, number).update();
            sound();
        }
    }

    /** Another node was told to keep longer: what it finds in the entries themselves counts. */
    @Test
    void stopsWhereANodeHasToKeepLonger() {
        YearMonth month = years.outlivedMonth();
        long id = accepted(month);
        Period long10 = Period.ofYears(10);
        DoorClock clock = beans.getBean(DoorClock.class);
        Retentions longer = new Retentions(new KeepSettings(long10, long10, long10, long10, long10, long10),
                new JsonMapper(), clock);
        new PruningRun(table, entries, tree, proofs, longer, beans.getBean(Soundness.class), ledger,
                beans.getBean(Origins.class), transaction, clock).proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.STOPPED);
        assertThat(at(id).stoppedFor()).contains("pruning.stopped.too-early");
        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.STOPPED);
        assertThat(entries.at(at(id).below() - 1)).isPresent();
    }

    /** A changed entry is not pruned away before somebody has seen it. */
    @Test
    void stopsAtAnEntryThatIsNotTheSignedOne() {
        YearMonth month = years.outlivedMonth();
        long id = accepted(month);
        long number = at(id).below() - 7;
        LedgerFixture.Kept kept = fixture.row(number);
        byte[] changed = kept.bytes().clone();
        changed[changed.length - 3] ^= 1;
        fixture.change(number, changed);
        run.proceed(UNHEARD);
        assertThat(at(id).stoppedAt()).contains(number);
        assertThat(at(id).stoppedFor()).contains("pruning.stopped.damaged");
        fixture.change(number, kept.bytes());
        sound();
    }

    /** What was counted of entries that are gone is held against what was signed of it. */
    @Test
    void findsThatWhatWasCountedOfPrunedEntriesWasChanged() {
        YearMonth month = years.outlivedMonth();
        accepted(month);
        run.proceed(UNHEARD);
        sound();
        assertThat(entries.pruned().orElseThrow().pruning().pruned().entries()).isGreaterThanOrEqualTo(12);
        for (String change : List.of("entries = entries + 1", "list = set_byte(list, 0, get_byte(list, 0) # 1)")) {
            db.sql("CREATE TABLE kept_tallies AS SELECT * FROM ledger_pruned_tally").update();
            db.sql("UPDATE ledger_pruned_tally SET " + change + " WHERE customer = "
                    + "(SELECT min(customer) FROM ledger_pruned_tally)").update();
            Optional<String> finding = CheckFixture.finding(check);
            db.sql("DELETE FROM ledger_pruned_tally").update();
            db.sql("INSERT INTO ledger_pruned_tally SELECT * FROM kept_tallies").update();
            db.sql("DROP TABLE kept_tallies").update();
            assertThat(finding).as(change).contains("CENSUS_DIFFERS");
            sound();
        }
    }

    @ParameterizedTest
    @EnumSource(PruningRun.Step.class)
    void dyingAfterAStepLeavesASoundLedgerAndGoesOn(PruningRun.Step last) {
        YearMonth month = years.outlivedMonth();
        long minimum = months.minimum();
        long id = accepted(month);
        assertThatExceptionOfType(Died.class).isThrownBy(() -> run.proceed(step -> {
            if (step == last) {
                throw new Died();
            }
        }));
        sound();
        boolean begun = last.compareTo(PruningRun.Step.COUNTED) > 0;
        boolean done = last == PruningRun.Step.DONE;
        assertThat(at(id).status()).isEqualTo(done ? Proposed.Status.DONE
                : begun ? Proposed.Status.BEGUN : Proposed.Status.ACCEPTED);
        assertThat(months.minimum()).isEqualTo(begun ? at(id).below() : minimum);
        assertThat(entries.at(at(id).below() - 1).isPresent()).isEqualTo(!done);

        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.DONE);
        assertThat(entries.at(at(id).below() - 1)).isEmpty();
        assertThat(entries.at(at(id).below())).isPresent();
        assertThat(written("ledger.prune-end", id)).hasSize(1);
        assertThat(ledger.find(LedgerQuery.latest(500).withAction("ledger.prune")).stream()
                .filter(line -> line.entry().object().orElseThrow().id().equals(Long.toString(at(id).below()))))
                .hasSize(1);
        sound();
    }

    /** Entries of a month that were written after the first of the next one: they keep their numbers and stay. */
    @Test
    void keepsWhatWasWrittenLateIntoAMonth() {
        YearMonth month = years.nextMonth();
        fixture.signed(OldLedger.ENTRIES);
        Instant inMonth = years.present().atDay(20).atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        years.nextMonth();
        Instant inNext = years.present().atDay(10).atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        fixture.signed(5);
        years.go(inMonth);
        long late = fixture.signed(40);
        years.go(inNext);
        fixture.signed(OldLedger.ENTRIES);
        years.go(OldLedger.Years.outlived(month));
        fixture.signed(5);
        years.count();
        long id = accepted(month);
        assertThat(at(id).below()).isLessThan(late);
        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.DONE);
        assertThat(entries.between(late, late + 40)).hasSize(40);
        assertThat(entries.between(at(id).below(), ledger.size())).extracting(Stored::number)
                .containsExactlyElementsOf(LongStream.range(at(id).below(), ledger.size()).boxed().toList());
        sound();
        // They go with the month whose entries stand before theirs.
        years.go(OldLedger.Years.outlived(month.plusMonths(1)));
        fixture.signed(5);
        years.count();
        long next = accepted(month.plusMonths(1));
        run.proceed(UNHEARD);
        assertThat(at(next).below()).isGreaterThan(late + 39);
        assertThat(db.sql("SELECT min(number) FROM ledger_entry").query(Long.class).single())
                .isEqualTo(at(next).below());
        sound();
    }

    /** A partition dropped by hand is found as what it is, before a pruning and beside one. */
    @Test
    void findsRowsThatWereTakenAwayByHand() {
        YearMonth month = years.outlivedMonth();
        YearMonth next = month.plusMonths(1);
        long first = table.firstNotBefore(month.atDay(1).atStartOfDay(java.time.ZoneOffset.UTC).toInstant())
                .orElseThrow();
        dropByHand(month, first);
        accepted(month);
        run.proceed(UNHEARD);
        long below = months.minimum();
        sound();
        // What two people agreed to says nothing about the month behind it.
        dropByHand(next, Math.max(below, table.firstNotBefore(PruningTable.end(month)).orElseThrow()));
    }

    private void dropByHand(YearMonth month, long first) {
        String partition = "ledger_entry_" + month.toString().replace('-', '_');
        db.sql("CREATE TABLE kept_rows AS SELECT * FROM " + partition).update();
        db.sql("DROP TABLE " + partition).update();
        LedgerCheckOutcome outcome = LedgerCheckOutcome.of(check);
        fixture.prepare(month);
        db.sql("INSERT INTO ledger_entry SELECT * FROM kept_rows").update();
        db.sql("DROP TABLE kept_rows").update();
        assertThat(outcome.finding()).contains("MISSING");
        assertThat(outcome.number()).contains(first);
        sound();
    }

    /** Asked again within one class, so that its record keeps short names here. */
    private record LedgerCheckOutcome(Optional<String> finding, Optional<Long> number) {

        static LedgerCheckOutcome of(LedgerCheck check) {
            Optional<String> finding = CheckFixture.finding(check);
            return new LedgerCheckOutcome(finding, check.last().flatMap(LedgerCheck.Outcome::number));
        }
    }

    /** Another node writes and reads while this one prunes, behind a reader that takes its time. */
    @Test
    void isNoticedByNobodyElse() throws Exception {
        YearMonth month = years.outlivedMonth();
        long id = accepted(month);
        AtomicBoolean stop = new AtomicBoolean();
        try (OtherNode other = new OtherNode(beans, Duration.between(Instant.now(),
                OldLedger.Years.outlived(month)));
                Connection reader = source.getConnection(); Statement reads = reader.createStatement()) {
            reader.setAutoCommit(false);
            try (ResultSet rows = reads.executeQuery("SELECT count(*) FROM ledger_entry")) {
                assertThat(rows.next()).isTrue();
            }
            List<CompletableFuture<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                writers.add(CompletableFuture.supplyAsync(() -> {
                    long last = 0;
                    while (!stop.get()) {
                        last = other.ledger().record(fixture.draft("T-1")).entry();
                        assertThat(ledger.line(last)).isPresent();
                    }
                    return last;
                }));
            }
            CompletableFuture<Void> pruning = CompletableFuture.runAsync(() -> run.proceed(UNHEARD));
            // While the reader holds on, entries are still written.
            for (int i = 0; i < 20; i++) {
                other.ledger().record(fixture.draft("T-2"));
            }
            assertThat(at(id).status()).isNotEqualTo(Proposed.Status.DONE);
            reader.commit();
            pruning.join();
            stop.set(true);
            for (CompletableFuture<Long> writer : writers) {
                proofs.of(writer.join());
            }
        }
        assertThat(at(id).status()).isEqualTo(Proposed.Status.DONE);
        assertThat(entries.between(at(id).below(), ledger.size())).hasSize((int) (ledger.size() - at(id).below()));
        sound();
    }

    /** Two nodes that find the same pruning do it once. */
    @Test
    void isDoneOnceByWhoeverComesFirst() {
        YearMonth month = years.outlivedMonth();
        long id = accepted(month);
        List<CompletableFuture<Void>> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            nodes.add(CompletableFuture.runAsync(() -> run.proceed(UNHEARD)));
        }
        nodes.forEach(CompletableFuture::join);
        run.proceed(UNHEARD);
        assertThat(at(id).status()).isEqualTo(Proposed.Status.DONE);
        assertThat(written("ledger.prune-end", id)).hasSize(1);
        sound();
    }
}
