// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL about the seal and about what one person proposes and another accepts. */
@Repository
class SealTable {

    private static final String SEAL = "SELECT state, changed_at, changed_by, reason FROM key_seal";

    private static final String MOVE_SEAL = """
            UPDATE key_seal SET state = :to, changed_at = :at, changed_by = :by, reason = :reason
            WHERE state = :from
            """;

    private static final String PROPOSALS = """
            SELECT id, kind, status, proposed_by, proposed_at, reason, decided_by, decided_at
            FROM key_proposal ORDER BY id DESC LIMIT 20
            """;

    private static final String PROPOSAL = """
            SELECT id, kind, status, proposed_by, proposed_at, reason, decided_by, decided_at
            FROM key_proposal WHERE id = :id
            """;

    private static final String PROPOSE = """
            INSERT INTO key_proposal (kind, status, proposed_by, proposed_at, reason)
            VALUES (:kind, 'PROPOSED', :by, :at, :reason)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    private static final String DECIDE = """
            UPDATE key_proposal SET status = :to, decided_by = :by, decided_at = :at
            WHERE id = :id AND status = 'PROPOSED'
            """;

    private static final String LAPSE = """
            UPDATE key_proposal SET status = 'LAPSED', decided_at = :at
            WHERE status = 'PROPOSED' AND proposed_at < :before
            """;

    private final JdbcClient db;

    SealTable(JdbcClient db) {
        this.db = db;
    }

    /** Whether the keys may be open, who said so last, and why. */
    record Seal(boolean sealed, Instant at, String by, String reason) {}

    Seal seal() {
        return db.sql(SEAL).query((row, i) -> new Seal(row.getString("state").equals("SEALED"),
                row.getTimestamp("changed_at").toInstant(), row.getString("changed_by"),
                row.getString("reason"))).single();
    }

    /** False if it stands so already. */
    boolean move(Seal to) {
        return db.sql(MOVE_SEAL).param("to", to.sealed() ? "SEALED" : "OPEN")
                .param("from", to.sealed() ? "OPEN" : "SEALED").param("at", Timestamp.from(to.at()))
                .param("by", to.by()).param("reason", to.reason()).update() == 1;
    }

    List<Proposal> proposals() {
        return db.sql(PROPOSALS).query((row, i) -> proposal(row)).list();
    }

    Optional<Proposal> proposal(long id) {
        return db.sql(PROPOSAL).param("id", id).query((row, i) -> proposal(row)).optional();
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(row.getLong("id"), Proposal.Kind.valueOf(row.getString("kind")),
                Proposal.Status.valueOf(row.getString("status")), row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(), row.getString("reason"),
                Optional.ofNullable(row.getString("decided_by")),
                Optional.ofNullable(row.getTimestamp("decided_at")).map(Timestamp::toInstant));
    }

    /** Empty if one of that kind waits already. */
    Optional<Long> propose(Proposal.Kind kind, String by, Instant at, String reason) {
        return db.sql(PROPOSE).param("kind", kind.name()).param("by", by).param("at", Timestamp.from(at))
                .param("reason", reason).query(Long.class).optional();
    }

    /** False if it was decided meanwhile. */
    boolean decide(long id, Proposal.Status to, String by, Instant at) {
        return db.sql(DECIDE).param("id", id).param("to", to.name()).param("by", by)
                .param("at", Timestamp.from(at)).update() == 1;
    }

    void lapse(Instant proposedBefore, Instant at) {
        db.sql(LAPSE).param("before", Timestamp.from(proposedBefore)).param("at", Timestamp.from(at)).update();
    }
}
