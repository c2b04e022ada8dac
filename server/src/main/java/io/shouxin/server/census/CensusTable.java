// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Tile;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class CensusTable {

    // Whoever holds this row counts; on all nodes one at a time, and nobody waits for it.
    private static final String TAKE_UP = "SELECT size, taken_at FROM census_taken FOR UPDATE SKIP LOCKED";

    private static final String TAKEN = "SELECT size, taken_at FROM census_taken";

    private static final String TAKE = "UPDATE census_taken SET size = :size, taken_at = :at";

    private static final String NAMED = """
            SELECT customer, entries, list FROM census_tally WHERE customer = ANY (:customers)
            """;

    private static final String PUT = """
            INSERT INTO census_tally (customer, entries, list) VALUES (?, ?, ?)
            ON CONFLICT (customer) DO UPDATE SET entries = excluded.entries, list = excluded.list
            """;

    private static final String PAGE = """
            SELECT customer, entries, list FROM census_tally WHERE customer > :after ORDER BY customer LIMIT :limit
            """;

    private static final String ONE = "SELECT customer, entries, list FROM census_tally WHERE customer = :customer";

    private static final String PLACE = "SELECT count(*) FROM census_tally WHERE customer < :customer";

    private static final String CLEAR_TILES = "DELETE FROM census_tile";

    private static final String PUT_TILE = """
            INSERT INTO census_tile (level, n, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes
            """;

    private static final String TILE = "SELECT hashes FROM census_tile WHERE level = :level AND n = :n";

    private final JdbcClient db;
    private final JdbcTemplate batches;

    CensusTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** @param size up to which entry was counted */
    record Taken(long size, Instant at) {}

    /** Until the end of the transaction nobody else counts; empty where somebody does. */
    Optional<Taken> takeUp() {
        return db.sql(TAKE_UP).query((row, index) -> taken(row)).optional();
    }

    Taken taken() {
        return db.sql(TAKEN).query((row, index) -> taken(row)).single();
    }

    void take(Taken taken) {
        db.sql(TAKE).param("size", taken.size()).param("at", Timestamp.from(taken.at())).update();
    }

    private static Taken taken(ResultSet row) throws SQLException {
        return new Taken(row.getLong("size"), row.getTimestamp("taken_at").toInstant());
    }

    /** Those of these customers that have a line already. */
    Map<CustomerRef, CustomerTally> named(Collection<CustomerRef> customers) {
        Map<CustomerRef, CustomerTally> known = new HashMap<>();
        byte[][] references = customers.stream().map(CustomerRef::bytes).toArray(byte[][]::new);
        Array array = batches.execute((Connection connection) -> connection.createArrayOf("bytea", references));
        db.sql(NAMED).param("customers", array).query((row, index) -> tally(row)).list()
                .forEach(tally -> known.put(tally.customer(), tally));
        return known;
    }

    void put(Collection<CustomerTally> tallies) {
        batches.batchUpdate(PUT, tallies.stream()
                .map(one -> new Object[] {one.customer().bytes(), one.entries(), one.list()}).toList());
    }

    /** In the order of their references, from behind this one on. */
    List<CustomerTally> page(byte[] after, int limit) {
        return db.sql(PAGE).param("after", after).param("limit", limit).query((row, index) -> tally(row)).list();
    }

    Optional<CustomerTally> one(CustomerRef customer) {
        return db.sql(ONE).param("customer", customer.bytes()).query((row, index) -> tally(row)).optional();
    }

    /** How many lines stand before this customer's. */
    long place(CustomerRef customer) {
        return db.sql(PLACE).param("customer", customer.bytes()).query(Long.class).single();
    }

    void clearTiles() {
        db.sql(CLEAR_TILES).update();
    }

    void putTiles(List<Tile> tiles) {
        batches.batchUpdate(PUT_TILE, tiles.stream()
                .map(tile -> new Object[] {tile.level(), tile.n(), tile.hashes()}).toList());
    }

    Optional<byte[]> tile(int level, long n) {
        return db.sql(TILE).param("level", level).param("n", n)
                .query((row, index) -> row.getBytes("hashes")).optional();
    }

    private static CustomerTally tally(ResultSet row) throws SQLException {
        return new CustomerTally(new CustomerRef(row.getBytes("customer")), row.getLong("entries"),
                row.getBytes("list"));
    }
}
