// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry.CustomerRef;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All SQL of this module: the months as they lie there, what is proposed, and the taking away itself. */
@Repository
class PruningTable {

    private static final String PARTITIONS = """
            SELECT substr(child.relname, 14) AS month, pg_total_relation_size(child.oid) AS bytes
            FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = 'ledger_entry'::regclass AND child.relname ~ '^ledger_entry_[0-9]{4}_[0-9]{2}$'
            ORDER BY child.relname
            """;

    private static final String FIRST_NOT_BEFORE =
            "SELECT number FROM ledger_entry WHERE at >= :end ORDER BY number LIMIT 1";

    private static final String HOLDS =
            "SELECT EXISTS (SELECT FROM ledger_entry WHERE at >= :from AND at < :end)";

    // From one action to the next by the index of actions, instead of through all entries.
    private static final String ACTIONS = """
            WITH RECURSIVE one AS (
                (SELECT action FROM ledger_entry
                 WHERE action <> 'vault.reveal' AND number >= :from AND number < :below AND at < :end
                 ORDER BY action LIMIT 1)
                UNION ALL
                SELECT (SELECT action FROM ledger_entry
                        WHERE action <> 'vault.reveal' AND action > one.action
                            AND number >= :from AND number < :below AND at < :end
                        ORDER BY action LIMIT 1)
                FROM one WHERE one.action IS NOT NULL)
            SELECT action FROM one WHERE action IS NOT NULL
            UNION ALL
            SELECT 'vault.reveal' WHERE EXISTS (SELECT FROM ledger_entry
                WHERE action = 'vault.reveal' AND number >= :from AND number < :below AND at < :end)
            """;

    private static final String COLUMNS = """
            SELECT id, status, through, below, entries, proposed_by, proposed_at, reason, decided_by, decided_at,
                   ended_at, stopped_for, stopped_at FROM ledger_pruning
            """;

