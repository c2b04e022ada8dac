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

    private record Waiting(List<Written> entries, Basis basis, CompletableFuture<Long> first) {}

    /** What became of a batch: the number of the first entry, and those that have to decide again. */
    private record Committed(long first, Set<Waiting> movedOn) {}

    private final DataSource source;
    private final TransactionTemplate transaction;
    private final Rulings rulings;
    private final Runnable written;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private volatile boolean closed;

    GroupCommit(DataSource source, TransactionTemplate transaction, Rulings rulings, Runnable written) {
        this.source = source;
        this.transaction = transaction;
        this.rulings = rulings;
        this.written = written;
        this.thread = new Thread(this::run, "ledger-group-commit");
        thread.setDaemon(true);
        thread.start();
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
        try {
            Committed committed = Objects.requireNonNull(transaction.execute(status -> write(batch)));
            long number = committed.first();
            for (Waiting waiting : batch) {
                if (committed.movedOn().contains(waiting)) {
                    waiting.first().completeExceptionally(new MovedOn());
                } else {
                    waiting.first().complete(number);
                    number += waiting.entries().size();
                }
            }
            written.run();
        } catch (RuntimeException failed) {
            String state = failed.getCause() instanceof SQLException sql ? sql.getSQLState() : "-";
            LOG.error("Ledger write of {} requests failed, SQL state {}, {}: nothing was released",
                    batch.size(), state, failed.getClass().getName());
            batch.forEach(waiting -> waiting.first().completeExceptionally(failed));
        }
    }

    private Committed write(List<Waiting> batch) {
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            long ruled = EntryRows.lock(connection);
            rulings.saw(ruled);
            Set<Waiting> movedOn = movedOn(batch, ruled);
            List<Written> entries = new ArrayList<>();
            for (Waiting waiting : batch) {
                if (!movedOn.contains(waiting)) {
                    entries.addAll(waiting.entries());
                }
            }
            return new Committed(entries.isEmpty() ? 0 : EntryRows.write(connection, entries, false), movedOn);
        } catch (SQLException failed) {
            throw new WriteFailed(failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    private static Set<Waiting> movedOn(List<Waiting> batch, long ruled) {
        Map<Watched<?>, Map<Object, Integer>> seen = new HashMap<>();
        Set<Waiting> movedOn = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Waiting waiting : batch) {
            boolean stale = waiting.basis().ruled() < ruled;
            for (Watched.Seen<?> one : waiting.basis().seen()) {
                Integer other = seen.computeIfAbsent(one.of(), of -> new HashMap<>())
                        .putIfAbsent(one.key(), one.version());
                // Two who saw different versions: one of them is out of date. The first is compared, the other waits.
                stale |= other != null && other != one.version();
            }
            if (stale) {
                movedOn.add(waiting);
            }
        }
        seen.forEach((of, versions) -> {
            Set<?> changed = changed(of, versions);
            if (!changed.isEmpty()) {
                batch.stream().filter(waiting -> waiting.basis().seen().stream()
                        .anyMatch(one -> one.of() == of && changed.contains(one.key()))).forEach(movedOn::add);
            }
        });
        return movedOn;
    }

    /** The keys under one watcher are those it made itself, in {@link Watched#seen}. */
    @SuppressWarnings("unchecked")
    private static <K> Set<K> changed(Watched<K> of, Map<Object, Integer> versions) {
        return of.changed((Map<K, Integer>) versions);
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

    /** Carries an SQL failure through the transaction, which it rolls back. */
    private static final class WriteFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WriteFailed(SQLException cause) {
            super(cause);
        }
    }
}
