// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** All SQL about figures. */
@Repository
class FigureTable {

    // The row of ledger_summed is locked first, so that of two nodes only one sums up a stretch.
    private static final String LOCK = "SELECT next FROM ledger_summed FOR UPDATE";

    private static final String SUM = """
            INSERT INTO ledger_day (day, action, purpose, outcome, entries, clear, masked, token, refused)
            SELECT (at AT TIME ZONE :zone)::date, action, coalesce(purpose, ''), outcome,
                   count(*), sum(clear), sum(masked), sum(token), sum(refused)
            FROM ledger_entry WHERE number >= :from AND number < :to
            GROUP BY 1, 2, 3, 4
            ON CONFLICT (day, action, purpose, outcome) DO UPDATE SET
                entries = ledger_day.entries + excluded.entries, clear = ledger_day.clear + excluded.clear,
                masked = ledger_day.masked + excluded.masked, token = ledger_day.token + excluded.token,
                refused = ledger_day.refused + excluded.refused
            """;

    private static final String DAYS = """
            SELECT day, action, purpose, outcome, entries, clear, masked, token, refused FROM ledger_day
            WHERE day >= :from AND day <= :to ORDER BY day
            """;

    private static final String CUSTOMERS = """
            SELECT count(DISTINCT customer) FROM ledger_entry
            WHERE at >= :from AND at < :to AND action = :action AND customer IS NOT NULL
            """;

    private final JdbcClient db;

    FigureTable(JdbcClient db) {
        this.db = db;
    }

    long lockSummed() {
        return db.sql(LOCK).query(Long.class).single();
    }

    long next() {
        return db.sql("SELECT next FROM ledger_head").query(Long.class).single();
    }

    void sum(long from, long to, ZoneId zone) {
        db.sql(SUM).param("from", from).param("to", to).param("zone", zone.getId()).update();
        db.sql("UPDATE ledger_summed SET next = :to").param("to", to).update();
    }

    List<Figures.Line> days(LocalDate from, LocalDate to) {
        return db.sql(DAYS).param("from", from).param("to", to).query((row, i) -> new Figures.Line(
                row.getObject("day", LocalDate.class), row.getString("action"), row.getString("purpose"),
                row.getString("outcome"), row.getLong("entries"), row.getLong("clear"), row.getLong("masked"),
                row.getLong("token"), row.getLong("refused"))).list();
    }

    long customers(String action, Instant from, Instant to) {
        return db.sql(CUSTOMERS).param("action", action).param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to)).query(Long.class).single();
    }
}
