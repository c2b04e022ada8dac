// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.export.ExportJob.Format;
import io.shouxin.server.export.ExportJob.Selection;
import io.shouxin.server.export.ExportJob.State;
import io.shouxin.server.export.ExportJob.Wanted;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.MovedOn;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Releases;
import io.shouxin.server.vault.Releases.FileAsk;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The door for files that leave the house. One person asks, each scene's approver agrees to exactly that, and whoever
 * asked begins it; then it is written in their name, as long as both keep their standing, and lies here encrypted to
 * the recipient until it is fetched or its time is over.
 *
 * <p>What is true if the process dies: before the begin nothing was used and nothing opened; from then on every
 * customer whose entry is in the ledger is in the file, and no other.
 */
@Service
public class Exports {

    static final String ASK = "export.ask";
    static final String BEGIN = "export.begin";
    static final String END = "export.end";
    static final String STOP = "export.stop";
    static final String FETCH = "export.fetch";
    static final String DROP = "export.drop";

    private static final int TRIES = 5;

    private final ExportTable table;
    private final Releases releases;
    private final Approvals approvals;
    private final Registers registers;
    private final Standing standing;
    private final Boxes boxes;
    private final Ledger ledger;
    private final ExportSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private volatile Runnable wake = () -> { };

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Exports(ExportTable table, Releases releases, Approvals approvals, Registers registers, Standing standing,
            Boxes boxes, Ledger ledger, ExportSettings settings, Clock clock, TransactionTemplate transaction) {
        this.table = table;
        this.releases = releases;
        this.approvals = approvals;
        this.registers = registers;
        this.standing = standing;
        this.boxes = boxes;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** The worker on this node, which need not wait for its next look. */
    void wakes(Runnable worker) {
        wake = worker;
    }

    static Boxes.Owner box(UUID export) {
        return new Boxes.Owner("export", export);
    }

    /**
     * What somebody wants written.
     *
     * @param numbers only the customers with these customer numbers; all active ones where it is empty
     */
    record Order(String purpose, String recipient, List<String> fields, Format format, long cap,
            List<String> numbers) {

        Order {
            fields = List.copyOf(fields);
            numbers = List.copyOf(numbers);
        }

        /** What somebody listed are customers' numbers. */
        @Override
        public String toString() {
            return "Order[" + purpose + ", " + recipient + ", " + fields.size() + " fields]";
        }
    }

    /**
     * Asks for an export and for every agreement that it needs.
     *
     * @throws Refused naming what would keep it from being written whoever agreed
     */
    ExportJob ask(Order order, Approvals.Why why, Caller by) {
        requirePeople(by);
        new Checks().that(order.cap() >= 1 && order.cap() <= settings.rowsMax(), "rows", "export.rule.rows",
                Integer.toString(settings.rowsMax()))
                .atMost("numbers", order.numbers(), settings.rowsMax()).throwIfAny();
        Registers.InForce inForce = registers.inForce();
        // In the order of the register, which is the one that pages and files have.
        List<String> fields = inForce.register().fields().keySet().stream().filter(order.fields()::contains).toList();
        if (fields.size() != Set.copyOf(order.fields()).size()) {
            throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                    List.of(new Refused.Detail("fields", "vault.unknown-field")));
        }
        Set<String> scenes = releases.scenes(
                new FileAsk(fields, order.purpose(), order.recipient(), (int) order.cap()), by);
        List<UUID> members = order.numbers().isEmpty() ? List.of() : releases.numbered(order.numbers());
        long expected = Math.min(order.cap(), order.numbers().isEmpty() ? releases.count() : members.size());
        if (expected == 0) {
            throw new Refused(Refused.Kind.UNPROCESSABLE, "export.refused.nobody");
        }
        Recipient recipient = inForce.register().recipients().get(order.recipient());
        Wanted wanted = new Wanted(fields, order.purpose(), order.recipient(), recipient.key().orElseThrow(),
                order.format(), order.numbers().isEmpty() ? Selection.ALL : Selection.LIST, order.cap(), expected);
        UUID id = UUID.randomUUID();
        boxes.prepare(box(id));
        ExactRequest request = request(id, wanted, members, by.id());
        return Objects.requireNonNull(transaction.execute(status -> {
            List<Approval> asked = scenes.stream()
                    .map(scene -> approvals.ask(request.in(scene), why, false, by)).toList();
            table.insert(new ExportTable.New(id, by.id(), wanted, inForce.version(), List.copyOf(scenes),
                    asked.stream().map(Approval::id).toList()), clock.instant());
            table.addMembers(id, members);
            ledger.append(entry(by.actor(), ASK, id, wanted).register(inForce.version())
                    .detail("named", Integer.toString(order.numbers().size()))
                    .detail("scenes", String.join(" ", scenes)));
            return table.find(id).orElseThrow();
        }));
    }

