// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Stored;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * All SQL of this module. It reads the rows of the ledger itself, with the columns that no other reader
 * needs: what is compared is what lies there, not what the writer would say of it.
 */
@Repository
class CheckTable {

    private static final String COLUMNS = """
            SELECT number, bytes, at, actor, action, outcome, purpose, ticket, customer,
                   clear, masked, token, refused FROM ledger_entry
            WHERE number >= :from AND number < :to
            ORDER BY number LIMIT :limit
            """;

    private static final String NEWEST = """
            SELECT number, bytes FROM ledger_entry
            WHERE action = :action AND action <> 'vault.reveal' AND number < :below
            ORDER BY number DESC LIMIT 1
            """;

    private static final String PRUNED_TALLIES = """
            SELECT customer, entries, list FROM ledger_pruned_tally WHERE customer > :after
            ORDER BY customer LIMIT :limit
            """;

    // Beyond what is signed, the rows must be exactly those whose numbers were given out.
    private static final String TAIL = """
            SELECT tail.number, tail.place, head.next
            FROM ledger_head AS head LEFT JOIN LATERAL (
                SELECT number, :size + row_number() OVER (ORDER BY number) - 1 AS place
                FROM ledger_entry WHERE number >= :size
                UNION ALL
                SELECT NULL, :size + count(*) FROM ledger_entry WHERE number >= :size) AS tail
                ON tail.number IS DISTINCT FROM tail.place OR tail.number >= head.next
            WHERE tail.number IS NOT NULL OR tail.place < head.next
            ORDER BY tail.place LIMIT 1
            """;

    private static final String NEXT = "SELECT coalesce(max(next), 0) FROM ledger_head";

    // A finding stands until a check of the whole is sound: the one that only compared what came since,
    // perhaps on another node, has not looked where the finding is.
    private static final String CHECK = """
            INSERT INTO ledger_check AS known (checked_at, from_size, to_size, root, finding, at_number, found_at)
            VALUES (:at, :from, :to, :root, :finding, :number, :found)
            ON CONFLICT (singleton) DO UPDATE SET checked_at = excluded.checked_at,
                from_size = excluded.from_size, to_size = excluded.to_size, root = excluded.root,
                finding = excluded.finding, at_number = excluded.at_number,
                found_at = CASE WHEN excluded.finding IS NOT NULL
                           THEN coalesce(known.found_at, excluded.found_at) END
            WHERE known.finding IS NULL OR excluded.finding IS NOT NULL OR excluded.from_size = 0
            """;

    private static final String LAST_CHECK = """
            SELECT checked_at, from_size, to_size, root, finding, at_number, found_at FROM ledger_check
            """;

    // One at a time on all nodes; a run nobody has heard of for a while died with its node.
    private static final String BEGIN_RUN = """
            INSERT INTO ledger_run AS known (started_at, started_by, total, done, seen_at)
            VALUES (:now, :by, :total, 0, :now)
            ON CONFLICT (singleton) DO UPDATE SET started_at = excluded.started_at,
                started_by = excluded.started_by, total = excluded.total, done = 0, seen_at = excluded.seen_at,
                ended_at = NULL, finding = NULL, at_number = NULL, entry = NULL
            WHERE known.ended_at IS NOT NULL OR known.seen_at < :lost OR known.seen_at > :ahead
            """;

    private static final String RUN_IS_AT = "UPDATE ledger_run SET done = :done, seen_at = :now";

    private static final String END_RUN = """
            UPDATE ledger_run SET done = :done, seen_at = :now, ended_at = :now, finding = :finding,
                at_number = :number, entry = :entry
            """;

    private static final String RUN = """
            SELECT started_at, started_by, total, done, seen_at, ended_at, finding, at_number, entry FROM ledger_run
            """;

    private final JdbcClient db;

    CheckTable(JdbcClient db) {
        this.db = db;
    }

    /** A row as it lies there: the entry, and the columns by which it is found. */
    record Row(Stored stored, Instant at, List<Optional<String>> words, Optional<byte[]> customer,
            List<Integer> forms) {

        /** Whether the columns say what the entry says; else a search for it would miss it. */
        boolean tells(Entry entry) {
            return at.equals(entry.at())
                    && words.equals(List.of(Optional.of(entry.actor().id()), Optional.of(entry.action()),
                            Optional.of(entry.outcome().name()), entry.purpose(), entry.ticket()))
                    && customer.map(HexFormat.of()::formatHex).equals(entry.customer().map(CustomerRef::hex))
                    && forms.equals(Entries.forms(entry));
        }
    }

