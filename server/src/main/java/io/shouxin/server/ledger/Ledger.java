// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.EntryId;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
            return Ledger.receipt(entry, number);
        }
    }

    private final LedgerTable table;
    private final LedgerCheck check;
    private final DoorClock clock;
    private final DataSource source;
    private final Origins origins;
    private final GroupCommit group;
    private final SecureRandom random = new SecureRandom();

    Ledger(LedgerTable table, LedgerCheck check, DoorClock clock, DataSource source, Origins origins,
            Sequencer sequencer) {
        this.table = table;
        this.check = check;
        this.clock = clock;
        this.source = source;
        this.origins = origins;
        this.group = new GroupCommit(source, sequencer::wake);
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
        AppendsOfTransaction.present(source).add(appended);
        return appended;
    }

    /** Writes the entry and returns when it is durable; under load many share one commit. */
    public Receipt record(Entry.Draft draft) {
        return record(List.of(draft)).get(0);
    }

    /**
     * Writes the entries in their order, all or none, and returns when they are durable.
     *
     * @throws Refused {@code ledger.unavailable} when they may not be on the disk, {@code ledger.damaged}
     *     while a check has found the ledger changed: release nothing then
     */
    public List<Receipt> record(List<Entry.Draft> drafts) {
        check.requireSound();
        List<Entry> entries = drafts.stream().map(this::finish).toList();
        return receipts(entries, group.write(entries));
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

    private Entry finish(Entry.Draft draft) {
        return draft.entry(EntryId.next(clock.instant(), random));
    }

    private static Line line(LedgerTable.Stored stored) {
        try {
            return new Line(stored.number(), Entry.read(stored.bytes()), stored.bytes());
        } catch (LedgerDamaged unreadable) {
            // We wrote no such bytes: somebody changed the row.
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged");
        }
    }

    private static List<Receipt> receipts(List<Entry> entries, long first) {
        List<Receipt> receipts = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            receipts.add(receipt(entries.get(i), first + i));
        }
        return receipts;
    }

    private static Receipt receipt(Entry entry, long number) {
        return new Receipt(number, entry.id(), entry.at(), Hashes.leaf(entry.bytes()));
    }

    @Override
    public void destroy() {
        group.close();
    }

    /** An entry that becomes durable with the transaction it was appended in. */
    public static final class Appended {

        private final Entry entry;
        private volatile long number = -1;

        private Appended(Entry entry) {
            this.entry = entry;
        }

        /** Only after the commit: before it, there is nothing to show. */
        public Receipt receipt() {
            if (number < 0) {
                throw new IllegalStateException("The transaction of this entry has not committed.");
            }
            return Ledger.receipt(entry, number);
        }

        /** The entry's own id, known before its number is. */
        public String id() {
            return entry.id();
        }
    }

    /** The entries of one transaction, written together just before it commits. */
    private static final class AppendsOfTransaction implements TransactionSynchronization {

        private final DataSource source;
        private final List<Appended> appends = new ArrayList<>();
        private long first;

        private AppendsOfTransaction(DataSource source) {
            this.source = source;
        }

        static AppendsOfTransaction present(DataSource source) {
            for (TransactionSynchronization one : TransactionSynchronizationManager.getSynchronizations()) {
                if (one instanceof AppendsOfTransaction appends) {
                    return appends;
                }
            }
            AppendsOfTransaction appends = new AppendsOfTransaction(source);
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
                first = EntryRows.write(connection, appends.stream().map(one -> one.entry).toList());
            } catch (SQLException failed) {
                throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.unavailable");
            } finally {
                DataSourceUtils.releaseConnection(connection, source);
            }
        }

        @Override
        public void afterCommit() {
            for (int i = 0; i < appends.size(); i++) {
                appends.get(i).number = first + i;
            }
        }
    }
}