    private static ExactRequest request(UUID id, Wanted wanted, List<UUID> members, String actor) {
        String whom = wanted.selection() == Selection.ALL ? "all" : digest(members);
        return new ExactRequest(actor, "", Operation.EXPORT, List.of(), wanted.fields(), wanted.purpose(),
                Optional.empty(), wanted.cap(), ExportJob.terms(id, wanted, whom));
    }

    /** Of random ids, so that it can be kept and shown. */
    private static String digest(List<UUID> members) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            members.stream().sorted().forEach(one -> digest.update(ByteBuffer.allocate(16)
                    .putLong(one.getMostSignificantBits()).putLong(one.getLeastSignificantBits()).array()));
            return members.size() + " " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * Uses the agreements and sets the work going, in one transaction.
     *
     * @throws Refused {@code export.refused.not-agreed} while not every agreement holds
     */
    ExportJob begin(UUID id, Caller by) {
        Caller present = by;
        for (int i = 1;; i++) {
            try {
                return beginOnce(id, present);
            } catch (MovedOn moved) {
                if (i == TRIES) {
                    throw new Refused(Refused.Kind.CONFLICT, "vault.changed-meanwhile");
                }
                present = standing.again(present);
            }
        }
    }

    private ExportJob beginOnce(UUID id, Caller by) {
        ExportJob job = required(id);
        requireOwn(job, by);
        if (job.state() != State.ASKED) {
            throw new Refused(Refused.Kind.CONFLICT, "export.refused.state");
        }
        requireAble(by);
        Registers.InForce inForce = registers.inForce();
        if (inForce.version() != job.register()) {
            throw new Refused(Refused.Kind.CONFLICT, "vault.export-register-changed");
        }
        List<UUID> members = members(job);
        Map<String, Approvals.Held> held = approvals.holding(request(id, job.wanted(), members, by.id()),
                Set.copyOf(job.scenes()), inForce.register());
        if (!held.keySet().containsAll(job.scenes())) {
            throw new Refused(Refused.Kind.CONFLICT, "export.refused.not-agreed");
        }
        long ruled = held.values().stream().mapToLong(Approvals.Held::ruled).min().orElse(0);
        transaction.executeWithoutResult(status -> {
            approvals.use(held.values().stream().map(Approvals.Held::approval).toList());
            if (!table.begin(id, clock.instant())) {
                throw new Refused(Refused.Kind.CONFLICT, "export.refused.state");
            }
            Entry.Draft draft = entry(by.actor(), BEGIN, id, job.wanted()).register(inForce.version());
            agreements(job).forEach(draft::approval);
            ledger.appendRelease(List.of(draft), Basis.ruled(by.ruled(), inForce.ruled(), ruled));
        });
        wake.run();
        return required(id);
    }

    private List<UUID> members(ExportJob job) {
        List<UUID> all = new ArrayList<>();
        if (job.wanted().selection() == Selection.LIST) {
            all.addAll(table.members(job.id(), new UUID(0, 0), Integer.MAX_VALUE));
        }
        return all;
    }

    /** Who agreed to it, as its entries name them. */
    List<Entry.Approval> agreements(ExportJob job) {
        return job.approvals().stream().map(approvals::required).flatMap(one -> one.decided().stream()
                .map(decided -> new Entry.Approval(decided.by(), decided.at(), one.id()))).toList();
    }

    /**
     * Gives it up: whoever asked, whoever agreed, or somebody who watches over files; what was written is destroyed.
     */
    ExportJob stop(UUID id, Caller by) {
        ExportJob job = find(id, by);
        stop(job, "export.why.person", by.actor());
        return required(id);
    }

