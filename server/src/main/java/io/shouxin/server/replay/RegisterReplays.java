// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.register.RegisterProposed;
import io.shouxin.server.register.RegisterVersion;
import io.shouxin.server.register.Registers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

/**
 * RegisterReplays proposals over the last thirty days, one after the other on a thread of their own. A replay
 * that was cut off begins anew: at the next start, or when somebody looks at the proposal.
 */
@Component
public class RegisterReplays implements DisposableBean {

    static final Duration BACK = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(RegisterReplays.class);
    private static final Duration SAID_EVERY = Duration.ofMillis(200);
    private static final int WHOLE = 1000;

    private final Registers registers;
    private final ReplayTable table;
    private final Ledger ledger;
    private final DoorClock clock;
    private final DataSource source;
    private final Map<Integer, CompletableFuture<Void>> running = new HashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread one = new Thread(work, "register-replay");
        one.setDaemon(true);
        return one;
    });
    private volatile boolean stopping;

    RegisterReplays(Registers registers, ReplayTable table, Ledger ledger, DoorClock clock, DataSource source) {
        this.registers = registers;
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
        this.source = source;
    }

    /** Waits until the replay of a proposal has finished here; where another node is at it, returns at once. */
    public void finish(int version) {
        start(version).join();
    }

    public Optional<ReplayProgress> find(int version) {
        return table.find(version);
    }

    /** Begins the replay unless it is under way here; one that has finished stays as it is. */
    public CompletableFuture<Void> start(int version) {
        synchronized (running) {
            CompletableFuture<Void> present = running.get(version);
            if (present == null || present.isDone()) {
                present = CompletableFuture.runAsync(() -> guarded(version), thread);
                running.put(version, present);
            }
            return present;
        }
    }

    @TransactionalEventListener
    void on(RegisterProposed proposed) {
        start(proposed.version());
    }

    @EventListener(ApplicationReadyEvent.class)
    void resume() {
        table.unfinished().forEach(this::start);
    }

    private void guarded(int version) {
        try {
            ReplayLock.during(source, version, () -> run(version));
        } catch (RuntimeException failed) {
            if (!stopping) {
                LOG.error("The replay of register version {} failed: {}", version, failed.getClass().getName());
                table.progress(version, ReplayProgress.State.FAILED, 0, 0);
            }
        }
    }

    private void run(int version) {
        if (table.find(version).map(ReplayProgress::finished).orElse(true)) {
            return;
        }
        RegisterVersion proposal = registers.required(version);
        Replay replay = new Replay(registers::known, proposal.base().orElseThrow(), registers.register(version));
        Instant until = clock.systemInstant();
        Instant since = until.minus(BACK);
        table.progress(version, ReplayProgress.State.RUNNING, 0, 0);
        LedgerQuery query = LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withAction(RecordedReveal.ACTION).since(since);
        long said = System.nanoTime();
        List<Ledger.Line> page = ledger.find(query);
        while (!page.isEmpty()) {
            page.forEach(line -> replay.add(line.number(), line.entry()));
            if (stopping) {
                return;
            }
            Ledger.Line last = page.get(page.size() - 1);
            if (System.nanoTime() - said > SAID_EVERY.toNanos()) {
                said = System.nanoTime();
                table.progress(version, ReplayProgress.State.RUNNING, replay.reveals(),
                        permille(Duration.between(last.entry().at(), until)));
            }
            page = ledger.find(query.before(last.number()));
        }
        table.finish(version, replay.result(since, until), clock.systemInstant());
    }

    /** Newest first, so the part of the thirty days that lies behind tells how far it is. */
    private static int permille(Duration behind) {
        return (int) Math.max(0, Math.min(WHOLE - 1, WHOLE * behind.toSeconds() / BACK.toSeconds()));
    }

    @Override
    public void destroy() {
        stopping = true;
        thread.shutdownNow();
    }
}
