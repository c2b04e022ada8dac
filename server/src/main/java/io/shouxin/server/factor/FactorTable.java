// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL about authenticator apps, recovery codes and tries at them. */
@Repository
class FactorTable {

    private static final String TOTP =
            "SELECT wrapped, enrolled_at, last_step FROM factor_totp WHERE number = :number";

    private static final String ENROL = """
            INSERT INTO factor_totp (number, wrapped, enrolled_at, last_step) VALUES (:number, :wrapped, :at, :step)
            ON CONFLICT (number) DO UPDATE
            SET wrapped = excluded.wrapped, enrolled_at = excluded.enrolled_at, last_step = excluded.last_step
            """;

    // Of two nodes with the same code, one moves the step and the other finds it moved.
    private static final String MOVE_STEP = """
            UPDATE factor_totp SET last_step = :step WHERE number = :number AND last_step < :step
            """;

    private static final String OFFER = """
            INSERT INTO factor_offer (number, wrapped, offered_at) VALUES (:number, :wrapped, :at)
            ON CONFLICT (number) DO UPDATE SET wrapped = excluded.wrapped, offered_at = excluded.offered_at
            """;

    private static final String OFFERED =
            "SELECT wrapped FROM factor_offer WHERE number = :number AND offered_at > :since";

    private static final String ADD_RECOVERY = "INSERT INTO factor_recovery (number, hash) VALUES (:number, :hash)";

    private static final String USE_RECOVERY = "DELETE FROM factor_recovery WHERE number = :number AND hash = :hash";

    // The try that reaches the limit locks before it is compared, so that many at once are not more than so many.
    private static final String TAKE_TRY = """
            INSERT INTO factor_tries AS t (number, tries, locks) VALUES (:number, 1, 0)
            ON CONFLICT (number) DO UPDATE
            SET tries = CASE WHEN t.tries + 1 >= :max THEN 0 ELSE t.tries + 1 END,
                locks = CASE WHEN t.tries + 1 >= :max THEN t.locks + 1 ELSE t.locks END,
                locked_until = CASE WHEN t.tries + 1 >= :max
                    THEN CAST(:at AS timestamptz)
                         + least(:first * power(2, least(t.locks, 20)), :longest) * interval '1 second' END
            WHERE t.locked_until IS NULL OR t.locked_until <= :at
            """;

    // One at a time; what nobody has decided in its time makes room.
    private static final String PROPOSE_RESET = """
            INSERT INTO factor_reset AS r (number, proposed_by, proposed_at) VALUES (:number, :by, :at)
            ON CONFLICT (number) DO UPDATE SET proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at
            WHERE r.proposed_at <= :since
            """;

    private static final String RESETS =
            "SELECT number, proposed_by, proposed_at FROM factor_reset WHERE proposed_at > :since";

    // Of two who decide at once one finds it gone.
    private static final String END_RESET = """
            DELETE FROM factor_reset WHERE number = :number AND proposed_by = :by AND proposed_at = :at
            """;

    private final JdbcClient db;

    FactorTable(JdbcClient db) {
        this.db = db;
    }

    /** @param lastStep the step of the last code that was taken */
    record Stored(byte[] wrapped, Instant enrolledAt, long lastStep) {}

    Optional<Stored> totp(String number) {
        return db.sql(TOTP).param("number", number).query((row, i) -> new Stored(row.getBytes("wrapped"),
                row.getTimestamp("enrolled_at").toInstant(), row.getLong("last_step"))).optional();
    }

    void enrol(String number, Stored stored) {
        db.sql(ENROL).param("number", number).param("wrapped", stored.wrapped())
                .param("at", Timestamp.from(stored.enrolledAt())).param("step", stored.lastStep()).update();
    }

    boolean moveStep(String number, long step) {
        return db.sql(MOVE_STEP).param("number", number).param("step", step).update() == 1;
    }

    boolean removeTotp(String number) {
        return delete("factor_totp", number) > 0;
    }

    void offer(String number, byte[] wrapped, Instant at) {
        db.sql(OFFER).param("number", number).param("wrapped", wrapped).param("at", Timestamp.from(at)).update();
    }

    Optional<byte[]> offered(String number, Instant since) {
        return db.sql(OFFERED).param("number", number).param("since", Timestamp.from(since))
                .query((row, i) -> row.getBytes("wrapped")).optional();
    }

    boolean dropOffer(String number) {
        return delete("factor_offer", number) > 0;
    }

    /** Voids the ones before. */
    void setRecovery(String number, List<byte[]> hashes) {
        dropRecovery(number);
        hashes.forEach(hash -> db.sql(ADD_RECOVERY).param("number", number).param("hash", hash).update());
    }

    boolean useRecovery(String number, byte[] hash) {
        return db.sql(USE_RECOVERY).param("number", number).param("hash", hash).update() == 1;
    }

    int countRecovery(String number) {
        return db.sql("SELECT count(*) FROM factor_recovery WHERE number = :number").param("number", number)
                .query(Integer.class).single();
    }

    void dropRecovery(String number) {
        delete("factor_recovery", number);
    }

    /** How many tries there are before a lock, how long the first lock is, and the longest; each doubles. */
    record Limits(int triesMax, Duration first, Duration longest) {}

    /** Counts a try; false when there is none to be had now. */
    boolean takeTry(String number, Limits limits, Instant at) {
        return db.sql(TAKE_TRY).param("number", number).param("max", limits.triesMax())
                .param("first", limits.first().toSeconds()).param("longest", limits.longest().toSeconds())
                .param("at", Timestamp.from(at)).update() == 1;
    }

    Optional<Instant> lockedUntil(String number) {
        return db.sql("SELECT locked_until FROM factor_tries WHERE number = :number AND locked_until IS NOT NULL")
                .param("number", number).query(Timestamp.class).optional().map(Timestamp::toInstant);
    }

    void clearTries(String number) {
        delete("factor_tries", number);
    }

    /** A reset that waits for somebody else. */
    record ProposedReset(String number, String by, Instant at) {}

    boolean proposeReset(ProposedReset one, Instant since) {
        return db.sql(PROPOSE_RESET).param("number", one.number()).param("by", one.by())
                .param("at", Timestamp.from(one.at())).param("since", Timestamp.from(since)).update() == 1;
    }

    Optional<ProposedReset> proposedReset(String number, Instant since) {
        return db.sql(RESETS + " AND number = :number").param("number", number)
                .param("since", Timestamp.from(since)).query(FactorTable::reset).optional();
    }

    List<ProposedReset> proposedResets(Instant since) {
        return db.sql(RESETS + " ORDER BY proposed_at").param("since", Timestamp.from(since))
                .query(FactorTable::reset).list();
    }

    boolean endReset(ProposedReset one) {
        return db.sql(END_RESET).param("number", one.number()).param("by", one.by())
                .param("at", Timestamp.from(one.at())).update() == 1;
    }

    private static ProposedReset reset(ResultSet row, int index) throws SQLException {
        return new ProposedReset(row.getString("number"), row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant());
    }

    private int delete(String table, String number) {
        return db.sql("DELETE FROM " + table + " WHERE number = :number").param("number", number).update();
    }
}
