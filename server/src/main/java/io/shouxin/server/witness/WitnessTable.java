// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.server.tree.TreeHead;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class WitnessTable {

    // By the database's clock, which all nodes share; a turn that is longer than any was taken before it was set back.
    private static final String TURN = """
            UPDATE witness_turn SET node = :node, until = now() + :seconds * interval '1 s'
            WHERE node = :node OR until < now() OR until > now() + :seconds * interval '1 s'
            """;

    private static final String STANDING = """
            SELECT size, cosigned_at, asked_at, failed, refused_at FROM witness_standing WHERE witness = :witness
            """;

    private static final String COSIGNED = """
            INSERT INTO witness_standing (witness, size, cosigned_at, asked_at) VALUES (:witness, :size, :seen, :now)
            ON CONFLICT (witness) DO UPDATE SET size = excluded.size, cosigned_at = excluded.cosigned_at,
                asked_at = excluded.asked_at, failed = NULL, refused_at = NULL
            """;

    private static final String FAILED = """
            INSERT INTO witness_standing AS known (witness, asked_at, failed, refused_at)
            VALUES (:witness, :now, :failed, :refused)
            ON CONFLICT (witness) DO UPDATE SET asked_at = excluded.asked_at, failed = excluded.failed,
                refused_at = CASE WHEN excluded.refused_at IS NOT NULL
                             THEN coalesce(known.refused_at, excluded.refused_at) ELSE known.refused_at END
            """;

    private static final String KEEP = """
            INSERT INTO witness_cosignature (size, witness, line, seen_at) VALUES (:size, :witness, :line, :seen)
            ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, seen_at = excluded.seen_at
            """;

    private static final String LINES = """
            SELECT line FROM witness_cosignature WHERE size = :size ORDER BY witness
            """;

    private static final String FORGET = "DELETE FROM witness_cosignature WHERE seen_at < :before";

    private static final String COUNT = """
            INSERT INTO witness_counted AS known (size, root, note, signed_at) VALUES (:size, :root, :note, :at)
            ON CONFLICT (singleton) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note,
                signed_at = excluded.signed_at
            WHERE known.size <= excluded.size
            """;

    private static final String COUNTED = "SELECT size, root, note, signed_at FROM witness_counted";

    private final JdbcClient db;

    WitnessTable(JdbcClient db) {
        this.db = db;
    }

    /** @param failed a message key, empty after an answer as it should be */
    record Standing(long size, Optional<Instant> cosignedAt, Optional<Instant> askedAt, Optional<String> failed,
            Optional<Instant> refusedAt) {

        static final Standing UNASKED = new Standing(0, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    /** Whether this node asks the witnesses for so long from now on; the same on every node. */
    boolean takeTurn(String node, Duration turn) {
        return db.sql(TURN).param("node", node).param("seconds", turn.toSeconds()).update() == 1;
    }

    Standing standing(String witness) {
        return db.sql(STANDING).param("witness", witness).query((row, index) -> new Standing(row.getLong("size"),
                instant(row, "cosigned_at"), instant(row, "asked_at"), Optional.ofNullable(row.getString("failed")),
                instant(row, "refused_at"))).optional().orElse(Standing.UNASKED);
    }

    void cosigned(String witness, long size, String line, Instant seen, Instant now) {
        db.sql(KEEP).param("size", size).param("witness", witness).param("line", line)
                .param("seen", Timestamp.from(seen)).update();
        db.sql(COSIGNED).param("witness", witness).param("size", size).param("seen", Timestamp.from(seen))
                .param("now", Timestamp.from(now)).update();
    }

    /** @param refused whether the witness says that our log does not continue what it saw */
    void failed(String witness, String key, boolean refused, Instant now) {
        db.sql(FAILED).param("witness", witness).param("failed", key).param("now", Timestamp.from(now))
                .param("refused", refused ? Timestamp.from(now) : null).update();
    }

    List<String> lines(long size) {
        return db.sql(LINES).param("size", size).query(String.class).list();
    }

    void forget(Instant before) {
        db.sql(FORGET).param("before", Timestamp.from(before)).update();
    }

    void count(TreeHead tree) {
        db.sql(COUNT).param("size", tree.size()).param("root", tree.root()).param("note", tree.note().orElseThrow())
                .param("at", Timestamp.from(tree.signedAt().orElseThrow())).update();
    }

    Optional<TreeHead> counted() {
        return db.sql(COUNTED).query((row, index) -> new TreeHead(row.getLong("size"), row.getBytes("root"),
                Optional.of(row.getBytes("note")), instant(row, "signed_at"))).optional();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
