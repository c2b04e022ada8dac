// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.server.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

/** Questions that share one way to the database: each has its own answer, and nobody else's failure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedReadsIT {

    private static final String UNREADABLE = "torn";
    private static final int ASKING = 12;

    /** @param read the transaction that read it, by the time of its begin */
    private record Leaf(String name, int weight, OffsetDateTime read) {}

    private record Stone(Integer number, OffsetDateTime read) {}

    private static final SharedReads.Rows<String, Leaf> LEAVES = new SharedReads.Rows<>(
            "SELECT name, weight, now() AS read FROM leaf WHERE name = ANY(?)", "text", SharedReadsIT::leaf,
            Leaf::name);

    private static final SharedReads.Rows<Integer, Stone> STONES = new SharedReads.Rows<>(
            "SELECT number, now() AS read FROM stone WHERE number = ANY(?)", "int4",
            (row, index) -> new Stone(row.getInt("number"), row.getObject("read", OffsetDateTime.class)),
            Stone::number);

    private static final SharedReads.Rows<String, Leaf> NOWHERE = new SharedReads.Rows<>(
            "SELECT name, weight, now() AS read FROM no_such_table WHERE name = ANY(?)", "text", SharedReadsIT::leaf,
            Leaf::name);

    private JdbcTemplate db;
    private SharedReads reads;
    private TransactionTemplate transaction;

    private static Leaf leaf(ResultSet row, int index) throws SQLException {
        if (row.getString("name").equals(UNREADABLE)) {
            throw new IllegalStateException("This row does not read.");
        }
        return new Leaf(row.getString("name"), row.getInt("weight"), row.getObject("read", OffsetDateTime.class));
    }

    @BeforeAll
    void twoTables() {
        DataSource source = TestDatabase.fresh();
        db = new JdbcTemplate(source);
        db.execute("CREATE TABLE leaf (name text PRIMARY KEY, weight int NOT NULL)");
        db.execute("CREATE TABLE stone (number int PRIMARY KEY)");
        db.execute("INSERT INTO leaf VALUES ('ash', 3), ('elm', 4), ('" + UNREADABLE + "', 5)");
        db.execute("INSERT INTO stone VALUES (7)");
        reads = new SharedReads(db);
        transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    @Test
    void questionsAboutTwoTablesAreAnsweredInOneGo() {
        var stone = reads.ask(STONES, 7);
        var ash = reads.ask(LEAVES, "ash");
        var again = reads.ask(LEAVES, "ash");
        var oak = reads.ask(LEAVES, "oak");
        OffsetDateTime read = ash.answer().orElseThrow().read();
        assertThat(stone.answer()).contains(new Stone(7, read));
        assertThat(again.answer()).contains(new Leaf("ash", 3, read));
        assertThat(oak.answer()).isEmpty();
    }

    @Test
    void whatIsAskedLaterIsReadLater() {
        var before = reads.ask(LEAVES, "elm").answer().orElseThrow();
        db.update("UPDATE leaf SET weight = weight + 1 WHERE name = 'elm'");
        assertThat(reads.ask(LEAVES, "elm").answer().orElseThrow().weight()).isEqualTo(before.weight() + 1);
    }

    @Test
    void aRowThatDoesNotReadFailsOnlyWhoAskedForIt() {
        var torn = reads.ask(LEAVES, UNREADABLE);
        var ash = reads.ask(LEAVES, "ash");
        var stone = reads.ask(STONES, 7);
        assertThat(ash.answer().orElseThrow().weight()).isEqualTo(3);
        assertThat(stone.answer()).isPresent();
        assertThatThrownBy(torn::answer).isInstanceOf(IllegalStateException.class);
    }

    /** Who asks and goes away, as a request does that fails in between, keeps nobody waiting. */
    @Test
    @Timeout(60)
    void manyAtOnceAreEachAnsweredAboutTheirOwn() throws Exception {
        db.execute("INSERT INTO stone SELECT number FROM generate_series(100, 199) number");
        ExecutorService people = Executors.newFixedThreadPool(ASKING);
        try {
            List<Callable<Boolean>> rounds = IntStream.range(0, ASKING).mapToObj(this::asksManyTimes).toList();
            for (Future<Boolean> done : people.invokeAll(rounds)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            people.shutdownNow();
        }
    }

    private Callable<Boolean> asksManyTimes(int seed) {
        return () -> {
            Random random = new Random(seed);
            for (int turn = 0; turn < 400; turn++) {
                int number = 100 + random.nextInt(120);
                var stone = reads.ask(STONES, number);
                reads.ask(LEAVES, "elm");
                Optional<Integer> expected = number < 200 ? Optional.of(number) : Optional.empty();
                assertThat(stone.answer().map(Stone::number)).isEqualTo(expected);
            }
            return true;
        };
    }

    @Test
    void aTransactionReadsWhatItHasWritten() {
        transaction.executeWithoutResult(status -> {
            db.update("INSERT INTO leaf VALUES ('yew', 1)");
            assertThat(reads.ask(LEAVES, "yew").answer()).isPresent();
            status.setRollbackOnly();
        });
        assertThat(reads.ask(LEAVES, "yew").answer()).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotTellTellsNobody() {
        var nowhere = reads.ask(NOWHERE, "ash");
        var stone = reads.ask(STONES, 7);
        assertThatThrownBy(nowhere::answer).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(stone::answer).isInstanceOf(DataAccessException.class);
        assertThat(reads.ask(STONES, 7).answer()).isPresent();
    }
}