    void stop(ExportJob job, String why, Entry.Actor by) {
        transaction.executeWithoutResult(status -> {
            if (job.state().over() || !table.move(job.id(), job.state(), State.STOPPED, why, null, clock.instant())) {
                throw new Refused(Refused.Kind.CONFLICT, "export.refused.state");
            }
            table.dropChunks(job.id());
            table.dropPieces(job.id());
            ledger.append(entry(by, STOP, job.id(), job.wanted()).detail("why", why)
                    .detail("rows", Long.toString(job.counts().rows())));
        });
    }

    /** The file's time is over. */
    void drop(ExportJob job) {
        transaction.executeWithoutResult(status -> {
            if (table.move(job.id(), State.READY, State.GONE, null, null, clock.instant())) {
                table.dropPieces(job.id());
                ledger.append(entry(Entry.Actor.system("export"), DROP, job.id(), job.wanted()));
            }
        });
    }

    /**
     * The encrypted file, piece by piece, with an entry before the first.
     *
     * @throws IOException when the reader breaks off
     */
    void fetch(UUID id, Caller by, OutputStream to) throws IOException {
        ExportJob job = ready(id, by);
        transaction.executeWithoutResult(status -> ledger.appendRelease(
                List.of(entry(by.actor(), FETCH, id, job.wanted())), Basis.ruled(by.ruled())));
        for (int seq = 0;; seq++) {
            Optional<byte[]> piece = table.piece(id, seq);
            if (piece.isEmpty()) {
                return;
            }
            to.write(piece.get());
        }
    }

    /** An export whose file can be fetched by this person. */
    ExportJob ready(UUID id, Caller by) {
        ExportJob job = required(id);
        requireOwn(job, by);
        requireAble(by);
        if (job.state() != State.READY) {
            throw new Refused(job.state() == State.GONE ? Refused.Kind.GONE : Refused.Kind.CONFLICT,
                    "export.refused.no-file");
        }
        return job;
    }

    /** An export as this reader may see it; for others it is not there. */
    ExportJob find(UUID id, Caller reader) {
        ExportJob job = required(id);
        boolean sees = job.by().equals(reader.id()) || reader.may(Permission.EXPORT_TRACE)
                || job.approvals().stream().anyMatch(one -> approvals.concerns(one, reader));
        if (!sees) {
            throw new Refused(Refused.Kind.UNKNOWN, "export.refused.unknown");
        }
        return job;
    }

    List<ExportJob> latest(Caller reader) {
        return table.latest(reader.may(Permission.EXPORT_TRACE) ? null : reader.id());
    }

    Map<String, Long> leftOut(ExportJob job) {
        return table.leftOut(job.id());
    }

    /** The forms that the fields of an export have for whoever asked; empty where other rules are in force by now. */
    SortedMap<String, FieldDecision> forms(ExportJob job) {
        return registers.inForce().version() != job.register() ? new TreeMap<>() : standing.person(job.by())
                .filter(asker -> asker.may(Permission.CUSTOMER_EXPORT))
                .map(asker -> releases.preview(job.wanted().ask(), asker)).orElseGet(TreeMap::new);
    }

    /** What fields of this recipient's would be in a file, in which form, and why not. */
    SortedMap<String, FieldDecision> preview(String purpose, String recipient, Caller by) {
        Register register = registers.inForce().register();
        Recipient to = register.recipients().get(recipient);
        List<String> fields = register.fields().values().stream().map(Field::name)
                .filter(name -> to != null && to.fields().contains(name)).toList();
        return releases.preview(new FileAsk(fields, purpose, recipient, 1), by);
    }

    ExportJob required(UUID id) {
        return table.find(id).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "export.refused.unknown"));
    }

    private static void requireOwn(ExportJob job, Caller by) {
        if (!job.by().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "export.refused.not-yours");
        }
    }

    private static void requirePeople(Caller by) {
        if (!by.isStaff()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "export.refused.people");
        }
        requireAble(by);
    }

    private static void requireAble(Caller by) {
        if (!by.suspended().isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "export.refused.suspended").with("standing", Callers.STANDING);
        }
        if (!by.may(Permission.CUSTOMER_EXPORT)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
    }

    Entry.Draft entry(Entry.Actor by, String action, UUID id, Wanted wanted) {
        return ledger.draft(by, action).object("export", id.toString()).purpose(wanted.purpose())
                .detail("recipient", wanted.recipient()).detail("format", wanted.format().ending())
                .detail("fields", String.join(" ", wanted.fields())).detail("cap", Long.toString(wanted.cap()));
    }
}
