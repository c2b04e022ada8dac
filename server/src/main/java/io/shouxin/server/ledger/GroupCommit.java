// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionStatus;
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
 * <p>One thread takes whatever has gathered, commits it and waits for the disk; what comes meanwhile is the
 * next batch, so that batches grow with the load. A lone request waits for nobody. A second step that waited
 * for the disk while the next batch was written cost as much again in processor time as it hid.
 *
 * <p>What holds if the process or PostgreSQL dies: before the commit is on the disk, no caller was answered;
 * after it, the entries stand and some callers got no answer, which errs to the safe side.
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

    private final DataSource source;
    private final TransactionTemplate transaction;
    private final Rulings rulings;
    private final Runnable written;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread writer;
    private volatile boolean closed;

    GroupCommit(DataSource source, TransactionTemplate transaction, Rulings rulings, Runnable written) {
        this.source = source;
        this.transaction = transaction;
        this.rulings = rulings;
        this.written = written;
        this.writer = new Thread(this::writeAll, "ledger-write");
        this.writer.setDaemon(true);
        this.writer.start();
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
            answer(batch, Objects.requireNonNull(transaction.execute(status -> write(batch, status))));
            written.run();
        } catch (RuntimeException failed) {
            fail(batch, failed);
        }
    }

    private static void answer(List<Waiting> batch, Committed committed) {
        long number = committed.first();
        for (Waiting waiting : batch) {
            if (committed.movedOn().contains(waiting)) {
                waiting.first().completeExceptionally(new MovedOn());
            } else {
                waiting.first().complete(number);
                number += waiting.entries().size();
            }
        }
    }

    private static void fail(List<Waiting> requests, RuntimeException failed) {
        Throwable cause = failed.getCause();
        LOG.error("Ledger write of {} requests failed, SQL state {}, {}: nothing was released", requests.size(),
                cause instanceof SQLException sql ? sql.getSQLState() : "-", failed.getClass().getName());
        requests.forEach(waiting -> waiting.first().completeExceptionally(failed));
    }

    /** Two round trips: take numbers and look, write and commit. */
    private Committed write(List<Waiting> batch, TransactionStatus status) {
        Map<Watched, Map<String, Integer>> present = new HashMap<>();
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            int asked = batch.stream().mapToInt(waiting -> waiting.entries().size()).sum();
            EntryRows.Taken taken = EntryRows.takeAndLook(connection, asked,
                    Basis.keys(batch.stream().map(Waiting::basis).toList()), (of, key, version) ->
                    present.computeIfAbsent(of, one -> new HashMap<>()).put(key, version));
            rulings.saw(taken.ruled());
            Set<Waiting> movedOn = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Written> entries = new ArrayList<>();
            for (Waiting waiting : batch) {
                if (waiting.basis().holds(taken.ruled(), present)) {
                    entries.addAll(waiting.entries());
                } else {
                    movedOn.add(waiting);
                }
            }
            if (entries.isEmpty()) {
                status.setRollbackOnly();
            } else {
                EntryRows.writeAndCommit(connection, entries, asked - entries.size());
            }
            return new Committed(taken.first(), movedOn);
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
