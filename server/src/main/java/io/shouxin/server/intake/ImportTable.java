// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.intake.ImportJob.Beginner;
import io.shouxin.server.intake.ImportJob.State;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Customers.Existing;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/** All SQL of this module. */
@Repository
class ImportTable {

    private static final String COLUMNS = """
            SELECT id, by_kind, by_id, purpose, existing, again, state, why, repeats, bytes, rows, done, created,
                   changed, unchanged, rejected, worked_ms, opened_at, began_at, ended_at, moved_at,
                   begin_entry, end_entry
            FROM import_job
            """;

    private static final String INSERT = """
            INSERT INTO import_job (id, by_kind, by_id, purpose, existing, again, state, mapping, opened_at, moved_at)
            VALUES (:id, :kind, :by, :purpose, :existing, :again, 'RECEIVING', :mapping, :at, :at)
            """;

    private static final String TAKE_UPLOAD = """
            UPDATE import_job SET upload = :upload, bytes = 0, rows = 0, done = 0, rejected = 0, moved_at = :at
            WHERE id = :id AND state = 'RECEIVING'
            """;

    // Only the latest upload writes: an older one that still drips in finds its name gone.
    private static final String MOVE_UPLOAD = """
            UPDATE import_job SET bytes = :bytes, rows = rows + :rows, done = done + :rejected,
                rejected = rejected + :rejected, moved_at = :at
            WHERE id = :id AND state = 'RECEIVING' AND upload = :upload
            """;

    private static final String ADD_CHUNK = "INSERT INTO import_chunk (job, seq, sealed) VALUES (:job, :seq, :sealed)";

    private static final String ADD_REJECT = """
            INSERT INTO import_reject (job, line, field, reason, arguments) VALUES (?, ?, ?, ?, ?)
            """;

    private static final String ADD_COUNT = """
            INSERT INTO import_count (job, kind, field, count) VALUES (?, ?, ?, ?)
            ON CONFLICT (job, kind, field) DO UPDATE SET count = import_count.count + excluded.count
            """;

    private static final String SAME = """
            SELECT id FROM import_job
            WHERE fingerprint = :fingerprint AND repeats IS NULL
              AND state IN ('READY', 'RUNNING', 'STOPPED', 'DONE')
            ORDER BY opened_at LIMIT 1
            """;

    private static final String RECEIVED = """
            UPDATE import_job SET state = :state, fingerprint = :fingerprint, repeats = :repeats, bytes = :bytes,
                ended_at = :ended, upload = NULL, moved_at = :at
            WHERE id = :id AND state = 'RECEIVING' AND upload = :upload
            """;

    // Fair between imports: the one whose turn is longest ago. A dead node's lease runs out by itself, also where the
    // database's clock was set back meanwhile: none is given for an hour.
    private static final String TAKE = """
            UPDATE import_job SET state = 'RUNNING', lease_by = :node, lease_until = now() + :seconds * interval '1 s',
                turn_at = clock_timestamp(), began_at = coalesce(began_at, :at), moved_at = :at
            WHERE id = (SELECT id FROM import_job
                WHERE state IN ('READY', 'RUNNING')
                  AND (lease_until IS NULL OR lease_until < now() OR lease_until > now() + interval '1 hour'
                       OR lease_by = :node)
                ORDER BY turn_at NULLS FIRST, opened_at
                LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """;

    private static final String NEXT_CHUNK = """
            SELECT seq, sealed FROM import_chunk WHERE job = :job ORDER BY seq LIMIT 1
            """;

    private static final String DROP_CHUNK = "DELETE FROM import_chunk WHERE job = :job AND seq = :seq";

    // Stopped, taken over, or moved on meanwhile: then this row does not match and the chunk is rolled back.
    private static final String ADVANCE = """
            UPDATE import_job SET done = done + :rows, created = created + :created, changed = changed + :changed,
                unchanged = unchanged + :unchanged, rejected = rejected + :rejected,
                worked_ms = worked_ms + :worked, failures = 0, moved_at = :at
            WHERE id = :id AND state = 'RUNNING' AND lease_by = :node
            """;