    /** From this number on and below that one, so many at most: where rows are gone, those behind the gap. */
    List<Row> rows(long from, long to, int limit) {
        return db.sql(COLUMNS).param("from", from).param("to", to).param("limit", limit).query((row, index) -> new Row(
                new Stored(row.getLong("number"), row.getBytes("bytes")), row.getTimestamp("at").toInstant(),
                List.of(text(row, "actor"), text(row, "action"), text(row, "outcome"), text(row, "purpose"),
                        text(row, "ticket")),
                Optional.ofNullable(row.getBytes("customer")),
                List.of(row.getInt("clear"), row.getInt("masked"), row.getInt("token"), row.getInt("refused")))).list();
    }

    /** The last entry of this action below a number; any action but the one that nearly all entries have. */
    Optional<Stored> newest(String action, long below) {
        return db.sql(NEWEST).param("action", action).param("below", below)
                .query((row, index) -> new Stored(row.getLong("number"), row.getBytes("bytes"))).optional();
    }

    /** The tallies of the entries that were pruned, in the order of their references, from behind this one on. */
    List<CustomerTally> prunedTallies(byte[] after, int limit) {
        return db.sql(PRUNED_TALLIES).param("after", after).param("limit", limit)
                .query((row, index) -> new CustomerTally(new CustomerRef(row.getBytes("customer")),
                        row.getLong("entries"), row.getBytes("list"))).list();
    }

    /** @param missing whether this number has no row; else it has one that it should not have */
    record TailFault(boolean missing, long number) {}

    /**
     * What is wrong with the rows from this number on, which no tile covers yet; with a second row under the
     * last number a tile covers; or with the next number, where it was given out already.
     */
    Optional<TailFault> tailFault(long size) {
        long next = db.sql(NEXT).query(Long.class).single();
        if (next < size) {
            return Optional.of(new TailFault(false, next));
        }
        return db.sql(TAIL).param("size", Math.max(0, size - 1)).query((row, index) -> {
            long place = row.getLong("place");
            long number = row.getLong("number");
            boolean missing = row.wasNull() || number > place && place < row.getLong("next");
            return new TailFault(missing, missing ? place : number);
        }).optional();
    }

    void put(LedgerCheck.Outcome outcome) {
        db.sql(CHECK).param("at", Timestamp.from(outcome.at())).param("from", outcome.from())
                .param("to", outcome.to()).param("root", outcome.root())
                .param("finding", outcome.finding().orElse(null))
                .param("number", outcome.number().orElse(null))
                .param("found", outcome.since().map(Timestamp::from).orElse(null)).update();
    }

    Optional<LedgerCheck.Outcome> lastCheck() {
        return db.sql(LAST_CHECK).query((row, index) -> new LedgerCheck.Outcome(
                row.getTimestamp("checked_at").toInstant(), row.getLong("from_size"), row.getLong("to_size"),
                row.getBytes("root"), Optional.ofNullable(row.getString("finding")),
                Optional.ofNullable(number(row, "at_number")), instant(row, "found_at"))).optional();
    }

    /** @param ahead a run seen later than this was seen by a clock that was wrong */
    boolean beginRun(String by, long total, Instant now, Instant lostBefore, Instant ahead) {
        return db.sql(BEGIN_RUN).param("now", Timestamp.from(now)).param("by", by).param("total", total)
                .param("lost", Timestamp.from(lostBefore)).param("ahead", Timestamp.from(ahead)).update() == 1;
    }

    void runIsAt(long done, Instant now) {
        db.sql(RUN_IS_AT).param("done", done).param("now", Timestamp.from(now)).update();
    }

    void endRun(FullCheck.Run run) {
        db.sql(END_RUN).param("done", run.done()).param("now", Timestamp.from(run.seenAt()))
                .param("finding", run.finding().orElse(null)).param("number", run.number().orElse(null))
                .param("entry", run.entry().orElse(null)).update();
    }

    Optional<FullCheck.Run> run() {
        return db.sql(RUN).query((row, index) -> new FullCheck.Run(row.getTimestamp("started_at").toInstant(),
                row.getString("started_by"), row.getLong("total"), row.getLong("done"),
                row.getTimestamp("seen_at").toInstant(), instant(row, "ended_at"), text(row, "finding"),
                Optional.ofNullable(number(row, "at_number")),
                Optional.ofNullable(number(row, "entry")))).optional();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
