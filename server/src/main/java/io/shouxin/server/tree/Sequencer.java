// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.TileGrowth;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Integrator;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

/**
 * Brings what is durable into the tree and signs it.
 *
 * <p>Of all nodes on one database, the one that holds the advisory lock does this; the lock is bound
 * to its connection, so PostgreSQL passes it on when that node dies. A node that wrongly believes it
 * still holds it is stopped by the size in {@code ledger_tree}, which every step moves on from what it
 * read. Tiles, size and signature are one transaction: after a crash anywhere, either all of a step
 * is there or none of it, and the next step starts from the signed size.
 */
@Component
class Sequencer implements SmartLifecycle, Integrator {

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    /** "shouxin" in ASCII: the name of the lock, the same on every node. */
    private static final long LOCK = 0x73686f7578696eL;
    private static final int ENTRIES_MAX = 20_000;
    /** Within which an entry is in a signed tree; a bound of its own in the histogram, for monitors to watch. */
    private static final Duration PROMISED = Duration.ofMillis(200);

    /**
     * How long it rests. Together they are what an entry waits at most before its step begins: 120 ms leave
     * the step itself 80 of the {@link #PROMISED} 200.
     *
     * @param look how soon it looks without being woken, for what other nodes wrote
     * @param gather how long entries gather once it is woken: one signature each would cost more
     */
    record Pace(Duration look, Duration gather) {

        static final Pace USUAL = new Pace(Duration.ofMillis(80), Duration.ofMillis(40));
    }

    private final DataSource source;
    private final Entries entries;
    private final TreeTable table;
    private final TransactionTemplate transaction;
    private final ObjectProvider<CheckpointSigner> signer;
    private final DoorClock clock;
    private final Published published;
    private final Timer lag;
    private final Pace pace;
    private final Semaphore work = new Semaphore(0);
    /** When the first write came that no step has read yet, by {@link System#nanoTime}; 0 when there is none. */
    private final AtomicLong writtenAt = new AtomicLong();
    private volatile boolean running;
    private volatile Thread thread;

    @Autowired
    @SuppressWarnings("checkstyle:ParameterNumber") // What it reads, what it writes and what it says of it.
    Sequencer(DataSource source, Entries entries, TreeTable table, TransactionTemplate transaction,
            ObjectProvider<CheckpointSigner> signer, DoorClock clock, Published published, MeterRegistry meters) {
        this(source, entries, table, transaction, signer, clock, published, meters, Pace.USUAL);
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // The same, and the pace for tests.
    Sequencer(DataSource source, Entries entries, TreeTable table, TransactionTemplate transaction,
            ObjectProvider<CheckpointSigner> signer, DoorClock clock, Published published, MeterRegistry meters,
            Pace pace) {
        this.source = source;
        this.entries = entries;
        this.table = table;
        this.transaction = transaction;
        this.signer = signer;
        this.clock = clock;
        this.published = published;
        this.lag = Timer.builder("shouxin.ledger.integration")
                .description("from the first write of a step being durable to its tree being signed")
                .publishPercentileHistogram().serviceLevelObjectives(PROMISED).register(meters);
        this.pace = pace;
        Gauge.builder("shouxin.ledger.unsigned", this, Sequencer::unsigned)
                .description("entries on the disk that no signed tree has yet").register(meters);
    }

    private double unsigned() {
        return Math.max(0, entries.next() - table.head().size());
    }

    @Override
    public void wake() {
        writtenAt.compareAndSet(0, System.nanoTime());
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        while (running) {
            try (Connection connection = source.getConnection()) {
                if (locked(connection)) {
                    lead(connection);
                } else {
                    pause();
                }
            } catch (SQLException | RuntimeException failed) {
                LOG.warn("Sequencer could not integrate, will try again: {}", failed.getClass().getName());
                pause();
            }
        }
    }

    private void lead(Connection connection) throws SQLException {
        try {
            while (running && connection.isValid(2)) {
                if (step() < ENTRIES_MAX) {
                    pause();
                }
            }
        } finally {
            // The lock belongs to the session, and the pool would keep the session: however this ends, the
            // lock must not go back into the pool, or nobody leads until the pool lets that session go.
            if (!unlocked(connection)) {
                connection.abort(Runnable::run);
            }
        }
    }

    /** Integrates at most {@link #ENTRIES_MAX} entries and answers how many. */
    int step() {
        CheckpointSigner keys = signer.getIfAvailable();
        if (keys == null) {
            return 0;
        }
        try {
            // A tree that does not continue what was published is never signed: that would be a second history.
            published.requireContinues();
            // Before the transaction: a key that signs for the first time is made here, and is stored by itself.
            NoteSigner[] signers = keys.signers().toArray(NoteSigner[]::new);
            long since = writtenAt.getAndSet(0);
            Integer done = transaction.execute(status -> integrate(keys.origin(), signers));
            if (done == null || done == 0) {
                return 0;
            }
            if (since != 0) {
                lag.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
            }
            published.follow();
            return done;
        } catch (Refused sealedOrRolledBack) {
            // What was written waits, and nothing is signed.
            return 0;
        }
    }

    private int integrate(String origin, NoteSigner... signers) {
        TreeHead tree = table.head();
        // Not beyond the head: a row there was put in by somebody else, and must not be signed.
        long end = Math.min(tree.size() + ENTRIES_MAX, entries.next());
        List<Stored> added = entries.between(tree.size(), end);
        if (added.isEmpty() && tree.note().isPresent()) {
            return 0;
        }
        requireNoGap(tree.size(), added);
        List<byte[]> leaves = added.stream().map(entry -> Hashes.leaf(entry.bytes())).toList();
        TileGrowth growth = TileGrowth.grow(tree.size(), new StoredTiles(table), leaves);
        Checkpoint checkpoint = new Checkpoint(origin, growth.size(), growth.root());
        byte[] note = Note.sign(checkpoint.text(), signers);
        table.put(growth.tiles());
        TreeHead grown = new TreeHead(growth.size(), growth.root(), Optional.of(note),
                Optional.of(clock.systemInstant()));
        if (!table.grow(tree.size(), grown)) {
            throw new IllegalStateException("Another sequencer moved the tree on; this one stands back.");
        }
        return added.size();
    }

    private static void requireNoGap(long size, List<Stored> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).number() != size + i) {
                throw new IllegalStateException("Entry " + (size + i) + " is missing from the table.");
            }
        }
    }

    private static boolean locked(Connection connection) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(" + LOCK + ")");
    }

    private static boolean unlocked(Connection connection) {
        try {
            return ask(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
        } catch (SQLException gone) {
            return false;
        }
    }

    private static boolean ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void pause() {
        try {
            if (work.tryAcquire(pace.look().toMillis(), TimeUnit.MILLISECONDS)) {
                TimeUnit.MILLISECONDS.sleep(pace.gather().toMillis());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void start() {
        running = true;
        thread = new Thread(this::run, "ledger-sequencer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
