// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.server.ServerTest;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.tree.CheckpointSigner;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeFixture;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.vault.Door;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class LedgerIT {

    @Autowired Ledger ledger;
    @Autowired LedgerTable table;
    @Autowired LedgerCheck check;
    @Autowired LedgerFixture fixture;
    @Autowired Proofs proofs;
    @Autowired Integrator sequencer;
    @Autowired SignedTree signed;
    @Autowired BeanFactory node;
    @Autowired CheckpointSigner signer;
    @Autowired DataSource source;
    @Autowired TransactionTemplate transaction;
    @Autowired DoorClock clock;
    @Autowired MeterRegistry meters;

    @Test
    void numbersWithoutGapsWhateverIsRolledBackOrDecidedAgain() throws Exception {
        long before = ledger.size();
        ConcurrentLinkedQueue<Long> given = new ConcurrentLinkedQueue<>();
        together(8, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 40; i++) {
                write(random.nextInt(5), given);
            }
        });
        long after = ledger.size();
        assertThat(given).doesNotHaveDuplicates().hasSize((int) (after - before))
                .allMatch(number -> number >= before && number < after);
        assertThat(table.entries(before, after)).extracting(Stored::number)
                .containsExactlyInAnyOrderElementsOf(given);
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    private void write(int way, ConcurrentLinkedQueue<Long> given) {
        if (way == 0) {
            ledger.record(List.of(fixture.draft("T-1"), fixture.draft("T-1")), Basis.NONE)
                    .forEach(receipt -> given.add(receipt.entry()));
            return;
        }
        if (way > 2) {
            // Decided before anything was ever ruled: in a batch with others, or in a transaction of its own.
            assertThatThrownBy(() -> decidedLongAgo(way == 3)).isInstanceOf(MovedOn.class);
            return;
        }
        Ledger.Appended appended = transaction.execute(status -> {
            Ledger.Appended one = ledger.append(fixture.draft("T-2"));
            if (way == 2) {
                status.setRollbackOnly();
            }
            return one;
        });
        if (way == 1) {
            given.add(appended.receipt().entry());
        } else {
            assertThatThrownBy(appended::receipt).isInstanceOf(IllegalStateException.class);
        }
    }

    private void decidedLongAgo(boolean alone) {
        List<Entry.Draft> drafts = List.of(fixture.draft("T-3"), fixture.draft("T-3"), fixture.draft("T-3"));
        if (alone) {
            transaction.executeWithoutResult(status -> ledger.appendRelease(drafts, Basis.ruled(-1)));
        } else {
            ledger.record(drafts, Basis.ruled(-1));
        }
    }

    @Test
    void returnsOnlyWhenAnotherConnectionSeesTheEntry() throws SQLException {
        try (Connection other = source.getConnection();
             PreparedStatement look = other.prepareStatement("SELECT bytes FROM ledger_entry WHERE number = ?")) {
            for (int i = 0; i < 20; i++) {
                Receipt receipt = ledger.record(fixture.draft("T-" + i));
                look.setLong(1, receipt.entry());
                try (ResultSet row = look.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(Hashes.leaf(row.getBytes(1))).isEqualTo(receipt.leafHash());
                }
            }
        }
        assertThat(setting("synchronous_commit")).isEqualTo("on");
    }

    @Test
    void keepsTheOrderOfEntriesWrittenTogether() {
        List<Entry.Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            drafts.add(fixture.draft("T-" + i));
        }
        List<Receipt> receipts = ledger.record(drafts, Basis.NONE);
        long first = receipts.get(0).entry();
        for (int i = 0; i < 300; i++) {
            assertThat(receipts.get(i).entry()).isEqualTo(first + i);
            assertThat(ledger.line(first + i).orElseThrow().entry().ticket()).contains("T-" + i);
        }
    }

    @Test
    void refusesToAppendWithoutATransaction() {
        assertThatThrownBy(() -> ledger.append(fixture.draft("T-1")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void writesNothingOfATransactionThatFailsAfterwards() {
        long before = ledger.size();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
            ledger.append(fixture.draft("T-1"));
            throw new IllegalStateException("later");
        })).hasMessage("later");
        assertThat(ledger.size()).isEqualTo(before);
    }

    @Test
    void marksWhatIsMadeOnAnotherClock() {
        Receipt receipt = clock.during("sample", clock.systemInstant().minus(Duration.ofDays(9)),
                () -> ledger.record(fixture.draft("T-1")));
        assertThat(ledger.line(receipt.entry()).orElseThrow().entry().clock()).contains("sample");
        assertThat(receipt.at()).isBefore(clock.systemInstant().minus(Duration.ofDays(8)));
    }

    @Test
    void signsATreeThatHoldsTheEntry() {
        long number = fixture.signed(3);
        TreeHead tree = signed.head();
        Checkpoint checkpoint = Checkpoint.open(tree.note().orElseThrow(), proofs.verifiers());
        assertThat(checkpoint.size()).isEqualTo(tree.size()).isGreaterThan(number + 2);
        assertThat(checkpoint.root()).isEqualTo(tree.root());
        assertThat(checkpoint.origin()).isEqualTo(signer.origin());
        assertThat(proofs.holds(proofs.of(number))).isTrue();
    }

    @Test
    void keepsOneTreeUnderTwoSequencers() throws Exception {
        TreeFixture.withAnother(node, second -> together(4, thread -> {
            for (int i = 0; i < 60; i++) {
                ledger.record(fixture.draft("T-" + i));
                TreeFixture.step(i % 2 == 0 ? sequencer : second);
            }
        }));
        long last = ledger.record(fixture.draft("T-last")).entry();
        assertThat(proofs.holds(proofs.of(last))).isTrue();
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    /** Behaviour and no time: this sequencer would look again only tomorrow. */
    @Test
    void isIntegratedBecauseItWasWrittenAndNotByLookingNowAndThen() throws Exception {
        TreeFixture.withOneThatMustBeWoken(node, only -> {
            try (OtherNode writer = new OtherNode(node, Duration.ZERO, only)) {
                long recorded = writer.ledger().record(fixture.draft("T-1")).entry();
                assertThat(proofs.of(recorded).size()).isGreaterThan(recorded);
                Ledger.Appended appended = transaction.execute(status -> writer.ledger().append(fixture.draft("T-2")));
                long number = appended.receipt().entry();
                assertThat(proofs.of(number).size()).isGreaterThan(number);
            }
        });
        assertThat(proofs.of(ledger.record(fixture.draft("T-3")).entry()).size()).isPositive();
    }

    @Test
    void saysHowFarTheTreeIsBehindWhatWasWritten() {
        long counted = meters.get("shouxin.ledger.integration").timer().count();
        fixture.signed(3);
        assertThat(meters.get("shouxin.ledger.integration").timer().count()).isGreaterThan(counted);
        assertThat(meters.get("shouxin.ledger.unsigned").gauge().value()).isZero();
    }

    /** Not asserted: it says what this machine does, in the log of the run. */
    @Test
    void sayHowManyEntriesASecondSixteenWritersReach() throws Exception {
        int each = 250;
        long begun = System.nanoTime();
        together(16, thread -> {
            for (int i = 0; i < each; i++) {
                ledger.record(fixture.draft("T-" + i));
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("Ledger.record, 16 threads: %,.0f entries/s%n", 16 * each / seconds);
    }

    private String setting(String name) throws SQLException {
        try (Connection connection = source.getConnection();
             ResultSet row = connection.createStatement().executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private interface Act {

        void run(int thread) throws Exception;
    }

    private static void together(int threads, Act act) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                runs.add(pool.submit(() -> {
                    start.await();
                    act.run(thread);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
