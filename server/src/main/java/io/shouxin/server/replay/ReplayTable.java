// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.server.register.ProposalReplays;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of replays. */
@Repository
class ReplayTable implements ProposalReplays {

    private static final String WANT = "INSERT INTO register_replay (version, state) VALUES (:version, 'WAITING')";

    private static final String FIND = """
            SELECT state, reveals, permille, finished_at, result FROM register_replay WHERE version = :version
            """;

    private static final String UNFINISHED = """
            SELECT replay.version FROM register_replay replay JOIN register_version proposal USING (version)
            WHERE replay.state <> 'FINISHED' AND proposal.status = 'PROPOSED'
            ORDER BY replay.version
            """;

    private static final String PROGRESS = """
            UPDATE register_replay SET state = :state, reveals = :reveals, permille = :permille
            WHERE version = :version AND state <> 'FINISHED'
            """;

    private static final String FINISH = """
            UPDATE register_replay
            SET state = 'FINISHED', reveals = :reveals, permille = 1000, finished_at = :at, result = :result
            WHERE version = :version AND state <> 'FINISHED'
            """;

    private final JdbcClient db;
    private final JsonMapper json;

    ReplayTable(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    @Override
    public void want(int version) {
        db.sql(WANT).param("version", version).update();
    }

    Optional<ReplayProgress> find(int version) {
        return db.sql(FIND).param("version", version).query((row, index) -> new ReplayProgress(
                ReplayProgress.State.valueOf(row.getString("state")), row.getLong("reveals"), row.getInt("permille"),
                Optional.ofNullable(row.getTimestamp("finished_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("result"))
                        .map(text -> json.readValue(text, ReplayResult.class)))).optional();
    }

    @Override
    public boolean finished(int version) {
        return find(version).filter(ReplayProgress::finished).isPresent();
    }

    List<Integer> unfinished() {
        return db.sql(UNFINISHED).query(Integer.class).list();
    }

    void progress(int version, ReplayProgress.State state, long reveals, int permille) {
        db.sql(PROGRESS).param("version", version).param("state", state.name()).param("reveals", reveals)
                .param("permille", permille).update();
    }

    void finish(int version, ReplayResult result, Instant at) {
        db.sql(FINISH).param("version", version).param("reveals", result.reveals())
                .param("at", Timestamp.from(at)).param("result", json.writeValueAsString(result)).update();
    }
}
