// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.EntryId;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * The one way to write to the ledger and to read it.
 *
 * <p>A change of state calls {@link #append} in its own transaction: neither survives without the
 * other. A look calls {@link #record} and waits: when it returns, the entry is on the disk. Writing
 * is a direct call and never an event, for an event may come late or twice, and a release without its
 * entry must be impossible.
 */
@Service
@DependsOn("months")
public class Ledger implements DisposableBean {

    /** An entry with its number. */
    public record Line(long number, Entry entry, byte[] bytes) {

        public Receipt receipt() {
            return new Written(entry, bytes).receipt(number);
        }
    }

    private final LedgerTable table;
    private final Soundness soundness;
    private final DoorClock clock;
    private final DataSource source;
    private final Origins origins;
    private final Rulings rulings;
    private final Integrator integrator;
    private final GroupCommit group;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Ledger(LedgerTable table, Soundness soundness, DoorClock clock, DataSource source, Origins origins,
            Integrator integrator, Rulings rulings, TransactionTemplate transaction) {
        this.table = table;
        this.soundness = soundness;
        this.clock = clock;
        this.source = source;
        this.origins = origins;
        this.rulings = rulings;
        this.integrator = integrator;
        this.group = new GroupCommit(source, transaction, rulings, integrator::wake);
    }

    /** An entry to fill in, with the time, the clock and the origin of the present request. */
    public Entry.Draft draft(Entry.Actor actor, String action) {
        return Entry.about(actor, action, clock.instant())
                .clock(clock.name().orElse(null))
                .origin(origins.present());
    }

    /**
     * Adds the entry to the caller's transaction. It is written as the last act before the commit, so
     * that the next number is held as briefly as can be; the receipt is there after the commit.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Appended append(Entry.Draft draft) {
        Appended appended = new Appended(finish(draft));
        appends().add(appended);
        return appended;
    }

    /**
     * The same for an entry that changes who may do what, or what is allowed: whatever was decided before
     * it and not yet written is decided again ({@link Basis}).
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Appended appendRuling(Entry.Draft draft) {
        Appended appended = append(draft);
        appends().ruling = true;
        return appended;
    }

    /**
     * Adds the entries of something that is let go to the caller's transaction, which then commits only if the
     * basis still holds; for a release that changes something besides, such as an agreement that is used up.
     * Let go after the commit, and only then.
     *
     * @throws Refused {@code ledger.damaged} while a check has found the ledger changed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Appended> appendRelease(List<Entry.Draft> drafts, Basis basis) {
        soundness.requireSound();
        AppendsOfTransaction appends = appends();
        appends.basis = appends.basis.and(basis);
        return drafts.stream().map(this::append).toList();
    }

    /**
     * Lets the caller's transaction commit only if the rulings have not come further than the decision
     * behind it knew; else it ends with {@link MovedOn}.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireRuled(long ruled) {
        AppendsOfTransaction appends = appends();
        appends.basis = appends.basis.and(Basis.ruled(ruled));
    }

    private AppendsOfTransaction appends() {
        return AppendsOfTransaction.present(source, rulings, integrator);
    }

    /**
     * Writes a note of what happened anyway and returns when it is durable; nothing may be released on it. It is
     * written also while a check has found the ledger changed: whoever has to look into that must be able to come in.
     *
     * @throws Refused {@code ledger.unavailable} when it may not be on the disk
     */
    public Receipt record(Entry.Draft draft) {
        return write(List.of(draft), Basis.NONE).get(0);
    }

    /**
     * Writes the entries in their order, all or none, and returns when they are durable; under load many
     * share one commit.
     *
     * @param basis what the decision that they state rests on
     * @throws MovedOn if that does not hold any more: nothing was written, and it must be decided again
     * @throws Refused {@code ledger.unavailable} when they may not be on the disk, {@code ledger.damaged}
     *     while a check has found the ledger changed: release nothing then
     */
    public List<Receipt> record(List<Entry.Draft> drafts, Basis basis) {
        soundness.requireSound();
        return write(drafts, basis);
    }

    private List<Receipt> write(List<Entry.Draft> drafts, Basis basis) {
        List<Written> entries = drafts.stream().map(this::finish).toList();
        long number = group.write(entries, basis);
        List<Receipt> receipts = new ArrayList<>(entries.size());
        for (Written entry : entries) {
            receipts.add(entry.receipt(number++));
        }
        return receipts;
    }

    public List<Line> find(LedgerQuery query) {
        return table.find(query).stream().map(Ledger::line).toList();
    }

    public Optional<Line> line(long number) {
        return table.entries(number, number + 1).stream().findFirst().map(Ledger::line);
    }

    /** How many entries there are, in the tree already or about to be. */
    public long size() {
        return table.next();
    }

    private Written finish(Entry.Draft draft) {
        return Written.of(draft.entry(EntryId.next(clock.instant(), random)));
    }

    private static Line line(Stored stored) {
        try {
            return new Line(stored.number(), Entry.read(stored.bytes()), stored.bytes());
        } catch (LedgerDamaged unreadable) {
            // We wrote no such bytes: somebody changed the row.
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged");
        }
    }

    @Override
    public void destroy() {
        group.close();
    }

    /** An entry that becomes durable with the transaction it was appended in. */
    public static final class Appended {

        private final Written written;
        private volatile long number = -1;

        private Appended(Written written) {
            this.written = written;
        }

        /** Only after the commit: before it, there is nothing to show. */
        public Receipt receipt() {
            if (number < 0) {
                throw new IllegalStateException("The transaction of this entry has not committed.");
            }
            return written.receipt(number);
        }

        /** The entry's own id, known before its number is. */
        public String id() {
            return written.entry().id();
        }
    }

    /** The entries of one transaction, written together just before it commits. */
    private static final class AppendsOfTransaction implements TransactionSynchronization {

        private final DataSource source;
        private final Rulings rulings;
        private final Integrator integrator;
        private final List<Appended> appends = new ArrayList<>();
        private Basis basis = Basis.NONE;
        private boolean ruling;
        private long first;

        private AppendsOfTransaction(DataSource source, Rulings rulings, Integrator integrator) {
            this.source = source;
            this.rulings = rulings;
            this.integrator = integrator;
        }

        static AppendsOfTransaction present(DataSource source, Rulings rulings, Integrator integrator) {
            for (TransactionSynchronization one : TransactionSynchronizationManager.getSynchronizations()) {
                if (one instanceof AppendsOfTransaction appends) {
                    return appends;
                }
            }
            AppendsOfTransaction appends = new AppendsOfTransaction(source, rulings, integrator);
            TransactionSynchronizationManager.registerSynchronization(appends);
            return appends;
        }

        void add(Appended appended) {
            appends.add(appended);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            Connection connection = DataSourceUtils.getConnection(source);
            try {
                List<Written> entries = appends.stream().map(one -> one.written).toList();
                if (!basis.equals(Basis.NONE)) {
                    first = takeIfHolding(connection, entries.size());
                    if (!entries.isEmpty()) {
                        EntryRows.write(connection, entries, ruling);
                    }
                } else if (!entries.isEmpty()) {
                    first = EntryRows.takeAndWrite(connection, entries, ruling);
                }
            } catch (SQLException failed) {
                throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.unavailable");
            } finally {
                DataSourceUtils.releaseConnection(connection, source);
            }
        }

        private long takeIfHolding(Connection connection, int count) throws SQLException {
            Map<Watched, Map<String, Integer>> present = new HashMap<>();
            EntryRows.Taken taken = EntryRows.takeAndLook(connection, count, Basis.keys(List.of(basis)),
                    (of, key, version) -> present.computeIfAbsent(of, one -> new HashMap<>()).put(key, version));
            if (!basis.holds(taken.ruled(), present)) {
                throw new MovedOn();
            }
            return taken.first();
        }

        @Override
        public void afterCommit() {
            for (int i = 0; i < appends.size(); i++) {
                appends.get(i).number = first + i;
            }
            if (ruling) {
                rulings.saw(first + appends.size());
            }
            if (!appends.isEmpty()) {
                integrator.wake();
            }
        }
    }
}
