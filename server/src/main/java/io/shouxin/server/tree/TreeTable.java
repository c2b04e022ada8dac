// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Tile;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All SQL of this module: the tiles, the size up to which the tree is signed, and what was signed before. */
@Repository
class TreeTable {

    private static final String TILE = "SELECT hashes FROM ledger_tile WHERE level = :level AND n = :n";

    private static final String PUT_TILE = """
            INSERT INTO ledger_tile (level, n, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes
            """;

    private static final String TREE = "SELECT size, root, note, signed_at FROM ledger_tree";

    // The old size is the fence: a sequencer that lost its lock meanwhile changes nothing.
    private static final String GROW = """
            WITH grown AS (
                UPDATE ledger_tree SET size = :size, root = :root, note = :note, signed_at = :at
                WHERE size = :from RETURNING size, root, note, signed_at)
            INSERT INTO ledger_checkpoint (size, root, note, signed_at)
            SELECT size, root, note, signed_at FROM grown
            ON CONFLICT (size) DO UPDATE SET root = excluded.root, note = excluded.note,
                signed_at = excluded.signed_at
            """;

    private static final String CHECKPOINT = """
            SELECT size, root, note, signed_at FROM ledger_checkpoint WHERE size = :size
            """;

    private static final String CHECKPOINTS = """
            SELECT size, root, note, signed_at FROM ledger_checkpoint
            WHERE size > :above AND size < :below ORDER BY size LIMIT :limit
            """;

    private static final String THIN = """
            DELETE FROM ledger_checkpoint WHERE size IN (
                SELECT size FROM (
                    SELECT size, row_number() OVER (PARTITION BY date_trunc('hour', signed_at) ORDER BY size) AS place
                    FROM ledger_checkpoint WHERE signed_at < :before) AS old
                WHERE place > 1)
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    TreeTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
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

    TreeHead head() {
        return db.sql(TREE).query(TreeTable::signed).single();
    }

    Optional<TreeHead> checkpoint(long size) {
        return db.sql(CHECKPOINT).param("size", size).query(TreeTable::signed).optional();
    }

    List<TreeHead> checkpoints(long above, long below, int limit) {
        return db.sql(CHECKPOINTS).param("above", above).param("below", below).param("limit", limit)
                .query(TreeTable::signed).list();
    }

    int thinCheckpoints(Instant before) {
        return db.sql(THIN).param("before", Timestamp.from(before)).update();
    }

    private static TreeHead signed(ResultSet row, int index) throws SQLException {
        return new TreeHead(row.getLong("size"), row.getBytes("root"), Optional.ofNullable(row.getBytes("note")),
                Optional.ofNullable(row.getTimestamp("signed_at")).map(Timestamp::toInstant));
    }

    boolean grow(long from, TreeHead to) {
        return db.sql(GROW).param("from", from).param("size", to.size()).param("root", to.root())
                .param("note", to.note().orElseThrow())
                .param("at", Timestamp.from(to.signedAt().orElseThrow())).update() == 1;
    }
}
