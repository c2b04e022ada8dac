// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class ReconcileTable {

    private static final String POSITION_LOCKED =
            "SELECT next, at FROM reconcile_position FOR UPDATE SKIP LOCKED";

    private static final String MOVE = "UPDATE reconcile_position SET next = :next, at = :at";

    private static final String ADD_RUN = """
            INSERT INTO reconcile_run (first, past, at, views, needed, matched, findings)
            VALUES (:first, :past, :at, :views, :needed, :matched, :findings) RETURNING id
            """;

    private static final String ADD_FINDING = """
            INSERT INTO reconcile_finding (run, kind, entry, actor, scene, approval)
            VALUES (:run, :kind, :entry, :actor, :scene, :approval)
            """;

    private static final String RUNS = """
            SELECT id, first, past, at, views, needed, matched, findings FROM reconcile_run
            ORDER BY id DESC LIMIT :limit
            """;

    private static final String FINDINGS = """
            SELECT id, kind, entry, actor, scene, approval, looked_by, looked_at, words FROM reconcile_finding
            ORDER BY (looked_at IS NOT NULL), id DESC LIMIT :limit
            """;

    private static final String OPEN = "SELECT count(*) FROM reconcile_finding WHERE looked_at IS NULL";

    private static final String LOOK = """
            UPDATE reconcile_finding SET looked_by = :by, looked_at = :at, words = :words
            WHERE id = :id AND looked_at IS NULL
            """;

    private final JdbcClient db;

    ReconcileTable(JdbcClient db) {
        this.db = db;
    }

    record Position(long next, Instant at) {}

    /** Empty while another node compares. */
    Optional<Position> positionLocked() {
        return db.sql(POSITION_LOCKED).query((row, index) ->
                new Position(row.getLong("next"), row.getTimestamp("at").toInstant())).optional();
    }

    Instant lastAt() {
        return db.sql("SELECT at FROM reconcile_position").query(Timestamp.class).single().toInstant();
    }

    void move(long next, Instant at) {
        db.sql(MOVE).param("next", next).param("at", Timestamp.from(at)).update();
    }

    long add(Reconciliation.Run run) {
        return db.sql(ADD_RUN).param("first", run.first()).param("past", run.past())
                .param("at", Timestamp.from(run.at()))
                .param("views", run.views()).param("needed", run.needed()).param("matched", run.matched())
                .param("findings", run.findings()).query(Long.class).single();
    }

    void add(long run, Finding one) {
        db.sql(ADD_FINDING).param("run", run).param("kind", one.kind().name())
                .param("entry", one.entry().orElse(null)).param("actor", one.actor()).param("scene", one.scene())
                .param("approval", one.approval()).update();
    }

    List<Reconciliation.Run> runs(int limit) {
        return db.sql(RUNS).param("limit", limit).query((row, index) -> new Reconciliation.Run(row.getLong("first"),
                row.getLong("past"), row.getTimestamp("at").toInstant(), row.getLong("views"), row.getLong("needed"),
                row.getLong("matched"), row.getLong("findings"))).list();
    }

    List<Finding> findings(int limit) {
        return db.sql(FINDINGS).param("limit", limit).query(ReconcileTable::finding).list();
    }

    int open() {
        return db.sql(OPEN).query(Integer.class).single();
    }

    boolean look(long id, Finding.Looked looked) {
        return db.sql(LOOK).param("id", id).param("by", looked.by()).param("at", Timestamp.from(looked.at()))
                .param("words", looked.words()).update() == 1;
    }

    private static Finding finding(ResultSet row, int index) throws SQLException {
        Timestamp at = row.getTimestamp("looked_at");
        long entry = row.getLong("entry");
        Optional<Long> number = row.wasNull() ? Optional.empty() : Optional.of(entry);
        return new Finding(row.getLong("id"), Finding.Kind.valueOf(row.getString("kind")), number,
                row.getString("actor"), row.getString("scene"), row.getString("approval"),
                at == null ? Optional.empty() : Optional.of(new Finding.Looked(row.getString("looked_by"),
                        at.toInstant(), row.getString("words"))));
    }
}
