// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.export.ExportJob.Format;
import io.shouxin.server.export.ExportJob.Selection;
import io.shouxin.server.export.ExportJob.State;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** All SQL of this module. Every change of state says from which one, so that of two at once one is too late. */
@Repository
class ExportTable {

    private static final String COLUMNS = """
            SELECT id, by_id, purpose, recipient, recipient_key, fields, format, selection, row_cap, expected, register,
                   scenes, approvals, state, why, done, rows, canaries, chunks, after, bytes, digest, asked_at,
                   began_at, ended_at, keep_until
            FROM export_job
            """;

    private static final String INSERT = """
            INSERT INTO export_job (id, by_id, purpose, recipient, recipient_key, fields, format, selection, row_cap,
                                    expected, register, scenes, approvals, state, asked_at, moved_at)
            VALUES (:id, :by, :purpose, :recipient, :key, :fields, :format, :selection, :cap, :expected, :register,
                    :scenes, :approvals, 'ASKED', :at, :at)
            """;

    private static final String ADD_MEMBER = "INSERT INTO export_member (export, customer) VALUES (?, ?)";

    private static final String MEMBERS = """
            SELECT customer FROM export_member WHERE export = :export AND customer > :after
            ORDER BY customer LIMIT :limit
            """;

    private static final String BEGIN = """
            UPDATE export_job SET state = 'RUNNING', began_at = :at, moved_at = :at WHERE id = :id AND state = 'ASKED'
            """;

    // Fair between exports: the one whose turn is longest ago. A dead node's lease runs out by itself, also where the
    // database's clock was set back meanwhile: none is given for an hour.
    private static final String TAKE = """
            UPDATE export_job SET lease_by = :node, lease_until = now() + :seconds * interval '1 s',
                turn_at = clock_timestamp()
            WHERE id = (SELECT id FROM export_job
                WHERE state IN ('RUNNING', 'PACKING')
                  AND (lease_until IS NULL OR lease_until < now() OR lease_until > now() + interval '1 hour'
                       OR lease_by = :node)
                ORDER BY turn_at NULLS FIRST, asked_at
                LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """;

    // Stopped, taken over, or moved on meanwhile: then this row does not match and all of the step is rolled back.
    private static final String ADVANCE = """
            UPDATE export_job SET done = done + :done, rows = rows + :rows, canaries = canaries + :canaries,
                chunks = chunks + 1, after = :after, failures = 0, moved_at = :at
            WHERE id = :id AND state = 'RUNNING' AND lease_by = :node AND chunks = :seq
            """;

    private static final String ADD_CHUNK = """
            INSERT INTO export_chunk (export, seq, sealed) VALUES (:id, :seq, :sealed)
            """;

    private static final String CHUNK = "SELECT sealed FROM export_chunk WHERE export = :id AND seq = :seq";

    private static final String ADD_LEFT_OUT = """
            INSERT INTO export_left_out (export, reason, count) VALUES (?, ?, ?)
            ON CONFLICT (export, reason) DO UPDATE SET count = export_left_out.count + excluded.count
            """;

