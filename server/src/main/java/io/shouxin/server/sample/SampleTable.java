// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All SQL of this module. */
@Repository
class SampleTable {

    private static final String RUN = "SELECT seed, customers, days, first_day FROM sample_run";

    private static final String BEGIN = """
            INSERT INTO sample_run (seed, customers, days, first_day, begun_at)
            VALUES (:seed, :customers, :days, :firstDay, :at)
            """;

    private static final String END = "UPDATE sample_run SET ended_at = :at WHERE ended_at IS NULL";

    private static final String BEGIN_PHASE = """
            INSERT INTO sample_progress (phase, position, total, refused, started_at) VALUES (:phase, 0, :total, 0, :at)
            ON CONFLICT (phase) DO NOTHING
            """;

    private static final String PHASE = "SELECT position, total, refused FROM sample_progress WHERE phase = :phase";

    // The old position is the fence: of two that work on the sample, one finds that it is not its turn.
    private static final String ADVANCE = """
            UPDATE sample_progress
            SET position = :to, refused = refused + :refused,
                finished_at = CASE WHEN :to = total THEN CAST(:at AS timestamptz) END
            WHERE phase = :phase AND position = :from
            """;

    private static final String ADD_STEP = "INSERT INTO sample_step (step) VALUES (:step)";

    private static final String STEPS = "SELECT step FROM sample_step";

    private static final String ADD_CUSTOMER = "INSERT INTO sample_customer (place, customer) VALUES (?, ?)";

    private static final String CUSTOMERS = """
            SELECT place, customer FROM sample_customer WHERE place >= :from AND place < :to
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    SampleTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    Optional<SampleRun> run() {
        return db.sql(RUN).query((row, i) -> new SampleRun(row.getLong("seed"), row.getInt("customers"),
                row.getInt("days"), row.getObject("first_day", LocalDate.class))).optional();
    }

    void begin(SampleRun run, Instant at) {
        db.sql(BEGIN).param("seed", run.seed()).param("customers", run.customers()).param("days", run.days())
                .param("firstDay", run.firstDay()).param("at", Timestamp.from(at)).update();
    }

    /** Whether this call ended it. */
    boolean end(Instant at) {
        return db.sql(END).param("at", Timestamp.from(at)).update() == 1;
    }

    record Position(int position, int total, long refused) {

        boolean finished() {
            return position == total;
        }
    }

    /** Where the phase is, beginning it where nobody has. */
    Position begin(SamplePhase phase, int total, Instant at) {
        db.sql(BEGIN_PHASE).param("phase", phase.name()).param("total", total).param("at", Timestamp.from(at))
                .update();
        return position(phase).orElseThrow();
    }

    Optional<Position> position(SamplePhase phase) {
        return db.sql(PHASE).param("phase", phase.name()).query((row, i) -> new Position(
                row.getInt("position"), row.getInt("total"), row.getLong("refused"))).optional();
    }

    /** Whether the phase was where the caller believes, and is further now. */
    boolean advance(SamplePhase phase, Move move, Instant at) {
        return db.sql(ADVANCE).param("phase", phase.name()).param("from", move.from()).param("to", move.to())
                .param("refused", move.refused()).param("at", Timestamp.from(at)).update() == 1;
    }

    /** A step forward, and how many acts were refused on it. */
    record Move(int from, int to, long refused) {}

    void addStep(int step) {
        db.sql(ADD_STEP).param("step", step).update();
    }

    Set<Integer> steps() {
        return db.sql(STEPS).query(Integer.class).set();
    }

    void addCustomers(int first, List<UUID> customers) {
        List<Object[]> rows = new java.util.ArrayList<>(customers.size());
        for (int i = 0; i < customers.size(); i++) {
            rows.add(new Object[] {first + i, customers.get(i)});
        }
        batches.batchUpdate(ADD_CUSTOMER, rows);
    }

    /** The customers at these places of the sample; all of them must have been collected. */
    UUID[] customers(int from, int to) {
        UUID[] found = new UUID[to - from];
        db.sql(CUSTOMERS).param("from", from).param("to", to).query(row -> {
            found[row.getInt("place") - from] = row.getObject("customer", UUID.class);
        });
        return found;
    }
}
