// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the two halves of a reveal promise each other when either of them dies: no answered reveal is missing
 * from the ledger, no entry is lost or doubled, nothing that was signed is taken back, and the server is
 * well again by itself.
 *
 * <p>{@code shouxin.crash.rounds} says how often; {@code ./test --crash 200} is the long run. The moments come
 * from {@code shouxin.crash.seed}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("shouxin.crash.rounds", 5);
    private static final long SEED = Long.getLong("shouxin.crash.seed", 20_261_125);
    private static final int ANSWERS_MAX = 300;
    private static final int HOLDS_MAX = 200;

    private final Random random = new Random(SEED);
    private final Table table = new Table();
    private Stage stage;

    /** Something that happens under load. */
    private interface Blow {

        void fall() throws Exception;
    }

    @BeforeAll
    void open() throws Exception {
        Path home = Path.of("target", "crash", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
        Files.createDirectories(home);
        stage = Stage.open(home, home.resolve("database"));
    }

    @AfterAll
    void close() throws Exception {
        if (stage != null) {
            stage.close();
        }
        table.write(Path.of("target", "crash.txt"));
    }

    @Test
    void serverKilled() throws Exception {
        rounds("server killed", ROUNDS, () -> stage.node().kill(), () -> stage.node().start());
    }

    @Test
    void postgresKilled() throws Exception {
        rounds("PostgreSQL killed", fewer(), () -> stage.cluster().kill(), () -> { });
    }

    @Test
    void postgresStopped() throws Exception {
        rounds("PostgreSQL stopped", fewer(), () -> stage.cluster().stopNow(), () -> { });
    }

    @Test
    void connectionCutBetweenCommitAndAnswer() throws Exception {
        rounds("connection cut after commit", ROUNDS, this::cutAfterCommit, () -> { });
    }

    /** The one that dies may be the one that signs; the other goes on as if nothing had been. */
    @Test
    void oneOfTwoServersKilled() throws Exception {
        Node another = stage.another();
        another.start();
        Table.Row row = table.row("one of two servers killed");
        try (Clients here = stage.clients(stage.node(), random.nextLong());
                Clients there = stage.clients(another, random.nextLong())) {
            here.awaitAnswers(1 + random.nextInt(ANSWERS_MAX));
            another.kill();
            long begun = System.nanoTime();
            here.awaitAnswers(ANSWERS_MAX);
            Duration recovery = Duration.ofNanos(System.nanoTime() - begun);
            List<Clients.Answered> receipts = new ArrayList<>(there.end());
            receipts.addAll(here.end());
            stage.evidence().require(receipts);
            row.round(here, receipts.size(), recovery);
        } finally {
            another.kill();
        }
        stage.evidence().requireSigned(stage.node());
    }

    private static int fewer() {
        return Math.max(2, ROUNDS / 4);
    }

    /** Holds what PostgreSQL answers until something was committed whose answer is held, and loses it. */
    private void cutAfterCommit() throws Exception {
        for (int hold = 0; hold < HOLDS_MAX; hold++) {
            long before = stage.evidence().next();
            stage.relay().hold();
            for (int look = 0; look < 20; look++) {
                if (stage.evidence().next() > before + 1) {
                    stage.relay().cut();
                    return;
                }
            }
            stage.relay().release();
        }
        throw new AssertionError("In " + HOLDS_MAX + " holds nothing was committed.");
    }

    private void rounds(String what, int rounds, Blow blow, Blow mend) throws Exception {
        Table.Row row = table.row(what);
        for (int round = 0; round < rounds; round++) {
            stage.evidence().keepSigned(stage.node());
            try (Clients clients = stage.clients(stage.node(), random.nextLong())) {
                clients.awaitAnswers(1 + random.nextInt(ANSWERS_MAX));
                blow.fall();
                long begun = System.nanoTime();
                mend.fall();
                // Well again under the same load, without a hand.
                stage.node().awaitWell();
                clients.awaitAnswers(1);
                Duration recovery = Duration.ofNanos(System.nanoTime() - begun);
                List<Clients.Answered> receipts = clients.end();
                stage.evidence().require(receipts);
                row.round(clients, receipts.size(), recovery);
            }
            stage.evidence().requireSigned(stage.node());
        }
    }
}