    private static final String MOVE = """
            UPDATE import_job SET state = :to, why = :why, lease_by = NULL, lease_until = NULL, upload = NULL,
                failures = 0, ended_at = :ended, moved_at = :at
            WHERE id = :id AND state = :from
            """;

    private static final String LATER = """
            UPDATE import_job SET failures = failures + 1, lease_by = NULL,
                lease_until = now() + (failures + 1) * interval '1 s'
            WHERE id = :id AND lease_by = :node RETURNING failures
            """;

    private static final String GIVE_BACK = """
            UPDATE import_job SET lease_by = NULL, lease_until = NULL WHERE lease_by = :node
            """;

    private static final String REJECTS = """
            SELECT line, id, field, reason, arguments FROM import_reject
            WHERE job = :job AND (line, id) > (:line, :after)
            ORDER BY line, id LIMIT :limit
            """;

    private static final String STALE = """
            SELECT id FROM import_job WHERE state IN ('RECEIVING', 'STOPPED') AND moved_at < :before
            """;

    private static final int PAGE_ROWS = 1_000;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    ImportTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    record New(UUID id, Beginner by, String purpose, Existing existing, boolean again, byte[] mapping) {}

    void insert(New job, Instant at) {
        db.sql(INSERT).param("id", job.id()).param("kind", job.by().kind().name()).param("by", job.by().id())
                .param("purpose", job.purpose()).param("existing", job.existing().name())
                .param("again", job.again()).param("mapping", job.mapping())
                .param("at", Timestamp.from(at)).update();
    }

    Optional<ImportJob> find(UUID id) {
        return db.sql(COLUMNS + " WHERE id = :id").param("id", id).query(ImportTable::job).optional();
    }

    List<ImportJob> latest(@Nullable Beginner only, int limit) {
        String where = only == null ? "" : " WHERE by_kind = :kind AND by_id = :by";
        JdbcClient.StatementSpec statement = db.sql(COLUMNS + where + " ORDER BY opened_at DESC, id LIMIT :limit")
                .param("limit", limit);
        if (only != null) {
            statement.param("kind", only.kind().name()).param("by", only.id());
        }
        return statement.query(ImportTable::job).list();
    }

    byte[] mapping(UUID id) {
        return db.sql("SELECT mapping FROM import_job WHERE id = :id").param("id", id).query(byte[].class).single();
    }

    boolean takeUpload(UUID id, UUID upload, Instant at) {
        boolean taken = db.sql(TAKE_UPLOAD).param("id", id).param("upload", upload)
                .param("at", Timestamp.from(at)).update() == 1;
        if (taken) {
            clear(id);
        }
        return taken;
    }

    private void clear(UUID id) {
        for (String table : List.of("import_chunk", "import_reject", "import_count")) {
            db.sql("DELETE FROM " + table + " WHERE job = :job").param("job", id).update();
        }
    }

    record Upload(UUID job, UUID name, long bytes) {}

    boolean add(Upload upload, Chunk chunk, byte[] sealed, Instant at) {
        int moved = db.sql(MOVE_UPLOAD).param("id", upload.job()).param("upload", upload.name())
                .param("bytes", upload.bytes()).param("rows", chunk.read()).param("rejected", chunk.rejected())
                .param("at", Timestamp.from(at)).update();
        if (moved == 1 && !chunk.rows().isEmpty()) {
            db.sql(ADD_CHUNK).param("job", upload.job()).param("seq", chunk.seq()).param("sealed", sealed).update();
        }
        return moved == 1;
    }

