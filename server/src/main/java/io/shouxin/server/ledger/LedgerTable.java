// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Tile;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class LedgerTable {

    // One statement, so one round trip: numbers are taken under the row lock that the commit releases.
    private static final String WRITE = """
            WITH head AS (
                UPDATE ledger_head SET next = next + ?
                RETURNING next - ? AS first)
            INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, purpose, customer)
            SELECT head.first + given.place - 1,
                   given.at, given.bytes, given.actor, given.action, given.outcome, given.purpose, given.customer
            FROM head,
                 unnest(?::timestamptz[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                 WITH ORDINALITY AS given(at, bytes, actor, action, outcome, purpose, customer, place)
            RETURNING number
            """;

    private static final String ENTRIES = """
            SELECT number, bytes FROM ledger_entry
            WHERE number >= :from AND number < :to
            ORDER BY number
            """;

    private static final String NEXT = "SELECT next FROM ledger_head";

    private static final String TILE = "SELECT hashes FROM ledger_tile WHERE level = :level AND n = :n";

    private static final String PUT_TILE = """
            INSERT INTO ledger_tile (level, n, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes
            """;

    private static final String TREE = "SELECT size, root, note, signed_at FROM ledger_tree";

    // The old size is the fence: a sequencer that lost its lock meanwhile changes nothing.
    private static final String GROW = """
            UPDATE ledger_tree SET size = :size, root = :root, note = :note, signed_at = :at
            WHERE size = :from
            """;

    private static final String CHECK = """
            INSERT INTO ledger_check (checked_at, from_size, to_size, root, finding, at_number)
            VALUES (:at, :from, :to, :root, :finding, :number)
            ON CONFLICT (singleton) DO UPDATE SET checked_at = excluded.checked_at,
                from_size = excluded.from_size, to_size = excluded.to_size, root = excluded.root,
                finding = excluded.finding, at_number = excluded.at_number
            """;

    private static final String LAST_CHECK = """
            SELECT checked_at, from_size, to_size, root, finding, at_number FROM ledger_check
            """;

    private static final String PARTITION = """
            CREATE TABLE IF NOT EXISTS ledger_entry_%s PARTITION OF ledger_entry
            FOR VALUES FROM ('%s-01 00:00:00+00') TO ('%s-01 00:00:00+00')
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    LedgerTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** Writes the entries in their order and answers the number of the first. */
    static long write(Connection connection, List<Entry> entries) throws SQLException {
        int count = entries.size();
        Timestamp[] at = new Timestamp[count];
        byte[][] bytes = new byte[count][];
        String[][] words = new String[4][count];
        byte[][] customers = new byte[count][];
        for (int i = 0; i < count; i++) {
            Entry entry = entries.get(i);
            at[i] = Timestamp.from(entry.at());
            bytes[i] = entry.bytes();
            words[0][i] = entry.actor().id();
            words[1][i] = entry.action();
            words[2][i] = entry.outcome().name();
            words[3][i] = entry.purpose().orElse(null);
            customers[i] = entry.customer().map(CustomerRef::bytes).orElse(null);
        }
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setLong(1, count);
            statement.setLong(2, count);
            set(statement, 3, connection.createArrayOf("timestamptz", at));
            set(statement, 4, connection.createArrayOf("bytea", bytes));
            for (int i = 0; i < words.length; i++) {
                set(statement, 5 + i, connection.createArrayOf("text", words[i]));
            }
            set(statement, 9, connection.createArrayOf("bytea", customers));
            try (ResultSet rows = statement.executeQuery()) {
                long first = Long.MAX_VALUE;
                while (rows.next()) {
                    first = Math.min(first, rows.getLong(1));
                }
                return first;
            }
        }
    }

    private static void set(PreparedStatement statement, int place, Array array) throws SQLException {
        statement.setArray(place, array);
    }

    record Stored(long number, byte[] bytes) {}

    List<Stored> entries(long from, long to) {
        return db.sql(ENTRIES).param("from", from).param("to", to)
                .query((row, index) -> new Stored(row.getLong("number"), row.getBytes("bytes"))).list();
    }

    List<Stored> find(LedgerQuery query) {
        StringBuilder sql = new StringBuilder("SELECT number, bytes FROM ledger_entry WHERE number < :before");
        query.actor().ifPresent(given -> sql.append(" AND actor = :actor"));
        query.action().ifPresent(given -> sql.append(" AND action = :action"));
        query.outcome().ifPresent(given -> sql.append(" AND outcome = :outcome"));
        query.purpose().ifPresent(given -> sql.append(" AND purpose = :purpose"));
        query.customer().ifPresent(given -> sql.append(" AND customer = :customer"));
        query.from().ifPresent(given -> sql.append(" AND at >= :from"));
        query.to().ifPresent(given -> sql.append(" AND at < :to"));
        sql.append(" ORDER BY number DESC LIMIT :limit");
        JdbcClient.StatementSpec statement = db.sql(sql.toString())
                .param("before", query.before()).param("limit", query.limit());
        query.actor().ifPresent(given -> statement.param("actor", given));
        query.action().ifPresent(given -> statement.param("action", given));
        query.outcome().ifPresent(given -> statement.param("outcome", given.name()));
        query.purpose().ifPresent(given -> statement.param("purpose", given));
        query.customer().ifPresent(given -> statement.param("customer", given.bytes()));
        query.from().ifPresent(given -> statement.param("from", Timestamp.from(given)));
        query.to().ifPresent(given -> statement.param("to", Timestamp.from(given)));
        return statement.query((row, index) -> new Stored(row.getLong("number"), row.getBytes("bytes"))).list();
    }

    long next() {
        return db.sql(NEXT).query(Long.class).single();
    }

    Optional<byte[]> tile(int level, long n) {
        return db.sql(TILE).param("level", level).param("n", n)
                .query((row, index) -> row.getBytes("hashes")).optional();
    }

    void put(List<Tile> tiles) {
        List<Object[]> rows = new ArrayList<>(tiles.size());
        for (Tile tile : tiles) {
            rows.add(new Object[] {tile.level(), tile.n(), tile.hashes()});
        }
        batches.batchUpdate(PUT_TILE, rows);
    }

    record Tree(long size, byte[] root, Optional<byte[]> note, Optional<Instant> signedAt) {}

    Tree tree() {
        return db.sql(TREE).query((row, index) -> new Tree(row.getLong("size"), row.getBytes("root"),
                Optional.ofNullable(row.getBytes("note")), instant(row, "signed_at"))).single();
    }

    boolean grow(long from, Tree to) {
        return db.sql(GROW).param("from", from).param("size", to.size()).param("root", to.root())
                .param("note", to.note().orElseThrow())
                .param("at", Timestamp.from(to.signedAt().orElseThrow())).update() == 1;
    }

    void put(LedgerCheck.Outcome outcome) {
        db.sql(CHECK).param("at", Timestamp.from(outcome.at())).param("from", outcome.from())
                .param("to", outcome.to()).param("root", outcome.root())
                .param("finding", outcome.finding().orElse(null))
                .param("number", outcome.number().orElse(null)).update();
    }

    Optional<LedgerCheck.Outcome> lastCheck() {
        return db.sql(LAST_CHECK).query((row, index) -> new LedgerCheck.Outcome(
                row.getTimestamp("checked_at").toInstant(), row.getLong("from_size"), row.getLong("to_size"),
                row.getBytes("root"), Optional.ofNullable(row.getString("finding")),
                Optional.ofNullable(number(row)))).optional();
    }

    /** Prepares the partition of one month; names come from the calendar, not from a caller. */
    void prepare(YearMonth month) {
        db.sql(PARTITION.formatted(month.toString().replace('-', '_'), month, month.plusMonths(1))).update();
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static @Nullable Long number(ResultSet row) throws SQLException {
        long number = row.getLong("at_number");
        return row.wasNull() ? null : number;
    }
}
