// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.clock.Rounds;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.export.ExportJob.Selection;
import io.shouxin.server.export.ExportJob.State;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Releases;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes exports, one batch of customers of one export at a time. A batch's entries, its sealed rows, the marks of its
 * canaries and how far the export is are one transaction: whoever dies at any point leaves all of them or none. The
 * lease only keeps two nodes from doing the same work; were both to, the second would find the export further on and
 * roll back.
 *
 * <p>Before every batch and every piece of the file both people's standing is read anew, so that an export ends well
 * within a second of the suspension of either.
 */
@Component
class ExportWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int BATCH = 200;
    private static final int FAILURES_MAX = 5;
    /** How long somebody may take to begin what was agreed to, or to ask again. */
    private static final Duration ASKED_FOR = Duration.ofDays(2);

    private final ExportTable table;
    private final Exports exports;
    private final Releases releases;
    private final Canaries canaries;
    private final RowWriter writer;
    private final Registers registers;
    private final Standing standing;
    private final Boxes boxes;
    private final Ledger ledger;
    private final ExportSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();
    private final UUID node = UUID.randomUUID();
    private final Rounds rounds = new Rounds("exports", this::step, this::lookAround);

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; the work goes through all of them.
    ExportWorker(ExportTable table, Exports exports, Releases releases, Canaries canaries, RowWriter writer,
            Registers registers, Standing standing, Boxes boxes, Ledger ledger, ExportSettings settings, Clock clock,
            TransactionTemplate transaction) {
        this.table = table;
        this.exports = exports;
        this.releases = releases;
        this.canaries = canaries;
        this.writer = writer;
        this.registers = registers;
        this.standing = standing;
        this.boxes = boxes;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** The export is no longer this worker's: stopped, or taken over. What was begun is rolled back. */
    private static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Something the export needs does not hold any more; nothing more of it is written. */
    private static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String why;

        private Ended(String why) {
            super(why);
            this.why = why;
        }
    }

    /** Does one batch, or the packing of one export; false when nothing waits. */
    boolean step() {
        if (!boxes.open()) {
            // While the keys are closed exports wait; trying would only use up their tries.
            return false;
        }
        Optional<UUID> taken = table.take(node, LEASE);
        taken.flatMap(table::find).ifPresent(this::work);
        return taken.isPresent();
    }

    private void work(ExportJob job) {
        try {
            Caller caller = able(job);
            if (job.state() == State.PACKING) {
                pack(job);
            } else {
                List<UUID> next = next(job);
                if (next.isEmpty()) {
                    table.move(job.id(), State.RUNNING, State.PACKING, null, node, clock.instant());
                } else {
                    write(job, next, caller);
                }
            }
        } catch (Lost lost) {
            LOG.debug("Export {} went on without this node", job.id());
        } catch (Ended ended) {
            stop(job, ended.why);
        } catch (Boxes.Damaged damaged) {
            LOG.error("Export {}: what waits for it does not open; it was changed or its key is gone", job.id());
            stop(job, "export.why.damaged");
        } catch (Refused refused) {
            refused(job, refused);
        } catch (RuntimeException failed) {
            LOG.error("Export {} failed at a batch: {}", job.id(), failed.getClass().getName());
            later(job, "export.why.failed");
        }
    }

    /** What passes by itself is tried again; what somebody has to change first ends the export. */
    private void refused(ExportJob job, Refused refused) {
        LOG.warn("Export {} was refused: {}", job.id(), refused.key());
        if (refused.kind() == Refused.Kind.UNAVAILABLE || refused.kind() == Refused.Kind.CONFLICT
                || refused.kind() == Refused.Kind.UNKNOWN) {
            later(job, "export.why.failed");
        } else {
            stop(job, refused.key().equals("vault.export-register-changed") ? "export.why.register"
                    : "export.why.refused");
        }
    }

    private void later(ExportJob job, String why) {
        if (table.later(job.id(), node) >= FAILURES_MAX) {
            stop(job, why);
        }
    }

    private void stop(ExportJob job, String why) {
        try {
            exports.stop(job, why, Entry.Actor.system("export"));
        } catch (RuntimeException failed) {
            // Somebody stopped it first, or the ledger is closed: then it can not end without its entry either.
            LOG.warn("Export {} could not be stopped: {}", job.id(), failed.getClass().getName());
            table.later(job.id(), node);
        }
    }

    /** Whoever asked, with the rights of this moment; and whoever agreed must still be somebody who may. */
    private Caller able(ExportJob job) {
        Caller caller = standing.person(job.by()).orElseThrow(() -> new Ended("export.why.gone"));
        if (!caller.suspended().isEmpty()) {
            throw new Ended("export.why.suspended");
        }
        if (!caller.may(Permission.CUSTOMER_EXPORT)) {
            throw new Ended("export.why.permission");
        }
        exports.agreements(job).forEach(one -> standing.person(one.actor())
                .filter(approver -> approver.suspended().isEmpty())
                .orElseThrow(() -> new Ended("export.why.approver")));
        return caller;
    }

    private List<UUID> next(ExportJob job) {
        int limit = (int) Math.min(BATCH, job.wanted().cap() - job.counts().rows());
        if (limit <= 0) {
            return List.of();
        }
        return job.wanted().selection() == Selection.ALL ? releases.after(job.counts().after(), limit)
                : table.members(job.id(), job.counts().after(), limit);
    }

    private void write(ExportJob job, List<UUID> customers, Caller caller) {
        canaries.prepare();
        Registers.InForce inForce = registers.inForce();
        Releases.Agreement agreement = new Releases.Agreement(job.id(), job.register(),
                java.util.Set.copyOf(job.scenes()), exports.agreements(job));
        releases.release(job.wanted().ask(), agreement, customers, caller,
                batch -> keep(job, customers, batch, inForce.register()));
    }

    /** In the transaction of the entries themselves. */
    private boolean keep(ExportJob job, List<UUID> customers, Releases.Batch batch, Register register) {
        List<SortedMap<String, String>> rows = new ArrayList<>();
        batch.rows().forEach(row -> rows.add(written(row)));
        ExportJob.Counts counts = job.counts();
        int due = Canaries.due(counts.rows() + batch.rows().size(), job.wanted().expected()) - counts.canaries();
        int added = batch.rows().isEmpty() ? 0 : Math.max(0, due);
        Canaries.Written written = canaries.among(batch.rows(), job, register, counts.canaries(), added);
        rows.addAll(written.rows());
        Collections.shuffle(rows, random);
        byte[] plain = writer.rows(job.wanted().format(), job.wanted().fields(), rows);
        try {
            table.addChunk(job.id(), counts.chunks(), boxes.seal(Exports.box(job.id()), counts.chunks(),
                    suite(job, register), plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        ExportTable.Advance step = new ExportTable.Advance(job.id(), node, counts.chunks(), customers.size(),
                batch.rows().size(), added, customers.get(customers.size() - 1));
        if (!table.advance(step, clock.instant())) {
            throw new Lost();
        }
        table.addLeftOut(job.id(), batch.leftOut());
        table.addMarks(written.marks());
        return true;
    }

    private static SortedMap<String, String> written(Releases.Row row) {
        SortedMap<String, String> values = new TreeMap<>();
        row.fields().forEach((name, given) -> given.value().ifPresent(value -> values.put(name, value)));
        return values;
    }

    /** Where one field is of suite SM, the whole batch waits under it. */
    private static Suite suite(ExportJob job, Register register) {
        return job.wanted().fields().stream().anyMatch(name -> register.fields().get(name).suite() == Suite.SM)
                ? Suite.SM : Suite.AES;
    }

    /** Begins anew where an earlier try was broken off: of a file encrypted by half nothing can be used. */
    private void pack(ExportJob job) {
        transaction.executeWithoutResult(status -> {
            hold(job, 0);
            table.dropPieces(job.id());
        });
        long[] bytes = {0};
        try (Packing packing = new Packing(job.wanted().key(), (seq, piece) -> {
            able(job);
            bytes[0] += piece.length;
            transaction.executeWithoutResult(status -> {
                hold(job, bytes[0]);
                table.addPiece(job.id(), seq, piece);
            });
        })) {
            packing.write(writer.head(job.wanted().format(), job.wanted().fields()));
            for (int seq = 0; seq < job.counts().chunks(); seq++) {
                byte[] plain = boxes.open(Exports.box(job.id()), seq,
                        table.chunk(job.id(), seq).orElseThrow(Boxes.Damaged::new));
                packing.write(plain);
                Arrays.fill(plain, (byte) 0);
            }
            packing.finish();
            end(job, packing.bytes(), packing.digest());
        }
    }

    private void hold(ExportJob job, long bytes) {
        if (!table.hold(job.id(), node, LEASE, bytes)) {
            throw new Lost();
        }
    }

    private void end(ExportJob job, long bytes, byte[] digest) {
        transaction.executeWithoutResult(status -> {
            if (!table.packed(new ExportTable.Packed(job.id(), node, bytes, digest,
                    clock.instant().plus(settings.keepFor())), clock.instant())) {
                throw new Lost();
            }
            table.dropChunks(job.id());
            ledger.append(exports.entry(Entry.Actor.system("export"), Exports.END, job.id(), job.wanted())
                    .detail("rows", Long.toString(job.counts().rows()))
                    .detail("canaries", Integer.toString(job.counts().canaries()))
                    .detail("digest", java.util.HexFormat.of().formatHex(digest)));
        });
        tidy(job.id());
    }

    /** Were the process to die before this, the look around each minute finds the key. */
    private void tidy(UUID export) {
        boxes.destroy(Exports.box(export));
        table.keyGone(export);
    }

    /** Destroys the keys of what is over, files whose time is, and requests that nobody came back to. */
    void lookAround() {
        table.in(State.ASKED, clock.instant().minus(ASKED_FOR)).forEach(job -> stop(job, "export.why.forgotten"));
        table.in(State.READY, clock.instant()).stream()
                .filter(job -> job.times().keepUntil().filter(clock.instant()::isAfter).isPresent())
                .forEach(exports::drop);
        table.overWithKey().forEach(this::tidy);
    }

    @Override
    public void start() {
        exports.wakes(rounds::wake);
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