    void addRejects(UUID job, List<Chunk.Reject> rejects) {
        batches.batchUpdate(ADD_REJECT, rejects, 500, (statement, one) -> {
            statement.setObject(1, job);
            statement.setLong(2, one.line());
            statement.setString(3, one.field());
            statement.setString(4, one.reason());
            statement.setArray(5, statement.getConnection().createArrayOf("text", one.arguments().toArray()));
        });
    }

    void addCounts(UUID job, String kind, Map<String, Integer> counts) {
        batches.batchUpdate(ADD_COUNT, counts.entrySet().stream()
                .map(one -> new Object[] {job, kind, one.getKey(), one.getValue()}).toList());
    }

    Map<String, Long> counts(UUID job, String kind) {
        Map<String, Long> counts = new TreeMap<>();
        db.sql("SELECT field, count FROM import_count WHERE job = :job AND kind = :kind")
                .param("job", job).param("kind", kind)
                .query(row -> {
                    counts.put(row.getString("field"), row.getLong("count"));
                });
        return counts;
    }

    /** Two uploads of one file that end at the same moment meet here; the second one sees the first. */
    Optional<UUID> same(byte[] fingerprint) {
        long lock = java.nio.ByteBuffer.wrap(fingerprint).getLong();
        db.sql("SELECT pg_advisory_xact_lock(:lock)").param("lock", lock).query(row -> { });
        return db.sql(SAME).param("fingerprint", fingerprint).query(UUID.class).optional();
    }

    record Received(Upload upload, State state, byte[] fingerprint, @Nullable UUID repeats) {}

    boolean received(Received end, Instant at) {
        Timestamp now = Timestamp.from(at);
        boolean moved = db.sql(RECEIVED).param("id", end.upload().job()).param("upload", end.upload().name())
                .param("bytes", end.upload().bytes()).param("state", end.state().name())
                .param("fingerprint", end.fingerprint()).param("repeats", end.repeats())
                .param("ended", end.state().over() ? now : null, java.sql.Types.TIMESTAMP)
                .param("at", now).update() == 1;
        if (moved && end.repeats() != null) {
            clear(end.upload().job());
        }
        return moved;
    }

    Optional<UUID> take(UUID node, Duration lease, Instant at) {
        return db.sql(TAKE).param("node", node).param("seconds", lease.toSeconds())
                .param("at", Timestamp.from(at)).query(UUID.class).optional();
    }

    record Waiting(int seq, byte[] sealed) {}

    Optional<Waiting> nextChunk(UUID job) {
        return db.sql(NEXT_CHUNK).param("job", job)
                .query((row, i) -> new Waiting(row.getInt("seq"), row.getBytes("sealed"))).optional();
    }

    record Advance(UUID job, UUID node, int seq, int rows, Map<String, Integer> outcomes, long workedMillis) {

        int count(Customers.Outcome outcome) {
            return outcomes.getOrDefault(outcome.name(), 0);
        }
    }

    /** Counts a chunk and takes it away; false when this node is no longer the one to do so. */
    boolean advance(Advance step, Instant at) {
        return db.sql(ADVANCE).param("id", step.job()).param("node", step.node()).param("rows", step.rows())
                .param("created", step.count(Customers.Outcome.CREATED))
                .param("changed", step.count(Customers.Outcome.CHANGED))
                .param("unchanged", step.count(Customers.Outcome.UNCHANGED))
                .param("rejected", step.count(Customers.Outcome.REJECTED))
                .param("worked", step.workedMillis()).param("at", Timestamp.from(at)).update() == 1
                && db.sql(DROP_CHUNK).param("job", step.job()).param("seq", step.seq()).update() == 1;
    }

    /** From one state to the next; false when somebody was faster. What waits goes with the last state. */
    boolean move(UUID id, State from, State to, @Nullable String why, Instant at) {
        Timestamp now = Timestamp.from(at);
        boolean moved = db.sql(MOVE).param("id", id).param("from", from.name()).param("to", to.name())
                .param("why", why).param("ended", to.over() ? now : null, java.sql.Types.TIMESTAMP)
                .param("at", now).update() == 1;
        if (moved && to == State.FAILED) {
            db.sql("DELETE FROM import_chunk WHERE job = :job").param("job", id).update();
        }
        return moved;
    }