    private static final String ADD_CANARY = """
            INSERT INTO export_canary (tag, export, person, field, strength) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String MOVE = """
            UPDATE export_job SET state = :to, why = :why, failures = 0, moved_at = :at, lease_by = :lease::uuid,
                lease_until = CASE WHEN :lease::uuid IS NULL THEN NULL ELSE lease_until END,
                ended_at = CASE WHEN :over THEN :at::timestamptz ELSE ended_at END
            WHERE id = :id AND state = :from
            """;

    private static final String PACKED = """
            UPDATE export_job SET state = 'READY', bytes = :bytes, digest = :digest, ended_at = :at,
                keep_until = :until, moved_at = :at, lease_by = NULL, lease_until = NULL
            WHERE id = :id AND state = 'PACKING' AND lease_by = :node
            """;

    private static final String HOLD = """
            UPDATE export_job SET lease_until = now() + :seconds * interval '1 s', bytes = :bytes
            WHERE id = :id AND state = 'PACKING' AND lease_by = :node
            """;

    private static final String ADD_PIECE = """
            INSERT INTO export_piece (export, seq, bytes) VALUES (:id, :seq, :bytes)
            """;

    private static final String LATER = """
            UPDATE export_job SET failures = failures + 1, lease_by = NULL,
                lease_until = now() + (failures + 1) * interval '1 s'
            WHERE id = :id AND lease_by = :node RETURNING failures
            """;

    private static final String GIVE_BACK = """
            UPDATE export_job SET lease_by = NULL, lease_until = NULL WHERE lease_by = :node
            """;

    private static final String TAGGED = """
            SELECT tag, export, person, field, strength FROM export_canary WHERE tag = ANY(?)
            """;

    private static final String CANARIES = """
            SELECT strength, count(DISTINCT person) AS people FROM export_canary WHERE export = :export
            GROUP BY strength
            """;

    private static final int LIST_MAX = 200;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    ExportTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** An export that somebody has to agree to. */
    record New(UUID id, String by, ExportJob.Wanted wanted, int register, List<String> scenes,
            List<String> approvals) {}

    void insert(New job, Instant at) {
        ExportJob.Wanted wanted = job.wanted();
        db.sql(INSERT).param("id", job.id()).param("by", job.by()).param("purpose", wanted.purpose())
                .param("recipient", wanted.recipient()).param("key", wanted.key())
                .param("fields", wanted.fields().toArray(String[]::new)).param("format", wanted.format().name())
                .param("selection", wanted.selection().name()).param("cap", wanted.cap())
                .param("expected", wanted.expected()).param("register", job.register())
                .param("scenes", job.scenes().toArray(String[]::new))
                .param("approvals", job.approvals().toArray(String[]::new)).param("at", Timestamp.from(at)).update();
    }

    void addMembers(UUID export, Collection<UUID> customers) {
        batches.batchUpdate(ADD_MEMBER, customers.stream().map(one -> new Object[] {export, one}).toList());
    }

    List<UUID> members(UUID export, UUID after, int limit) {
        return db.sql(MEMBERS).param("export", export).param("after", after).param("limit", limit)
                .query(UUID.class).list();
    }

    Optional<ExportJob> find(UUID id) {
        return db.sql(COLUMNS + " WHERE id = :id").param("id", id).query(ExportTable::job).optional();
    }

    /** The newest first; only those this person asked for, where one is given. */
    List<ExportJob> latest(@Nullable String by) {
        var all = db.sql(COLUMNS + (by == null ? "" : " WHERE by_id = :by") + " ORDER BY asked_at DESC LIMIT "
                + LIST_MAX);
        return (by == null ? all : all.param("by", by)).query(ExportTable::job).list();
    }

    List<ExportJob> in(State state, Instant movedBefore) {
        return db.sql(COLUMNS + " WHERE state = :state AND moved_at < :before").param("state", state.name())
                .param("before", Timestamp.from(movedBefore)).query(ExportTable::job).list();
    }

    List<UUID> overWithKey() {
        return db.sql("SELECT id FROM export_job WHERE key_there AND state IN ('READY', 'STOPPED', 'GONE')")
                .query(UUID.class).list();
    }

    boolean begin(UUID id, Instant at) {
        return db.sql(BEGIN).param("id", id).param("at", Timestamp.from(at)).update() == 1;
    }

    Optional<UUID> take(UUID node, Duration lease) {
        return db.sql(TAKE).param("node", node).param("seconds", lease.toSeconds()).query(UUID.class).optional();
    }

    /** One step: so many customers looked at, so many rows of them, up to this one. */
    record Advance(UUID export, UUID node, int seq, int done, int rows, int canaries, UUID after) {}

    boolean advance(Advance step, Instant at) {
        return db.sql(ADVANCE).param("id", step.export()).param("node", step.node()).param("seq", step.seq())
                .param("done", step.done()).param("rows", step.rows()).param("canaries", step.canaries())
                .param("after", step.after()).param("at", Timestamp.from(at)).update() == 1;
    }

    void addChunk(UUID export, int seq, byte[] sealed) {
        db.sql(ADD_CHUNK).param("id", export).param("seq", seq).param("sealed", sealed).update();
    }

    Optional<byte[]> chunk(UUID export, int seq) {
        return db.sql(CHUNK).param("id", export).param("seq", seq).query(byte[].class).optional();
    }

    void addLeftOut(UUID export, Map<String, Integer> reasons) {
        batches.batchUpdate(ADD_LEFT_OUT, reasons.entrySet().stream()
                .map(one -> new Object[] {export, one.getKey(), one.getValue()}).toList());
    }

    Map<String, Long> leftOut(UUID export) {
        Map<String, Long> counts = new TreeMap<>();
        db.sql("SELECT reason, count FROM export_left_out WHERE export = :id").param("id", export)
                .query(row -> {
                    counts.put(row.getString("reason"), row.getLong("count"));
                });
        return counts;
    }

    /** What one value of one canary is known by. */
    record Mark(byte[] tag, UUID export, int person, String field, int strength) {}

    void addMarks(List<Mark> marks) {
        batches.batchUpdate(ADD_CANARY, marks.stream().map(one -> new Object[] {
            one.tag(), one.export(), one.person(), one.field(), one.strength()}).toList());
    }

    List<Mark> marks(Collection<byte[]> tags) {
        return batches.query(TAGGED, (row, index) -> new Mark(row.getBytes("tag"), row.getObject("export", UUID.class),
                row.getInt("person"), row.getString("field"), row.getInt("strength")),
                (Object) tags.toArray(byte[][]::new));
    }

    /** How many canaries of each strength an export has. */
    Map<Integer, Integer> canaries(UUID export) {
        Map<Integer, Integer> counts = new TreeMap<>();
        db.sql(CANARIES).param("export", export).query(row -> {
            counts.put(row.getInt("strength"), row.getInt("people"));
        });
        return counts;
    }

    /** @param lease the node that goes on with it, null where none does */
    @SuppressWarnings("checkstyle:ParameterNumber") // A move is from, to, why, whose and when.
    boolean move(UUID id, State from, State to, @Nullable String why, @Nullable UUID lease, Instant at) {
        return db.sql(MOVE).param("id", id).param("from", from.name()).param("to", to.name()).param("why", why)
                .param("lease", lease).param("over", to.over()).param("at", Timestamp.from(at)).update() == 1;
    }

    /** A file that is whole. */
    record Packed(UUID export, UUID node, long bytes, byte[] digest, Instant keepUntil) {}

    boolean packed(Packed file, Instant at) {
        return db.sql(PACKED).param("id", file.export()).param("node", file.node()).param("bytes", file.bytes())
                .param("digest", file.digest()).param("at", Timestamp.from(at))
                .param("until", Timestamp.from(file.keepUntil())).update() == 1;
    }

    boolean hold(UUID id, UUID node, Duration lease, long bytes) {
        return db.sql(HOLD).param("id", id).param("node", node).param("seconds", lease.toSeconds())
                .param("bytes", bytes).update() == 1;
    }

    void addPiece(UUID export, int seq, byte[] bytes) {
        db.sql(ADD_PIECE).param("id", export).param("seq", seq).param("bytes", bytes).update();
    }

    Optional<byte[]> piece(UUID export, int seq) {
        return db.sql("SELECT bytes FROM export_piece WHERE export = :id AND seq = :seq").param("id", export)
                .param("seq", seq).query(byte[].class).optional();
    }

    void dropPieces(UUID export) {
        db.sql("DELETE FROM export_piece WHERE export = :id").param("id", export).update();
    }

    void dropChunks(UUID export) {
        db.sql("DELETE FROM export_chunk WHERE export = :id").param("id", export).update();
        db.sql("DELETE FROM export_member WHERE export = :id").param("id", export).update();
    }

    void keyGone(UUID export) {
        db.sql("UPDATE export_job SET key_there = false WHERE id = :id").param("id", export).update();
    }

    int later(UUID id, UUID node) {
        return db.sql(LATER).param("id", id).param("node", node).query(Integer.class).optional().orElse(0);
    }

    void giveBack(UUID node) {
        db.sql(GIVE_BACK).param("node", node).update();
    }

    private static ExportJob job(ResultSet row, int index) throws SQLException {
        return new ExportJob(row.getObject("id", UUID.class), row.getString("by_id"), wanted(row),
                row.getInt("register"), texts(row, "scenes"), texts(row, "approvals"),
                State.valueOf(row.getString("state")), Optional.ofNullable(row.getString("why")),
                new ExportJob.Counts(row.getLong("done"), row.getLong("rows"), row.getInt("canaries"),
                        row.getInt("chunks"), row.getObject("after", UUID.class), row.getLong("bytes")),
                new ExportJob.Times(row.getTimestamp("asked_at").toInstant(), instant(row, "began_at"),
                        instant(row, "ended_at"), instant(row, "keep_until")),
                Optional.ofNullable(row.getBytes("digest")));
    }

    private static ExportJob.Wanted wanted(ResultSet row) throws SQLException {
        return new ExportJob.Wanted(texts(row, "fields"), row.getString("purpose"), row.getString("recipient"),
                row.getString("recipient_key"), Format.valueOf(row.getString("format")),
                Selection.valueOf(row.getString("selection")), row.getLong("row_cap"), row.getLong("expected"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