    private static final String PROPOSE = """
            INSERT INTO ledger_pruning (status, through, below, entries, proposed_by, proposed_at, reason)
            VALUES ('PROPOSED', :through, :below, :entries, :by, :at, :reason)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    private static final String DECIDE = """
            UPDATE ledger_pruning SET status = :to, decided_by = :by, decided_at = :at
            WHERE id = :id AND status = 'PROPOSED'
            """;

    private static final String LAPSE = """
            UPDATE ledger_pruning SET status = 'LAPSED', ended_at = :at
            WHERE status = 'PROPOSED' AND proposed_at < :before
            """;

    // Whoever holds the row does the step; of several nodes one, and nobody waits for it.
    private static final String TAKE_UP = COLUMNS + " WHERE status = :status FOR UPDATE SKIP LOCKED";

    private static final String MOVE = "UPDATE ledger_pruning SET status = :to WHERE id = :id AND status = :from";

    private static final String STOP = """
            UPDATE ledger_pruning SET status = 'STOPPED', ended_at = :at, stopped_for = :why, stopped_at = :number
            WHERE id = :id AND status = 'ACCEPTED'
            """;

    private static final String END = """
            UPDATE ledger_pruning SET status = 'DONE', ended_at = :at WHERE id = :id AND status = 'BEGUN'
            """;

    private static final String NAMED = """
            SELECT customer, entries, list FROM ledger_pruned_tally WHERE customer = ANY (:customers)
            """;

    private static final String PUT = """
            INSERT INTO ledger_pruned_tally (customer, entries, list) VALUES (?, ?, ?)
            ON CONFLICT (customer) DO UPDATE SET entries = excluded.entries, list = excluded.list
            """;

    private static final String PAGE = """
            SELECT customer, entries, list FROM ledger_pruned_tally WHERE customer > :after
            ORDER BY customer LIMIT :limit
            """;

    // Writers take this row before the table, so it is taken first here too, or each would wait for the other.
    private static final String LOCK_HEAD = "SELECT next FROM ledger_head FOR UPDATE";

    // Behind one long query all readers and writers would wait for this lock; it gives up before they notice.
    private static final String HURRY = "SET LOCAL lock_timeout = '400ms'";

    private static final String LOCK_ENTRIES = "LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE";

    private static final String DETACH = "ALTER TABLE ledger_entry DETACH PARTITION ledger_entry_%s";

    // Where no month takes them any more, the partition for odd times does.
    private static final String KEEP = """
            INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, purpose, ticket, customer,
                                      clear, masked, token, refused)
            SELECT number, at, bytes, actor, action, outcome, purpose, ticket, customer, clear, masked, token, refused
            FROM ledger_entry_%s WHERE number >= :below
            """;

    private static final String DROP = "DROP TABLE ledger_entry_%s";

    private static final String DELETE_OTHER = "DELETE FROM ledger_entry_other WHERE number < :below";

    /** Lock not available, deadlock detected. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    private final JdbcClient db;
    private final JdbcTemplate batches;

    PruningTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** A month and its room on the disk, indexes and all. */
    record Partition(YearMonth month, long bytes) {}

    /** Oldest first. */
    List<Partition> partitions() {
        return db.sql(PARTITIONS).query((row, i) -> new Partition(
                YearMonth.parse(row.getString("month").replace('_', '-')), row.getLong("bytes"))).list();
    }

    /** The number of the first entry that was made at this time or later. */
    Optional<Long> firstNotBefore(Instant end) {
        return db.sql(FIRST_NOT_BEFORE).param("end", Timestamp.from(end)).query(Long.class).optional();
    }

    /** Whether an entry says that it was made from one of these moments on and before the other. */
    boolean holds(Instant from, Instant end) {
        return db.sql(HOLDS).param("from", Timestamp.from(from)).param("end", Timestamp.from(end))
                .query(Boolean.class).single();
    }

    /** Every action among these entries, which were all made before that time. */
    List<String> actions(long from, long below, Instant end) {
        return db.sql(ACTIONS).param("from", from).param("below", below).param("end", Timestamp.from(end))
                .query(String.class).list();
    }

    /** Up to which entry the figures are summed up. */
    long summed() {
        return db.sql("SELECT next FROM ledger_summed").query(Long.class).single();
    }

    List<Proposed> all(int limit) {
        return db.sql(COLUMNS + " ORDER BY id DESC LIMIT :limit").param("limit", limit)
                .query((row, i) -> proposed(row)).list();
    }

    Optional<Proposed> one(long id) {
        return db.sql(COLUMNS + " WHERE id = :id").param("id", id).query((row, i) -> proposed(row)).optional();
    }

    /** What a pruning up to a month comes to: the minimum index afterwards, and how many entries go. */
    record Plan(YearMonth through, long below, long entries) {}

    /** Empty where one is under way already. */
    Optional<Long> propose(Plan plan, String by, Instant at, String reason) {
        return db.sql(PROPOSE).param("through", plan.through().toString()).param("below", plan.below())
                .param("entries", plan.entries()).param("by", by).param("at", Timestamp.from(at))
                .param("reason", reason).query(Long.class).optional();
    }

    boolean decide(long id, Proposed.Status to, String by, Instant at) {
        return db.sql(DECIDE).param("id", id).param("to", to.name()).param("by", by).param("at", Timestamp.from(at))
                .update() == 1;
    }

    void lapse(Instant before, Instant at) {
        db.sql(LAPSE).param("before", Timestamp.from(before)).param("at", Timestamp.from(at)).update();
    }

    /** Held until the end of the transaction; empty where there is none or another node holds it. */
    Optional<Proposed> takeUp(Proposed.Status status) {
        return db.sql(TAKE_UP).param("status", status.name()).query((row, i) -> proposed(row)).optional();
    }

    boolean move(long id, Proposed.Status from, Proposed.Status to) {
        return db.sql(MOVE).param("id", id).param("from", from.name()).param("to", to.name()).update() == 1;
    }

    boolean stop(long id, String why, long number, Instant at) {
        return db.sql(STOP).param("id", id).param("why", why).param("number", number).param("at", Timestamp.from(at))
                .update() == 1;
    }

    boolean end(long id, Instant at) {
        return db.sql(END).param("id", id).param("at", Timestamp.from(at)).update() == 1;
    }

    /** Those of these customers whom pruned entries name. */
    Map<CustomerRef, CustomerTally> named(Collection<CustomerRef> customers) {
        Map<CustomerRef, CustomerTally> known = new HashMap<>();
        byte[][] references = customers.stream().map(CustomerRef::bytes).toArray(byte[][]::new);
        Array array = batches.execute((Connection connection) -> connection.createArrayOf("bytea", references));
        db.sql(NAMED).param("customers", array).query((row, i) -> tally(row)).list()
                .forEach(tally -> known.put(tally.customer(), tally));
        return known;
    }

    void put(Collection<CustomerTally> tallies) {
        batches.batchUpdate(PUT, tallies.stream()
                .map(one -> new Object[] {one.customer().bytes(), one.entries(), one.list()}).toList());
    }

    /** In the order of their references, from behind this one on. */
    List<CustomerTally> page(byte[] after, int limit) {
        return db.sql(PAGE).param("after", after).param("limit", limit).query((row, i) -> tally(row)).list();
    }

    /**
     * Takes away the partitions up to a month, and what lies outside of the months below the same number. Their
     * entries from that number on are kept where entries of no month lie.
     *
     * @return how many those were
     */
    long drop(YearMonth through, long below) {
        db.sql(HURRY).update();
        db.sql(LOCK_HEAD).query(Long.class).single();
        db.sql(LOCK_ENTRIES).update();
        long kept = 0;
        for (Partition one : partitions()) {
            if (!one.month().isAfter(through)) {
                String name = one.month().toString().replace('-', '_');
                db.sql(DETACH.formatted(name)).update();
                kept += db.sql(KEEP.formatted(name)).param("below", below).update();
                db.sql(DROP.formatted(name)).update();
            }
        }
        db.sql(DELETE_OTHER).param("below", below).update();
        return kept;
    }

    /** Whether it failed only because others held the table; nothing was changed then. */
    static boolean isBusy(DataAccessException failed) {
        return failed.getMostSpecificCause() instanceof SQLException sql && BUSY.contains(sql.getSQLState());
    }

    static Instant end(YearMonth month) {
        return month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static CustomerTally tally(ResultSet row) throws SQLException {
        return new CustomerTally(new CustomerRef(row.getBytes("customer")), row.getLong("entries"),
                row.getBytes("list"));
    }

    private static Proposed proposed(ResultSet row) throws SQLException {
        long stoppedAt = row.getLong("stopped_at");
        Optional<Long> number = row.wasNull() ? Optional.empty() : Optional.of(stoppedAt);
        return new Proposed(row.getLong("id"), Proposed.Status.valueOf(row.getString("status")),
                YearMonth.parse(row.getString("through")), row.getLong("below"), row.getLong("entries"),
                row.getString("proposed_by"), row.getTimestamp("proposed_at").toInstant(), row.getString("reason"),
                Optional.ofNullable(row.getString("decided_by")), instant(row, "decided_at"),
                instant(row, "ended_at"), Optional.ofNullable(row.getString("stopped_for")), number);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