    /** Lets the import rest a moment after a failure and answers how many there were in a row. */
    int later(UUID id, UUID node) {
        return db.sql(LATER).param("id", id).param("node", node).query(Integer.class).optional().orElse(0);
    }

    void giveBack(UUID node) {
        db.sql(GIVE_BACK).param("node", node).update();
    }

    void began(UUID id, long entry) {
        db.sql("UPDATE import_job SET begin_entry = :entry WHERE id = :id AND begin_entry IS NULL")
                .param("entry", entry).param("id", id).update();
    }

    void ended(UUID id, long entry) {
        db.sql("UPDATE import_job SET end_entry = :entry WHERE id = :id")
                .param("entry", entry).param("id", id).update();
    }

    List<UUID> endedWithKey() {
        return db.sql("SELECT id FROM import_job WHERE key_there AND state IN ('DONE', 'FAILED')")
                .query(UUID.class).list();
    }

    void keyGone(UUID id) {
        db.sql("UPDATE import_job SET key_there = false, mapping = ''::bytea WHERE id = :id").param("id", id).update();
    }

    List<UUID> stale(Instant before) {
        return db.sql(STALE).param("before", Timestamp.from(before)).query(UUID.class).list();
    }

    List<Chunk.Reject> rejects(UUID job, int limit) {
        return rejects(job, Placed.BEFORE_ALL, limit).stream().map(Placed::reject).toList();
    }

    /** Every reject in the order of the file, page by page: there may be millions. */
    void rejects(UUID job, Consumer<Chunk.Reject> each) {
        List<Placed> page = rejects(job, Placed.BEFORE_ALL, PAGE_ROWS);
        while (!page.isEmpty()) {
            page.forEach(one -> each.accept(one.reject()));
            page = rejects(job, page.get(page.size() - 1), PAGE_ROWS);
        }
    }

    private List<Placed> rejects(UUID job, Placed after, int limit) {
        return db.sql(REJECTS).param("job", job).param("line", after.reject().line()).param("after", after.id())
                .param("limit", limit).query((row, i) -> new Placed(reject(row), row.getLong("id"))).list();
    }

    private record Placed(Chunk.Reject reject, long id) {

        static final Placed BEFORE_ALL = new Placed(new Chunk.Reject(0, "", "", List.of()), 0);
    }

    private static Chunk.Reject reject(ResultSet row) throws SQLException {
        return new Chunk.Reject(row.getLong("line"), row.getString("field"), row.getString("reason"),
                Arrays.asList((String[]) row.getArray("arguments").getArray()));
    }

    private static ImportJob job(ResultSet row, int index) throws SQLException {
        return new ImportJob(row.getObject("id", UUID.class),
                new Beginner(Caller.Kind.valueOf(row.getString("by_kind")), row.getString("by_id")),
                row.getString("purpose"), Existing.valueOf(row.getString("existing")), row.getBoolean("again"),
                State.valueOf(row.getString("state")), Optional.ofNullable(row.getString("why")),
                Optional.ofNullable(row.getObject("repeats", UUID.class)),
                new ImportJob.Counts(row.getLong("bytes"), row.getLong("rows"), row.getLong("done"),
                        row.getLong("created"), row.getLong("changed"), row.getLong("unchanged"),
                        row.getLong("rejected")),
                new ImportJob.Times(row.getTimestamp("opened_at").toInstant(), instant(row, "began_at"),
                        instant(row, "ended_at"), row.getTimestamp("moved_at").toInstant(),
                        Duration.ofMillis(row.getLong("worked_ms"))),
                new ImportJob.Entries(number(row, "begin_entry"), number(row, "end_entry")));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
