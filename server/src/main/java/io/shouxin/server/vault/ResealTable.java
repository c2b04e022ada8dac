// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.server.register.SuiteSwitches.State;
import io.shouxin.server.vault.ResealJob.Target;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The SQL of sealing anew, but for the customers themselves. */
@Repository
class ResealTable {

    private static final String UNDER_WAY = "state IN ('RUNNING', 'DROPPING')";

    private static final String FIND = """
            SELECT version, state, seen, total, done, resealed, damaged, worked_ms, begun_at, ended_at
            FROM vault_reseal
            """;

    private static final String INSERT = """
            INSERT INTO vault_reseal (version, state, total, begun_at)
            VALUES (:version, 'RUNNING', 0, :at)
            """;

    private static final String COUNT = """
            UPDATE vault_reseal SET total = (SELECT count(*) FROM customer) WHERE version = :version
            """;

    private static final String ADD_FIELD = """
            INSERT INTO vault_reseal_field (version, field, suite, epoch, searched)
            VALUES (:version, :field, :suite, :epoch, :searched)
            """;

    private static final String FIELDS = """
            SELECT field, suite, epoch, searched FROM vault_reseal_field WHERE version = :version
            """;

    // A dead node's lease runs out by itself, also where the database's clock was set back: none is given for an hour.
    private static final String TAKE = """
            UPDATE vault_reseal SET lease_by = :node, lease_until = now() + :seconds * interval '1 s'
            WHERE %s AND (lease_until IS NULL OR lease_until < now() OR lease_until > now() + interval '1 hour'
                OR lease_by = :node)
            RETURNING version
            """.formatted(UNDER_WAY);

    // Taken over or replaced meanwhile: then this row does not match, and the batch is rolled back.
    private static final String ADVANCE = """
            UPDATE vault_reseal SET seen = coalesce(:seen, seen), done = done + :done, resealed = resealed + :resealed,
                damaged = damaged + :damaged, worked_ms = worked_ms + :millis,
                lease_until = now() + :seconds * interval '1 s'
            WHERE version = :version AND lease_by = :node AND state = 'RUNNING'
            """;

    private static final String MOVE = """
            UPDATE vault_reseal SET state = :to, ended_at = :ended
            WHERE version = :version AND state = :from AND lease_by = :node
            """;

    private static final String REPLACE = """
            UPDATE vault_reseal SET state = 'REPLACED', ended_at = :at WHERE version = :version AND %s
            """.formatted(UNDER_WAY);

    private static final String GIVE_BACK = "UPDATE vault_reseal SET lease_until = NULL WHERE lease_by = :node";

    private final JdbcClient db;

    ResealTable(JdbcClient db) {
        this.db = db;
    }

    /** The one that is under way, with its row locked against the worker. */
    Optional<ResealJob> lockUnderWay() {
        return find(FIND + " WHERE " + UNDER_WAY + " FOR UPDATE");
    }

    Optional<ResealJob> underWay() {
        return find(FIND + " WHERE " + UNDER_WAY);
    }

    Optional<ResealJob> find(int version) {
        return find(FIND + " WHERE version = ?", version);
    }

    private Optional<ResealJob> find(String sql, Object... arguments) {
        return db.sql(sql).params(List.of(arguments)).query(ResealTable::row).optional()
                .map(job -> job.of(fields(job.version())));
    }

    private SortedMap<String, Target> fields(int version) {
        SortedMap<String, Target> fields = new TreeMap<>();
        db.sql(FIELDS).param("version", version).query(row -> {
            fields.put(row.getString("field"), new Target(Suite.valueOf(row.getString("suite")),
                    Optional.ofNullable(row.getObject("epoch", Integer.class)), row.getBoolean("searched")));
        });
        return fields;
    }

    void begin(int version, SortedMap<String, Target> fields, Instant at) {
        db.sql(INSERT).param("version", version).param("at", Timestamp.from(at)).update();
        fields.forEach((name, target) -> db.sql(ADD_FIELD).param("version", version).param("field", name)
                .param("suite", target.suite().name()).param("epoch", target.epoch().orElse(null))
                .param("searched", target.searched()).update());
    }

    /** Notes how many customers there are; not with the beginning, which holds up whoever decides on registers. */
    void count(int version) {
        db.sql(COUNT).param("version", version).update();
    }

    /** The one under way, if it is nobody's or this node's; nobody else's for that long. */
    Optional<ResealJob> take(UUID node, Duration lease) {
        return db.sql(TAKE).param("node", node).param("seconds", lease.toSeconds()).query(Integer.class).optional()
                .flatMap(this::find);
    }

    /**
     * A step of the work.
     *
     * @param seen the last customer of those that are done; empty while some before it are not
     */
    record Step(int version, UUID node, Optional<UUID> seen, long done, long resealed, long damaged, long millis) {}

    boolean advance(Step step, Duration lease) {
        return db.sql(ADVANCE).param("version", step.version()).param("node", step.node())
                .param("seen", step.seen().orElse(null), java.sql.Types.OTHER)
                .param("done", step.done()).param("resealed", step.resealed()).param("damaged", step.damaged())
                .param("millis", step.millis()).param("seconds", lease.toSeconds()).update() == 1;
    }

    boolean move(ResealJob job, State to, UUID node, Instant at) {
        return db.sql(MOVE).param("version", job.version()).param("from", job.state().name())
                .param("to", to.name()).param("node", node)
                .param("ended", to == State.DROPPING ? null : Timestamp.from(at), java.sql.Types.TIMESTAMP)
                .update() == 1;
    }

    void replace(int version, Instant at) {
        db.sql(REPLACE).param("version", version).param("at", Timestamp.from(at)).update();
    }

    void giveBack(UUID node) {
        db.sql(GIVE_BACK).param("node", node).update();
    }

    private static ResealJob row(ResultSet row, int index) throws SQLException {
        return new ResealJob(row.getInt("version"), State.valueOf(row.getString("state")), new TreeMap<>(),
                Optional.ofNullable(row.getObject("seen", UUID.class)),
                new ResealJob.Counts(row.getLong("total"), row.getLong("done"), row.getLong("resealed"),
                        row.getLong("damaged")),
                Duration.ofMillis(row.getLong("worked_ms")), row.getTimestamp("begun_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant));
    }
}
