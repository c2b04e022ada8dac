// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.SuiteUnavailable;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.register.SuiteSwitches.State;
import io.shouxin.server.vault.BlindTags.Epoch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Seals stored values anew, one batch of customers after the other by their id. A batch and how far it brings
 * the work are one transaction: whoever dies at any point leaves customers as they were or as they shall be,
 * never between, and another node goes on behind the last batch. The lease only keeps two nodes from doing
 * the same work; were both to, the second would find the rows of another version and make them again.
 */
@Component
class ResealWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ResealWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int BATCH = 200;
    private static final int TAGS = 5_000;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long BUSY_ROW_MILLIS = 20;
    /** By then no node asks for tags of an epoch that is out of use, so nobody holds its key. */
    private static final Duration KEY_KEPT = Duration.ofMinutes(1);

    private final ResealTable table;
    private final IndexTable index;
    private final CustomerTable customers;
    private final Reseals reseals;
    private final BlindTags tags;
    private final Keys keys;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final UUID node = UUID.randomUUID();
    private final Semaphore stopped = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread = new Thread();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; the work goes through all of them.
    ResealWorker(ResealTable table, IndexTable index, CustomerTable customers, Reseals reseals, BlindTags tags,
            Keys keys, Clock clock, TransactionTemplate transaction) {
        this.table = table;
        this.index = index;
        this.customers = customers;
        this.reseals = reseals;
        this.tags = tags;
        this.keys = keys;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** The work is no longer this node's: taken over, or replaced by a later version. */
    private static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Does one batch, or one step of the end; false when there is nothing this node could do. */
    boolean step() {
        Optional<ResealJob> taken = table.take(node, LEASE);
        try {
            taken.ifPresent(this::work);
        } catch (Lost lost) {
            LOG.debug("Sealing anew went on without this node");
        }
        reseals.saw(table.underWay());
        return taken.isPresent();
    }

    private void work(ResealJob job) {
        if (job.state() == State.DROPPING) {
            drop(job);
            return;
        }
        job.fields().forEach((name, target) -> target.epoch().ifPresent(
                epoch -> keys.named(Epoch.keyName(name, epoch))));
        if (job.seen().isEmpty()) {
            table.count(job.version());
        }
        List<StoredCustomer> batch = customers.after(job.seen(), BATCH);
        if (batch.isEmpty()) {
            endOfCustomers(job);
        } else {
            reseal(job, batch);
        }
    }

    private void reseal(ResealJob job, List<StoredCustomer> batch) {
        UUID last = batch.get(batch.size() - 1).id();
        Collection<StoredCustomer> todo = batch;
        while (true) {
            long from = System.nanoTime();
            ResealBatch made = new ResealBatch(job, tags, keys, todo);
            List<UUID> left = Objects.requireNonNull(transaction.execute(status -> {
                ResealBatch.Written written = made.write(customers);
                boolean all = written.left().isEmpty();
                long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
                if (!table.advance(new ResealTable.Step(job.version(), node, all ? Optional.of(last) : Optional.empty(),
                        all ? batch.size() : 0, written.resealed(), made.damaged(), millis), LEASE)) {
                    throw new Lost();
                }
                return written.left();
            }));
            if (left.isEmpty() || !goesOn(BUSY_ROW_MILLIS)) {
                return;
            }
            todo = customers.find(left).values();
        }
    }

    private void endOfCustomers(ResealJob job) {
        transaction.executeWithoutResult(status -> {
            State next = reseals.dropEpochs(job) ? State.DROPPING : State.DONE;
            move(job, next);
            if (next == State.DONE) {
                reseals.note(Reseals.END, job);
            }
        });
    }

    private void drop(ResealJob job) {
        transaction.executeWithoutResult(status -> {
            if (index.dropTags(TAGS) == 0) {
                move(job, State.DONE);
                reseals.note(Reseals.END, job);
            }
        });
    }

    private void move(ResealJob job, State to) {
        if (!table.move(job, to, node, clock.instant())) {
            throw new Lost();
        }
    }

    /** With the key, tags in old backups say nothing any more. A death in between leaves the rest to the next look. */
    void destroyKeys(Instant before) {
        for (Epoch epoch : index.toDestroy(before)) {
            keys.destroy(epoch.keyName());
            index.keyGone(epoch);
        }
    }

    private void run() {
        while (running) {
            try {
                if (!step()) {
                    destroyKeys(clock.instant().minus(KEY_KEPT));
                    goesOn(PAUSE_MILLIS);
                }
            } catch (SuiteUnavailable missing) {
                LOG.error("Values cannot be sealed anew here: {}", missing.getMessage());
                goesOn(PAUSE_MILLIS);
            } catch (RuntimeException failed) {
                LOG.warn("Sealing anew waits: {}", failed.getClass().getName());
                goesOn(PAUSE_MILLIS);
            }
        }
    }

    /** Rests; false when it is to stop. */
    private boolean goesOn(long millis) {
        try {
            if (stopped.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                stopped.release();
                return false;
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            running = false;
            return false;
        }
    }

    @Override
    public void start() {
        stopped.drainPermits();
        running = true;
        thread = new Thread(this::run, "reseal");
        thread.setDaemon(true);
        thread.start();
    }

    /** The batch in hand is finished; the next one is another node's, or the next start's. */
    @Override
    public void stop() {
        running = false;
        stopped.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            table.giveBack(node);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
