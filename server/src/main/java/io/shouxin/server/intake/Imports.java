// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.intake.ImportJob.Beginner;
import io.shouxin.server.intake.ImportJob.State;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Customers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The door for files. An import is opened with its mapping, receives its file as a stream, waits sealed,
 * and is then worked on in the name of the one who opened it.
 *
 * <p>What is true if the process dies: while receiving, nothing of the file counts and it is sent again;
 * once received, every row is either still in a sealed chunk or has its result, never both.
 */
@Service
public class Imports {

    static final String BEGIN = "vault.import-begin";
    static final String STOP = "vault.import-stop";
    static final String END = "vault.import-end";

    private static final int LIST_MAX = 100;

    private final ImportTable table;
    private final ImportBox box;
    private final Registers registers;
    private final Customers customers;
    private final Ledger ledger;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private volatile Runnable wake = () -> { };

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Imports(ImportTable table, ImportBox box, Registers registers, Customers customers, Ledger ledger,
            Clock clock, TransactionTemplate transaction) {
        this.table = table;
        this.box = box;
        this.registers = registers;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** The worker on this node, which need not wait for its next look. */
    void wakes(Runnable worker) {
        wake = worker;
    }

    /** Everything wrong with a mapping under the register in force. */
    MappingReader.Reading check(String mapping, @Nullable String purpose) {
        new Checks().present("mapping", mapping).atMost("mapping", mapping, MappingReader.CHARACTERS_MAX)
                .throwIfAny();
        return MappingReader.read(mapping, registers.inForce().register(), purpose);
    }

    /** The purposes for which this caller may bring in customers. */
    List<String> purposes(Caller caller) {
        return registers.inForce().register().purposes().values().stream()
                .filter(purpose -> !purpose.collects().isEmpty())
                .map(purpose -> purpose.code())
                .filter(purpose -> customers.mayCollect(purpose, caller)).toList();
    }

    /**
     * Opens an import, which then waits for its file.
     *
     * @param again whether a file that was imported already is worked through once more
     */
    ImportJob open(String mappingText, @Nullable String purpose, boolean again, Caller caller) {
        requirePermission(caller);
        Mapping mapping = check(mappingText, purpose).orRefuse();
        if (!customers.mayCollect(mapping.purpose(), caller)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "vault.collect-refused");
        }
        UUID id = UUID.randomUUID();
        box.prepare(id);
        table.insert(new ImportTable.New(id, new Beginner(caller.kind(), caller.id()), mapping.purpose(),
                mapping.existing(), again, box.sealMapping(id, mappingText)), clock.instant());
        return required(id);
    }

