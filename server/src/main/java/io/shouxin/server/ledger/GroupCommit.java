// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * Writes what many requests wait for in one transaction.
 *
 * <p>One thread takes whatever has gathered while the previous commit was on its way to the disk, so
 * a batch is as large as the load makes it and a lone request waits for nobody. What holds if the
 * process dies: before the commit, no caller was answered and nothing is written; after it, the
 * entries stand and the callers got no answer, which errs to the safe side.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int ENTRIES_MAX = 512;
    private static final int WAITING_MAX = 20_000;
    private static final long WAIT_SECONDS_MAX = 15;

    private record Waiting(List<Entry> entries, CompletableFuture<Long> first) {}

    private final DataSource source;
    private final Runnable written;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private volatile boolean closed;

    GroupCommit(DataSource source, Runnable written) {
        this.source = source;
        this.written = written;
        this.thread = new Thread(this::run, "ledger-group-commit");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the number of the first entry once all are durable. */
    long write(List<Entry> entries) {
        Waiting waiting = new Waiting(entries, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw unavailable();
        }
        try {
            return waiting.first().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException | TimeoutException failed) {
            throw unavailable();
        }
    }

    private static Refused unavailable() {
        return new Refused(Refused.Kind.UNAVAILABLE, "ledger.unavailable");
    }

    private void run() {
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
        Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
        int entries = 0;
        for (Waiting next = first; next != null; next = entries < ENTRIES_MAX ? queue.poll() : null) {
            batch.add(next);
            entries += next.entries().size();
        }
    }

    private void commit(List<Waiting> batch) {
        List<Entry> entries = new ArrayList<>();
        batch.forEach(waiting -> entries.addAll(waiting.entries()));
        try (Connection connection = source.getConnection()) {
            // Autocommit: the single statement is the transaction, durable when it returns.
            long number = EntryRows.write(connection, entries);
            for (Waiting waiting : batch) {
                waiting.first().complete(number);
                number += waiting.entries().size();
            }
            written.run();
        } catch (SQLException | RuntimeException failed) {
            String state = failed instanceof SQLException sql ? sql.getSQLState() : "-";
            LOG.error("Ledger write of {} entries failed, SQL state {}, {}: nothing was released",
                    entries.size(), state, failed.getClass().getName());
            batch.forEach(waiting -> waiting.first().completeExceptionally(failed));
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS_MAX));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
