// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.clock.Rounds;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.intake.ImportJob.State;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Customers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Works through what was received, one chunk of one import at a time. A chunk's customers, their
 * entries, the import's counts and the chunk's disappearance are one transaction: whoever dies at any
 * point leaves either the chunk or its results. The lease only keeps two nodes from doing the same
 * work; were both to, the second would find the chunk gone and roll back.
 */
@Component
class ImportWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int FAILURES_MAX = 5;
    /** How long rows may wait sealed for a file's rest or for somebody to go on. */
    private static final Duration KEEP = Duration.ofDays(7);

    private final ImportTable table;
    private final ImportBox box;
    private final Imports imports;
    private final Customers customers;
    private final Standing standing;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final UUID node = UUID.randomUUID();
    private final Rounds rounds = new Rounds("imports", this::step, this::lookAround);

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; the work goes through all of them.
    ImportWorker(ImportTable table, ImportBox box, Imports imports, Customers customers, Standing standing,
            Clock clock, TransactionTemplate transaction) {
        this.table = table;
        this.box = box;
        this.imports = imports;
        this.customers = customers;
        this.standing = standing;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** The import is no longer this worker's: stopped, or taken over. What was begun is rolled back. */
    private static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Does one chunk, or the end of one import; false when nothing waits. */
    boolean step() {
        if (!box.opens()) {
            // While the keys are closed imports wait; trying would only use up their tries.
            return false;
        }
        Optional<UUID> taken = table.take(node, LEASE, clock.instant());
        taken.flatMap(table::find).ifPresent(this::work);
        return taken.isPresent();
    }

    private void work(ImportJob job) {
        try {
            Optional<Caller> caller = caller(job.by());
            Optional<String> why = caller.map(ImportWorker::unable).orElse(Optional.of("intake.why.gone"));
            if (why.isPresent()) {
                stop(job, State.STOPPED, why.get());
                return;
            }
            Optional<ImportTable.Waiting> chunk = table.nextChunk(job.id());
            if (chunk.isPresent()) {
                collect(job, chunk.get(), caller.orElseThrow());
            } else {
                end(job, caller.orElseThrow());
            }
        } catch (Lost lost) {
            LOG.debug("Import {} went on without this node", job.id());
        } catch (Boxes.Damaged damaged) {
            LOG.error("Import {}: what waits for it does not open; it was changed or its key is gone", job.id());
            stop(job, State.FAILED, "intake.why.damaged");
        } catch (Refused refused) {
            refused(job, refused);
        } catch (RuntimeException failed) {
            LOG.error("Import {} failed at a chunk: {}", job.id(), failed.getClass().getName());
            later(job, "intake.why.failed");
        }
    }

    /** What passes by itself is tried again; what somebody has to change first stops the import. */
    private void refused(ImportJob job, Refused refused) {
        LOG.warn("Import {} was refused: {}", job.id(), refused.key());
        if (refused.kind() == Refused.Kind.UNAVAILABLE || refused.kind() == Refused.Kind.CONFLICT) {
            later(job, refused.key());
        } else {
            stop(job, State.STOPPED, refused.key());
        }
    }

    private void later(ImportJob job, String why) {
        if (table.later(job.id(), node) >= FAILURES_MAX) {
            stop(job, State.STOPPED, why);
        }
    }

    private void stop(ImportJob job, State to, String why) {
        try {
            imports.stop(job, to, why, Entry.Actor.system("import"));
        } catch (RuntimeException failed) {
            // Somebody stopped it first, or the ledger is closed: then it can not end without its entry either.
            LOG.warn("Import {} could not be stopped: {}", job.id(), failed.getClass().getName());
            table.later(job.id(), node);
        }
    }

    /** The one who began it, with the rights of this moment. */
    private Optional<Caller> caller(ImportJob.Beginner by) {
        return by.kind() == Caller.Kind.STAFF ? standing.person(by.id()) : standing.service(by.id());
    }

    private static Optional<String> unable(Caller caller) {
        if (!caller.suspended().isEmpty()) {
            return Optional.of("intake.why.suspended");
        }
        return caller.may(Permission.CUSTOMER_IMPORT) ? Optional.empty() : Optional.of("intake.why.permission");
    }

    private void collect(ImportJob job, ImportTable.Waiting waiting, Caller caller) {
        long from = System.nanoTime();
        List<Chunk.Row> rows = box.open(job.id(), waiting.seq(), waiting.sealed());
        List<Customers.Row> given = rows.stream().map(row ->
                new Customers.Row(Optional.empty(), row.fields(), List.of())).toList();
        customers.collect(job.purpose(), given, job.existing(), caller, answers -> {
            note(job, waiting.seq(), rows, answers, from);
            return answers.size();
        });
    }

    /** In the transaction of the customers themselves. */
    private void note(ImportJob job, int seq, List<Chunk.Row> rows, List<Customers.Collected> answers, long from) {
        Map<String, Integer> outcomes = new HashMap<>();
        Map<String, Integer> dropped = new HashMap<>();
        List<Chunk.Reject> rejects = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Customers.Collected one = answers.get(i);
            long line = rows.get(i).line();
            outcomes.merge(one.outcome().name(), 1, Integer::sum);
            one.dropped().forEach(field -> dropped.merge(field, 1, Integer::sum));
            one.problems().forEach(problem -> rejects.add(new Chunk.Reject(line, field(problem.where()),
                    problem.key(), problem.arguments())));
        }
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
        ImportTable.Advance step = new ImportTable.Advance(job.id(), node, seq, rows.size(), outcomes, millis);
        if (!table.advance(step, clock.instant())) {
            throw new Lost();
        }
        table.addRejects(job.id(), rejects);
        table.addCounts(job.id(), "DROPPED", dropped);
    }

    private static String field(String where) {
        return where.startsWith("fields.") ? where.substring("fields.".length()) : where.equals("fields") ? "" : where;
    }

    private void end(ImportJob job, Caller caller) {
        Ledger.Appended entry = transaction.execute(status -> {
            if (!table.move(job.id(), State.RUNNING, State.DONE, null, clock.instant())) {
                throw new Lost();
            }
            return imports.noteEnd(job, caller);
        });
        table.ended(job.id(), Objects.requireNonNull(entry).receipt().entry());
        tidy(job.id());
    }

    /** Were the process to die before this, the look around each minute finds the key. */
    private void tidy(UUID job) {
        box.destroy(job);
        table.keyGone(job);
    }

    /** Destroys the keys of what is over, and gives up what nobody came back for. */
    void lookAround() {
        table.stale(clock.instant().minus(KEEP)).stream().flatMap(id -> table.find(id).stream())
                .forEach(job -> stop(job, State.FAILED, "intake.why.forgotten"));
        table.endedWithKey().forEach(this::tidy);
    }

    @Override
    public void start() {
        imports.wakes(rounds::wake);
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.stop();
        table.giveBack(node);
    }

    @Override
    public boolean isRunning() {
        return rounds.running();
    }
}
