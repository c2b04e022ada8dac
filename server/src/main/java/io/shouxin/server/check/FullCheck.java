// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Origins;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.SignedTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A check of the whole ledger that somebody, or {@link DailyCheck}, asked for: runs behind the pages,
 * one at a time on all nodes, and is an entry itself when it ends. How far it is lies in the database, so
 * whoever asked may leave and come back. If its node dies, the run is given up and can be asked for again.
 */
@Component
public class FullCheck implements DisposableBean {

    public static final String ACTION = "ledger.check";

    private static final Logger LOG = LoggerFactory.getLogger(FullCheck.class);
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);
    private static final Duration AHEAD_MAX = Duration.ofHours(1);
    private static final Duration SAY_EVERY = Duration.ofMillis(500);

    /**
     * @param total how many entries there were to compare when it began
     * @param seenAt when its node last said how far it is
     * @param finding empty while it runs and when it found nothing
     * @param entry the number of its own entry, once it ended
     */
    public record Run(Instant startedAt, String startedBy, long total, long done, Instant seenAt,
            Optional<Instant> endedAt, Optional<String> finding, Optional<Long> number, Optional<Long> entry) {

        public boolean runs(Instant now) {
            // Seen further ahead than clocks of nodes differ, it was seen before a clock was set back.
            return endedAt.isEmpty() && !seenAt.isBefore(now.minus(LOST_AFTER)) && !seenAt.isAfter(now.plus(AHEAD_MAX));
        }

        public boolean lost(Instant now) {
            return endedAt.isEmpty() && !runs(now);
        }
    }

    private final CheckTable table;
    private final SignedTree tree;
    private final LedgerCheck check;
    private final Ledger ledger;
    private final Origins origins;
    private final DoorClock clock;
    private final TransactionTemplate transaction;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
        Thread made = new Thread(run, "ledger-full-check");
        made.setDaemon(true);
        return made;
    });

    FullCheck(CheckTable table, SignedTree tree, LedgerCheck check, Ledger ledger, Origins origins,
            DoorClock clock, TransactionTemplate transaction) {
        this.table = table;
        this.tree = tree;
        this.check = check;
        this.ledger = ledger;
        this.origins = origins;
        this.clock = clock;
        this.transaction = transaction;
    }

    public Optional<Run> run() {
        return table.run();
    }

    /**
     * Begins to check everything.
     *
     * @throws Refused {@code ledger.check.running} while one is under way
     */
    public void begin(Entry.Actor by) {
        Instant now = clock.systemInstant();
        if (!table.beginRun(by.id(), tree.head().size(), now, now.minus(LOST_AFTER), now.plus(AHEAD_MAX))) {
            throw new Refused(Refused.Kind.CONFLICT, "ledger.check.running");
        }
        Entry.Origin origin = origins.present();
        thread.execute(() -> run(by, origin));
    }

    private void run(Entry.Actor by, Entry.Origin origin) {
        try {
            LedgerCheck.Outcome outcome = check.checkAll(new Progress());
            table.endRun(ended(outcome, note(by, origin, outcome)));
        } catch (RuntimeException failed) {
            // The run is not ended: after a while it counts as lost and can be asked for again.
            LOG.warn("The full check could not finish: {}", failed.getClass().getName());
        }
    }

    /** Not {@link Ledger#record}, which refuses while something was found: that most of all must be written. */
    private long note(Entry.Actor by, Entry.Origin origin, LedgerCheck.Outcome outcome) {
        Entry.Draft draft = ledger.draft(by, ACTION).origin(origin)
                .object("tree", Long.toString(outcome.to()))
                .detail("finding", outcome.finding().map(FullCheck::code).orElse("none"));
        outcome.number().ifPresent(number -> draft.detail("at", Long.toString(number)));
        Ledger.Appended appended = transaction.execute(status -> ledger.append(draft));
        return appended.receipt().entry();
    }

    /** How a finding is written in an entry and named in a message key. */
    public static String code(String finding) {
        return finding.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Run ended(LedgerCheck.Outcome outcome, long entry) {
        Instant now = clock.systemInstant();
        return new Run(now, "", outcome.to(), outcome.number().orElse(outcome.to()), now, Optional.of(now),
                outcome.finding(), outcome.number(), Optional.of(entry));
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    /** Says how far it is, but not for every page: each time is a write. */
    private final class Progress implements java.util.function.LongConsumer {

        private Instant said = Instant.EPOCH;

        @Override
        public void accept(long done) {
            Instant now = clock.systemInstant();
            if (said.plus(SAY_EVERY).isBefore(now)) {
                said = now;
                table.runIsAt(done, now);
            }
        }
    }
}