    /**
     * Takes the file. It may be sent again until all of it has arrived.
     *
     * @return the import; where this very file was imported already, one that is done and names the other
     * @throws IOException when the sender breaks off; the import waits for the file again
     */
    ImportJob receive(UUID id, InputStream body, Caller caller) throws IOException {
        ImportJob job = find(id, caller);
        if (!job.by().is(caller)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "intake.not-yours");
        }
        UUID upload = UUID.randomUUID();
        if (!in(() -> table.takeUpload(id, upload, clock.instant()))) {
            throw new Refused(Refused.Kind.CONFLICT, "intake.not-receiving");
        }
        String text = box.openMapping(id, table.mapping(id));
        UploadStream stream = new UploadStream(body);
        CsvFile.read(stream, MappingReader.read(text, registers.inForce().register(), job.purpose()).orRefuse(),
                chunk -> keep(new ImportTable.Upload(id, upload, stream.count()), chunk));
        byte[] fingerprint = box.fingerprint(stream.hash(), text, job.purpose());
        finish(job, new ImportTable.Upload(id, upload, stream.count()), fingerprint, caller);
        wake.run();
        return required(id);
    }

    private void keep(ImportTable.Upload upload, Chunk chunk) {
        byte[] sealed = box.seal(upload.job(), chunk.seq(), chunk.rows(), suite(chunk));
        transaction.executeWithoutResult(status -> {
            if (!table.add(upload, chunk, sealed, clock.instant())) {
                throw new Refused(Refused.Kind.CONFLICT, "intake.not-receiving");
            }
            table.addRejects(upload.job(), chunk.rejects());
            table.addCounts(upload.job(), "BLANK", chunk.blank());
        });
    }

    /** Where one value is of suite SM, the whole piece waits under it. */
    private Suite suite(Chunk chunk) {
        Register register = registers.inForce().register();
        return chunk.rows().stream().flatMap(row -> row.fields().keySet().stream()).distinct()
                .flatMap(name -> Optional.ofNullable(register.fields().get(name)).stream())
                .anyMatch(field -> field.suite() == Suite.SM) ? Suite.SM : Suite.AES;
    }

    private void finish(ImportJob job, ImportTable.Upload upload, byte[] fingerprint, Caller caller) {
        Optional<Ledger.Appended> begun = Optional.ofNullable(transaction.execute(status -> {
            Optional<UUID> same = table.same(fingerprint).filter(one -> !job.again());
            State state = same.isPresent() ? State.DONE : State.READY;
            if (!table.received(new ImportTable.Received(upload, state, fingerprint, same.orElse(null)),
                    clock.instant())) {
                throw new Refused(Refused.Kind.CONFLICT, "intake.not-receiving");
            }
            ImportJob now = required(job.id());
            return same.isPresent() ? null
                    : ledger.append(draft(now, caller.actor(), BEGIN).detail("rows", "" + now.counts().rows()));
        }));
        begun.ifPresent(entry -> table.began(job.id(), entry.receipt().entry()));
    }

    /** Holds an import after the rows it has done; one that still receives its file is given up. */
    ImportJob stop(UUID id, Caller caller) {
        ImportJob job = find(id, caller);
        State to = job.state() == State.RECEIVING ? State.FAILED : State.STOPPED;
        if (job.state().over() || job.state() == State.STOPPED) {
            throw wrongState(job);
        }
        stop(job, to, "intake.why.person", caller.actor());
        return required(id);
    }

    /** For the worker too, which stops in the system's name. */
    void stop(ImportJob job, State to, String why, Entry.Actor by) {
        transaction.executeWithoutResult(status -> {
            if (!table.move(job.id(), job.state(), to, why, clock.instant())) {
                throw wrongState(required(job.id()));
            }
            ImportJob now = required(job.id());
            ledger.append(counted(draft(now, by, STOP), now).detail("why", why));
        });
    }

    /** Goes on with the next row; rows are collected in the name of the one who began, so only that one may. */
    ImportJob resume(UUID id, Caller caller) {
        ImportJob job = find(id, caller);
        if (!job.by().is(caller)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "intake.not-yours");
        }
        transaction.executeWithoutResult(status -> {
            if (!table.move(id, State.STOPPED, State.READY, null, clock.instant())) {
                throw wrongState(job);
            }
            ledger.append(counted(draft(job, caller.actor(), BEGIN), job).detail("resumed", "true"));
        });
        wake.run();
        return required(id);
    }

    private static Refused wrongState(ImportJob job) {
        return new Refused(Refused.Kind.CONFLICT, "intake.wrong-state").with("state", job.state().name());
    }

    /** The end, with all results counted; called inside the transaction that moves the state. */
    Ledger.Appended noteEnd(ImportJob job, Caller by) {
        return ledger.append(counted(draft(job, by.actor(), END), job));
    }

    private Entry.Draft draft(ImportJob job, Entry.Actor by, String action) {
        return ledger.draft(by, action).object("import", job.id().toString()).purpose(job.purpose());
    }

    private static Entry.Draft counted(Entry.Draft draft, ImportJob job) {
        ImportJob.Counts counts = job.counts();
        return draft.detail("rows", "" + counts.rows()).detail("created", "" + counts.created())
                .detail("changed", "" + counts.changed()).detail("unchanged", "" + counts.unchanged())
                .detail("rejected", "" + counts.rejected());
    }

    /** A person sees all imports; an application its own. */
    ImportJob find(UUID id, Caller caller) {
        requirePermission(caller);
        return table.find(id).filter(job -> caller.isStaff() || job.by().is(caller))
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "intake.unknown"));
    }

    List<ImportJob> latest(Caller caller) {
        requirePermission(caller);
        return table.latest(caller.isStaff() ? null : new Beginner(caller.kind(), caller.id()), LIST_MAX);
    }

    /** The import whose results are meant: of a repeated file, the one that really ran. */
    ImportJob results(ImportJob job) {
        return job.repeats().flatMap(table::find).orElse(job);
    }

    Map<String, Long> blank(UUID id) {
        return table.counts(id, "BLANK");
    }

    Map<String, Long> dropped(UUID id) {
        return table.counts(id, "DROPPED");
    }

    List<Chunk.Reject> rejects(UUID id, int limit) {
        return table.rejects(id, limit);
    }

    void rejects(UUID id, Consumer<Chunk.Reject> each) {
        table.rejects(id, each);
    }

    private ImportJob required(UUID id) {
        return table.find(id).orElseThrow();
    }

    private static void requirePermission(Caller caller) {
        if (!caller.may(Permission.CUSTOMER_IMPORT)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
    }

    private boolean in(java.util.function.BooleanSupplier act) {
        return Boolean.TRUE.equals(transaction.execute(status -> act.getAsBoolean()));
    }
}
