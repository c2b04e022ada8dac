// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class RegisterTable {

    private static final String COLUMNS = """
            SELECT version, status, yaml, reason, base, proposed_by, proposed_at, decided_by, decided_at
            FROM register_version
            """;

    private static final String IN_FORCE = "SELECT version FROM register_version WHERE status = 'IN_FORCE'";

    private static final String LOCK_IN_FORCE = IN_FORCE + " FOR UPDATE";

    private static final String INSERT = """
            INSERT INTO register_version (version, status, yaml, reason, base, proposed_by, proposed_at,
                                          decided_by, decided_at)
            SELECT coalesce(max(version), 0) + 1, :status, :yaml, :reason, :base, :by, :at, :decidedBy, :decidedAt
            FROM register_version
            RETURNING version
            """;

    // The old status is part of the key: two administrators pressing the same button give one change.
    private static final String DECIDE = """
            UPDATE register_version SET status = :status, decided_by = :by, decided_at = :at
            WHERE version = :version AND status = 'PROPOSED'
            """;

    private static final String SUPERSEDE = """
            UPDATE register_version SET status = 'SUPERSEDED' WHERE status = 'IN_FORCE'
            """;

    private final JdbcClient db;

    RegisterTable(JdbcClient db) {
        this.db = db;
    }

    Optional<Integer> inForce() {
        return db.sql(IN_FORCE).query(Integer.class).optional();
    }

    /** Lets one change of what is in force through at a time. */
    void lockInForce() {
        db.sql(LOCK_IN_FORCE).query(Integer.class).list();
    }

    Optional<RegisterVersion> find(int version) {
        return db.sql(COLUMNS + " WHERE version = :version").param("version", version)
                .query(RegisterTable::row).optional();
    }

    List<RegisterVersion> all() {
        return db.sql(COLUMNS + " ORDER BY version DESC").query(RegisterTable::row).list();
    }

    int insert(RegisterVersion given) {
        return db.sql(INSERT).param("status", given.status().name()).param("yaml", given.yaml())
                .param("reason", given.reason()).param("base", given.base().orElse(null))
                .param("by", given.proposedBy()).param("at", Timestamp.from(given.proposedAt()))
                .param("decidedBy", given.decidedBy().orElse(null))
                .param("decidedAt", given.decidedAt().map(Timestamp::from).orElse(null))
                .query(Integer.class).single();
    }

    boolean decide(RegisterVersion decided) {
        return db.sql(DECIDE).param("version", decided.version()).param("status", decided.status().name())
                .param("by", decided.decidedBy().orElseThrow())
                .param("at", Timestamp.from(decided.decidedAt().orElseThrow())).update() == 1;
    }

    void supersede() {
        db.sql(SUPERSEDE).update();
    }

    private static RegisterVersion row(ResultSet row, int index) throws SQLException {
        return new RegisterVersion(row.getInt("version"), RegisterVersion.Status.valueOf(row.getString("status")),
                row.getString("yaml"), row.getString("reason"),
                Optional.ofNullable(row.getObject("base", Integer.class)), row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(), Optional.ofNullable(row.getString("decided_by")),
                Optional.ofNullable(row.getTimestamp("decided_at")).map(Timestamp::toInstant));
    }
}
