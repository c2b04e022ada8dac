// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * Writes what many requests wait for in one transaction, after comparing what each of them rests on.
 *
 * <p>In two steps, each with a thread of its own, so that the next batch is written while the disk still
 * works on the last one. The first takes whatever has gathered and commits it without waiting for the
 * disk, which frees the numbers for the next batch. The second flushes the log of PostgreSQL, which has
 * the commits in their order, and only then answers those who wait for what was committed before. A lone
 * request waits for nobody.
 *
 * <p>What holds if the process or PostgreSQL dies: before the flush, no caller was answered, and what
 * was committed is on the disk up to some commit with no gap before it; after it, the entries stand and
 * some callers got no answer, which errs to the safe side. What the sequencer signs it commits with a
 * wait, so it is never signed before it is durable.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int ENTRIES_MAX = 512;
    private static final int WAITING_MAX = 20_000;
    private static final long WAIT_SECONDS_MAX = 15;
    private static final long IDLE_MILLIS = 200;

    private record Waiting(List<Written> entries, Basis basis, CompletableFuture<Long> first) {}

    /** What became of a batch: the number of the first entry, and those that have to decide again. */
    private record Committed(long first, Set<Waiting> movedOn) {}

    /** Requests whose entries are committed from this number on, and not yet known to be on the disk. */
    private record Unflushed(long first, List<Waiting> waiting) {}

    private final DataSource source;
    private final TransactionTemplate transaction;
    private final Rulings rulings;
    private final Runnable written;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING_MAX);
    private final BlockingQueue<Unflushed> unflushed = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Thread flusher;
    private volatile boolean closed;
    private volatile boolean allWritten;

    GroupCommit(DataSource source, TransactionTemplate transaction, Rulings rulings, Runnable written) {
        this.source = source;
        this.transaction = transaction;
        this.rulings = rulings;
        this.written = written;
        this.writer = started("ledger-write", this::writeAll);
        this.flusher = started("ledger-flush", this::flushAll);
    }

    private static Thread started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Returns the number of the first entry once all are durable.
     *
     * @throws MovedOn if the basis does not hold any more: then none of them was written
     */
    long write(List<Written> entries, Basis basis) {
        Waiting waiting = new Waiting(entries, basis, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw unavailable();
        }
        try {
            return waiting.first().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof MovedOn moved ? moved : unavailable();
        } catch (TimeoutException late) {
            throw unavailable();
        }
    }

    private static Refused unavailable() {
        return new Refused(Refused.Kind.UNAVAILABLE, "ledger.unavailable");
    }

    private void writeAll() {
        List<Waiting> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                gather(batch);
                if (!batch.isEmpty()) {
                    commit(batch);
                }
            } catch (InterruptedException interrupted) {
                closed = true;
            }
            batch.clear();
        }
        allWritten = true;
    }

    private void flushAll() {
        List<Unflushed> batches = new ArrayList<>();
        while (!allWritten || !unflushed.isEmpty()) {
            try {
                Unflushed first = unflushed.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batches.add(first);
                    unflushed.drainTo(batches);
                    flush(batches);
                    batches.clear();
                }
            } catch (InterruptedException interrupted) {
                allWritten = true;
            }
        }
    }

    private void gather(List<Waiting> batch) throws InterruptedException {
        Waiting first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        int entries = 0;
        for (Waiting next = first; next != null; next = entries < ENTRIES_MAX ? queue.poll() : null) {
            batch.add(next);
            entries += next.entries().size();
        }
    }

    private void commit(List<Waiting> batch) {
        try {
            Committed committed = Objects.requireNonNull(transaction.execute(status -> write(batch)));
            committed.movedOn().forEach(waiting -> waiting.first().completeExceptionally(new MovedOn()));
            unflushed.add(new Unflushed(committed.first(),
                    batch.stream().filter(waiting -> !committed.movedOn().contains(waiting)).toList()));
        } catch (RuntimeException failed) {
            fail(batch, failed);
        }
    }

    private void flush(List<Unflushed> batches) {
        try (Connection connection = source.getConnection()) {
            EntryRows.flush(connection);
            for (Unflushed batch : batches) {
                long number = batch.first();
                for (Waiting waiting : batch.waiting()) {
                    waiting.first().complete(number);
                    number += waiting.entries().size();
                }
            }
            written.run();
        } catch (SQLException | RuntimeException failed) {
            fail(batches.stream().flatMap(batch -> batch.waiting().stream()).toList(), failed);
        }
    }

    private static void fail(List<Waiting> requests, Exception failed) {
        Throwable cause = failed instanceof SQLException ? failed : failed.getCause();
        LOG.error("Ledger write of {} requests failed, SQL state {}, {}: nothing was released", requests.size(),
                cause instanceof SQLException sql ? sql.getSQLState() : "-", failed.getClass().getName());
        requests.forEach(waiting -> waiting.first().completeExceptionally(failed));
    }

    /** Two round trips: lock and look, write and commit. */
    private Committed write(List<Waiting> batch) {
        Map<Watched, Map<String, Integer>> present = new HashMap<>();
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            long ruled = EntryRows.lockAndLook(connection,
                    Basis.keys(batch.stream().map(Waiting::basis).toList()), (of, key, version) ->
                    present.computeIfAbsent(of, one -> new HashMap<>()).put(key, version));
            rulings.saw(ruled);
            Set<Waiting> movedOn = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Written> entries = new ArrayList<>();
            for (Waiting waiting : batch) {
                if (waiting.basis().holds(ruled, present)) {
                    entries.addAll(waiting.entries());
                } else {
                    movedOn.add(waiting);
                }
            }
            return new Committed(entries.isEmpty() ? 0 : EntryRows.writeAndCommit(connection, entries), movedOn);
        } catch (SQLException failed) {
            throw new WriteFailed(failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS_MAX));
            flusher.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS_MAX));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries an SQL failure through the transaction, which it rolls back. */
    private static final class WriteFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WriteFailed(SQLException cause) {
            super(cause);
        }
    }
}
