// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Tile;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All SQL of this module: the tiles, and the size up to which the tree is signed. */
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
            UPDATE ledger_tree SET size = :size, root = :root, note = :note, signed_at = :at
            WHERE size = :from
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
        return db.sql(TREE).query((row, index) -> new TreeHead(row.getLong("size"), row.getBytes("root"),
                Optional.ofNullable(row.getBytes("note")),
                Optional.ofNullable(row.getTimestamp("signed_at")).map(Timestamp::toInstant))).single();
    }

    boolean grow(long from, TreeHead to) {
        return db.sql(GROW).param("from", from).param("size", to.size()).param("root", to.root())
                .param("note", to.note().orElseThrow())
                .param("at", Timestamp.from(to.signedAt().orElseThrow())).update() == 1;
    }
}
