// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** All SQL of this module but the statements that write entries, which are in {@link EntryRows}. */
@Repository
class LedgerTable {

    private static final String ENTRIES = """
            SELECT number, bytes FROM ledger_entry
            WHERE number >= :from AND number < :to
            ORDER BY number
            """;

    /** Nearly every entry is one of these, so that no index helps to find them and none has to be kept of them. */
    static final String MOST = "vault.reveal";

    private static final String FIRST_AT = "SELECT at FROM ledger_entry ORDER BY number LIMIT 1";

    private static final String NEXT = "SELECT next FROM ledger_head";

    private static final String RULED = "SELECT ruled FROM ledger_head";

    private static final String PARTITION = """
            CREATE TABLE IF NOT EXISTS ledger_entry_%s PARTITION OF ledger_entry
            FOR VALUES FROM ('%s-01 00:00:00+00') TO ('%s-01 00:00:00+00')
            """;

    private final JdbcClient db;

    LedgerTable(JdbcClient db) {
        this.db = db;
    }

    Optional<Instant> firstEntryAt() {
        return db.sql(FIRST_AT).query(Timestamp.class).optional().map(Timestamp::toInstant);
    }

    List<Stored> entries(long from, long to) {
        return db.sql(ENTRIES).param("from", from).param("to", to)
                .query((row, index) -> new Stored(row.getLong("number"), row.getBytes("bytes"))).list();
    }

    List<Stored> find(LedgerQuery query) {
        return statement("", query)
                .query((row, index) -> new Stored(row.getLong("number"), row.getBytes("bytes"))).list();
    }

    /** @param before what stands before the question, such as EXPLAIN */
    JdbcClient.StatementSpec statement(String before, LedgerQuery query) {
        JdbcClient.StatementSpec statement = db.sql(before + sql(query))
                .param("before", query.before()).param("limit", query.limit());
        query.actor().ifPresent(given -> statement.param("actor", given));
        query.action().ifPresent(given -> statement.param("action", given));
        query.outcome().ifPresent(given -> statement.param("outcome", given.name()));
        query.purpose().ifPresent(given -> statement.param("purpose", given));
        query.ticket().ifPresent(given -> statement.param("ticket", given));
        query.customer().ifPresent(given -> statement.param("customer", given.bytes()));
        query.from().ifPresent(given -> statement.param("from", Timestamp.from(given)));
        query.to().ifPresent(given -> statement.param("to", Timestamp.from(given)));
        return statement;
    }

    private static String sql(LedgerQuery query) {
        StringBuilder sql = new StringBuilder("SELECT number, bytes FROM ledger_entry WHERE number < :before");
        boolean rarer = query.action().filter(given -> !given.equals(MOST)).isPresent();
        // A purpose nobody has had for years looks like any other to a plan without values, which then walks back
        // through all entries to find it. As a range of one it can only be had in order from its own index.
        boolean byPurpose = query.purpose().isPresent() && !rarer && query.actor().isEmpty()
                && query.ticket().isEmpty() && query.customer().isEmpty();
        query.actor().ifPresent(given -> sql.append(" AND actor = :actor"));
        query.action().ifPresent(given -> sql.append(" AND action = :action"));
        // In these words, so that the plan may use the index that leaves reveals out.
        sql.append(rarer ? " AND action <> '" + MOST + "'" : "");
        query.outcome().ifPresent(given -> sql.append(" AND outcome = :outcome"));
        query.purpose().ifPresent(given -> sql.append(
                byPurpose ? " AND purpose >= :purpose AND purpose <= :purpose" : " AND purpose = :purpose"));
        query.ticket().ifPresent(given -> sql.append(" AND ticket = :ticket"));
        query.customer().ifPresent(given -> sql.append(" AND customer = :customer"));
        query.from().ifPresent(given -> sql.append(" AND at >= :from"));
        query.to().ifPresent(given -> sql.append(" AND at < :to"));
        return sql.append(byPurpose ? " ORDER BY purpose DESC, number DESC" : " ORDER BY number DESC")
                .append(" LIMIT :limit").toString();
    }

    long next() {
        return db.sql(NEXT).query(Long.class).single();
    }

    long ruled() {
        return db.sql(RULED).query(Long.class).single();
    }

    /** Prepares the partition of one month; names come from the calendar, not from a caller. */
    void prepare(YearMonth month) {
        db.sql(PARTITION.formatted(month.toString().replace('-', '_'), month, month.plusMonths(1))).update();
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
}
