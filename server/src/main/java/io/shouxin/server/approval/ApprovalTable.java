// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Way;
import io.shouxin.server.approval.Approval.Asked;
import io.shouxin.server.approval.Approval.Decided;
import io.shouxin.server.approval.Approval.State;
import io.shouxin.server.approval.Approval.VoidWhy;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All SQL of this module. Every change of state says from which one, so that of two at once one is too late. */
@Repository
class ApprovalTable {

    private static final String COLUMNS = """
            SELECT id, actor, scene, register, operation, customers, fields, purpose, ticket, row_cap, terms, kind,
                   words, ticket_held, asked_at, lapses_at, seconds, once, state, way, decided_by, for_whom, decided_at,
                   valid_until, note, uses, ended_at, void_why
            FROM approval
            """;

    private static final String ADD = """
            INSERT INTO approval (id, hash, actor, scene, register, operation, customers, fields, purpose, ticket,
                                  row_cap, terms, kind, words, ticket_held, asked_at, lapses_at, seconds, once, state,
                                  clock)
            VALUES (:id, :hash, :actor, :scene, :register, :operation, :customers, :fields, :purpose, :ticket,
                    :rows, :terms, :kind, :words, :held, :at, :lapses, :seconds, :once, 'PROPOSED', :clock)
            ON CONFLICT DO NOTHING
            """;

    private static final String OPEN = COLUMNS + " WHERE hash = :hash AND state IN ('PROPOSED', 'AGREED')";

    private static final String HOLDING = COLUMNS
            + " WHERE hash = ANY(:hashes) AND state = 'AGREED' AND valid_until > :now";

    private static final String WAITING = COLUMNS
            + " WHERE state = 'PROPOSED' AND lapses_at > :now AND actor <> :but ORDER BY lapses_at LIMIT :limit";

    private static final String OF = COLUMNS + " WHERE actor = :actor ORDER BY asked_at DESC LIMIT :limit";

    private static final String DECIDED =
            COLUMNS + " WHERE decided_by = :by ORDER BY decided_at DESC LIMIT :limit";

    private static final String SINCE = COLUMNS + " WHERE asked_at >= :since ORDER BY asked_at DESC LIMIT :limit";

    private static final String COUNT_OPEN = """
            SELECT count(*) FROM approval WHERE actor = :actor AND state = 'PROPOSED' AND lapses_at > :now
            """;

    private static final String USED_UP = COLUMNS
            + " WHERE state = 'USED' AND ended_at >= :from AND ended_at < :to ORDER BY ended_at";

    private static final String ASKS_ABOUT = """
            SELECT count(*) FROM approval WHERE customers @> ARRAY[:customer]::uuid[] AND asked_at >= :since
            """;

    private static final String ASKS_ABOUT_OF = """
            SELECT count(*) FROM approval WHERE customers @> ARRAY[:customer]::uuid[] AND asked_at >= :since
              AND actor = ANY(:actors)
            """;

    // What was agreed to has a time until which it held, whatever became of it later.
    private static final String FIGURES = """
            SELECT actor, count(*) AS asked, count(*) FILTER (WHERE valid_until IS NOT NULL) AS agreed,
                   count(*) FILTER (WHERE state = 'REFUSED') AS refused,
                   count(*) FILTER (WHERE state = 'LAPSED') AS lapsed
            FROM approval WHERE actor = ANY(:actors) AND asked_at >= :since GROUP BY actor
            """;

    private static final String ASKED_BY = COLUMNS
            + " WHERE actor = ANY(:actors) AND asked_at >= :since ORDER BY asked_at DESC LIMIT :limit";

    private static final String AGREE = """
            UPDATE approval SET state = 'AGREED', way = :way, decided_by = :by, for_whom = :whom, decided_at = :at,
                   valid_until = :until, seconds = :seconds, note = :note
            WHERE id = :id AND state = 'PROPOSED' AND lapses_at > :at
            """;

    private static final String REFUSE = """
            UPDATE approval SET state = 'REFUSED', decided_by = :by, for_whom = :whom, decided_at = :at, note = :note,
                   ended_at = :at
            WHERE id = :id AND state = 'PROPOSED' AND lapses_at > :at
            """;

    private static final String END = """
            UPDATE approval SET state = :to, ended_at = :at WHERE id = :id AND state = :from
            """;

    private static final String VOID = """
            UPDATE approval SET state = 'VOID', void_why = :why, ended_at = :at WHERE id = :id AND state = :from
            """;

    // Whoever asked or agreed, once each: there are few of them, however many requests are open.
    private static final String CONCERNED = """
            SELECT actor AS id FROM approval WHERE state IN ('PROPOSED', 'AGREED')
            UNION SELECT decided_by FROM approval WHERE state = 'AGREED'
            """;

    // What the door is using this moment is left for the next round: the door compares for itself.
    private static final String OPEN_OF = COLUMNS + """
            WHERE state IN ('PROPOSED', 'AGREED') AND actor = ANY(:resting)
               OR state = 'AGREED' AND decided_by = ANY(:resting)
            ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;

    private static final String VOIDED = COLUMNS + """
            WHERE state = 'VOID' AND void_why IN ('ASKER_RESTS', 'APPROVER_RESTS') AND ended_at >= :since
              AND actor <> :but
            ORDER BY ended_at DESC LIMIT :limit
            """;

    // A use takes the row: of two requests that want the same single use, the second finds it used.
    private static final String USE = """
            UPDATE approval SET uses = uses + 1, state = CASE WHEN once THEN 'USED' ELSE state END,
                   ended_at = CASE WHEN once THEN :at::timestamptz ELSE ended_at END
            WHERE id = :id AND state = 'AGREED' AND valid_until > :at
            """;

    private static final String OVERDUE = COLUMNS + """
            WHERE (state = 'PROPOSED' AND lapses_at <= :now OR state = 'AGREED' AND valid_until <= :now)
              AND clock IS NOT DISTINCT FROM :clock
            ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;

    private static final String ALL_OPEN = COLUMNS
            + " WHERE state IN ('PROPOSED', 'AGREED') AND clock IS NULL ORDER BY asked_at FOR UPDATE";

    // How long the ones took that somebody decided; half of them took no longer than the median.
    private static final String SCENE_FIGURES = """
            SELECT scene, count(*) AS asked, count(*) FILTER (WHERE way IS NOT NULL) AS agreed,
                   count(*) FILTER (WHERE state = 'REFUSED') AS refused,
                   count(*) FILTER (WHERE state = 'LAPSED') AS lapsed,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - asked_at))
                       FILTER (WHERE decided_at IS NOT NULL) AS seconds
            FROM approval WHERE asked_at >= :since GROUP BY scene
            """;

    private static final String LATEST = "SELECT latest FROM approval_clock";

    private static final String LATEST_LOCKED = LATEST + " FOR UPDATE";

    private static final String SET_LATEST = "UPDATE approval_clock SET latest = :at";

    private static final String ADD_CODE = """
            INSERT INTO approval_code (approval, place, approver, hash, sent_at)
            SELECT :id, coalesce(max(place), 0) + 1, :approver, :hash, :at FROM approval_code WHERE approval = :id
            RETURNING place
            """;

    private static final String TRY_CODE = """
            UPDATE approval_code SET tries = tries + 1
            WHERE approval = :id AND place = (SELECT max(place) FROM approval_code WHERE approval = :id)
            RETURNING approver, hash, tries
            """;

    private static final String DEPUTIES = """
            SELECT principal, deputy, valid_from, valid_to, scenes FROM approval_deputy
            """;

    private static final String ADD_DEPUTY = """
            INSERT INTO approval_deputy (principal, deputy, valid_from, valid_to, scenes)
            VALUES (:principal, :deputy, :from, :to, :scenes)
            ON CONFLICT (principal, deputy) DO UPDATE SET valid_from = excluded.valid_from,
                valid_to = excluded.valid_to, scenes = excluded.scenes
            """;

    private static final String END_DEPUTY = """
            DELETE FROM approval_deputy WHERE principal = :principal AND deputy = :deputy
            """;

    private static final double MILLIS = 1_000;

    private final JdbcClient db;

    ApprovalTable(JdbcClient db) {
        this.db = db;
    }

    /**
     * A request to be written down; its state is {@code PROPOSED}.
     *
     * @param clock the name of the clock it goes by, if not the true one
     */
    record NewRow(String id, ExactRequest request, int register, Asked asked, boolean once,
            Optional<String> clock) {}

    /** False where the id is taken, or the same request is open already. */
    boolean add(NewRow row) {
        ExactRequest request = row.request();
        return db.sql(ADD).param("id", row.id()).param("hash", request.hash()).param("actor", request.actor())
                .param("scene", request.scene()).param("register", row.register())
                .param("operation", request.operation().name())
                .param("customers", request.customers().toArray(UUID[]::new))
                .param("fields", request.fields().toArray(String[]::new)).param("purpose", request.purpose())
                .param("ticket", request.ticket().orElse(null)).param("rows", request.rows())
                .param("terms", request.terms())
                .param("kind", row.asked().kind()).param("words", row.asked().words())
                .param("held", row.asked().ticketHeld()).param("at", Timestamp.from(row.asked().at()))
                .param("lapses", Timestamp.from(row.asked().lapsesAt()))
                .param("seconds", row.asked().window().toSeconds()).param("once", row.once())
                .param("clock", row.clock().orElse(null), Types.VARCHAR).update() == 1;
    }

    Optional<Approval> find(String id) {
        return db.sql(COLUMNS + " WHERE id = :id").param("id", id).query(ApprovalTable::row).optional();
    }

    Optional<Approval> open(byte[] hash) {
        return db.sql(OPEN).param("hash", hash).query(ApprovalTable::row).optional();
    }

    List<Approval> holding(Collection<byte[]> hashes, Instant now) {
        return db.sql(HOLDING).param("hashes", hashes.toArray(byte[][]::new)).param("now", Timestamp.from(now))
                .query(ApprovalTable::row).list();
    }

    /** What waits and was not asked by this person, the most urgent first. */
    List<Approval> waiting(String but, Instant now, int limit) {
        return db.sql(WAITING).param("but", but).param("now", Timestamp.from(now)).param("limit", limit)
                .query(ApprovalTable::row).list();
    }

    List<Approval> of(String actor, int limit) {
        return db.sql(OF).param("actor", actor).param("limit", limit).query(ApprovalTable::row).list();
    }

    List<Approval> decided(String by, int limit) {
        return db.sql(DECIDED).param("by", by).param("limit", limit).query(ApprovalTable::row).list();
    }

    List<Approval> since(Instant since, int limit) {
        return db.sql(SINCE).param("since", Timestamp.from(since)).param("limit", limit)
                .query(ApprovalTable::row).list();
    }

    int waitingOf(String actor, Instant now) {
        return db.sql(COUNT_OPEN).param("actor", actor).param("now", Timestamp.from(now)).query(Integer.class).single();
    }

    List<Approval> usedUp(Instant from, Instant to) {
        return db.sql(USED_UP).param("from", Timestamp.from(from)).param("to", Timestamp.from(to))
                .query(ApprovalTable::row).list();
    }

    int asksAbout(UUID customer, Instant since) {
        return db.sql(ASKS_ABOUT).param("customer", customer).param("since", Timestamp.from(since))
                .query(Integer.class).single();
    }

    int asksAbout(UUID customer, Collection<String> actors, Instant since) {
        return db.sql(ASKS_ABOUT_OF).param("customer", customer).param("actors", actors.toArray(String[]::new))
                .param("since", Timestamp.from(since)).query(Integer.class).single();
    }

    /** What became of the requests of one account. */
    record Figures(int asked, int agreed, int refused, int lapsed) {}

    /** By account; who has asked for nothing is not among them. */
    Map<String, Figures> figures(Collection<String> actors, Instant since) {
        Map<String, Figures> figures = new HashMap<>();
        db.sql(FIGURES).param("actors", actors.toArray(String[]::new)).param("since", Timestamp.from(since))
                .query(row -> {
                    figures.put(row.getString("actor"), new Figures(row.getInt("asked"), row.getInt("agreed"),
                            row.getInt("refused"), row.getInt("lapsed")));
                });
        return figures;
    }

    List<Approval> askedBy(Collection<String> actors, Instant since, int limit) {
        return db.sql(ASKED_BY).param("actors", actors.toArray(String[]::new)).param("since", Timestamp.from(since))
                .param("limit", limit).query(ApprovalTable::row).list();
    }

    boolean agree(String id, Decided decided, Duration window) {
        return db.sql(AGREE).param("id", id).param("way", decided.way().map(Way::name).orElse(null))
                .param("by", decided.by()).param("whom", decided.inPlaceOf().orElse(null))
                .param("at", Timestamp.from(decided.at()))
                .param("until", decided.validUntil().map(Timestamp::from).orElse(null))
                .param("seconds", window.toSeconds()).param("note", decided.note()).update() == 1;
    }

    boolean refuse(String id, Decided decided) {
        return db.sql(REFUSE).param("id", id).param("by", decided.by()).param("whom", decided.inPlaceOf().orElse(null))
                .param("at", Timestamp.from(decided.at())).param("note", decided.note()).update() == 1;
    }

    boolean end(String id, State from, State to, Instant at) {
        return db.sql(END).param("id", id).param("from", from.name()).param("to", to.name())
                .param("at", Timestamp.from(at)).update() == 1;
    }

    boolean makeVoid(Approval one, VoidWhy why, Instant at) {
        return db.sql(VOID).param("id", one.id()).param("from", one.state().name()).param("why", why.name())
                .param("at", Timestamp.from(at)).update() == 1;
    }

    /** Everybody whose standing some open request depends on. */
    List<String> concerned() {
        return db.sql(CONCERNED).query(String.class).list();
    }

    /** What is open of these people and applications, or agreed to by them; locked. */
    List<Approval> openOf(Collection<String> resting, int limit) {
        return db.sql(OPEN_OF).param("resting", resting.toArray(String[]::new)).param("limit", limit)
                .query(ApprovalTable::row).list();
    }

    /** What ended because of somebody's standing, the newest first, requests of this person left out. */
    List<Approval> voided(String but, Instant since, int limit) {
        return db.sql(VOIDED).param("but", but).param("since", Timestamp.from(since)).param("limit", limit)
                .query(ApprovalTable::row).list();
    }

    boolean use(String id, Instant at) {
        return db.sql(USE).param("id", id).param("at", Timestamp.from(at)).update() == 1;
    }

    /** What nobody decided or used in time, by this clock; locked, and those of another node left out. */
    List<Approval> overdue(Instant now, Optional<String> clock, int limit) {
        return db.sql(OVERDUE).param("now", Timestamp.from(now)).param("limit", limit)
                .param("clock", clock.orElse(null), Types.VARCHAR)
                .query(ApprovalTable::row).list();
    }

    List<Approval> allOpen() {
        return db.sql(ALL_OPEN).query(ApprovalTable::row).list();
    }

    Instant latest() {
        return db.sql(LATEST).query(Timestamp.class).single().toInstant();
    }

    Instant latestLocked() {
        return db.sql(LATEST_LOCKED).query(Timestamp.class).single().toInstant();
    }

    void setLatest(Instant at) {
        db.sql(SET_LATEST).param("at", Timestamp.from(at)).update();
    }

    /** A code as it was sent; {@code tries} counts the present one. */
    record Code(String approver, String hash, int tries) {

        @Override
        public String toString() {
            return "Code[" + approver + "]";
        }
    }

    /**
     * What became of the requests of one scene.
     *
     * @param agreed whatever became of the agreement
     * @param toDecide the median time from asking to a yes or no; empty where nobody decided
     */
    record SceneFigures(long asked, long agreed, long refused, long lapsed, Optional<Duration> toDecide) {

        static final SceneFigures NONE = new SceneFigures(0, 0, 0, 0, Optional.empty());
    }

    /** By scene, of what was asked from then on; a scene nobody asked in is not among them. */
    Map<String, SceneFigures> sceneFigures(Instant since) {
        Map<String, SceneFigures> figures = new HashMap<>();
        db.sql(SCENE_FIGURES).param("since", Timestamp.from(since)).query(row -> {
            double seconds = row.getDouble("seconds");
            Optional<Duration> toDecide = row.wasNull() ? Optional.empty()
                    : Optional.of(Duration.ofMillis(Math.round(seconds * MILLIS)));
            figures.put(row.getString("scene"), new SceneFigures(row.getLong("asked"), row.getLong("agreed"),
                    row.getLong("refused"), row.getLong("lapsed"), toDecide));
        });
        return figures;
    }

    /** Answers how many there are now. */
    int addCode(String id, String approver, String hash, Instant at) {
        return db.sql(ADD_CODE).param("id", id).param("approver", approver).param("hash", hash)
                .param("at", Timestamp.from(at)).query(Integer.class).single();
    }

    Optional<Code> tryCode(String id) {
        return db.sql(TRY_CODE).param("id", id).query((row, index) -> new Code(row.getString("approver"),
                row.getString("hash"), row.getInt("tries"))).optional();
    }

    /**
     * Who decides in whose place.
     *
     * @param until the last day
     * @param scenes only in these; in all where it is empty
     */
    record Deputy(String principal, String deputy, LocalDate from, LocalDate until, Set<String> scenes) {

        boolean holds(String scene, LocalDate today) {
            return !from.isAfter(today) && !until.isBefore(today) && (scenes.isEmpty() || scenes.contains(scene));
        }
    }

    List<Deputy> deputiesOf(String principal) {
        return db.sql(DEPUTIES + " WHERE principal = :who ORDER BY valid_from, deputy").param("who", principal)
                .query(ApprovalTable::deputy).list();
    }

    /** Every deputy of this day. */
    List<Deputy> deputiesOn(LocalDate day) {
        return db.sql(DEPUTIES + " WHERE valid_from <= :day AND valid_to >= :day").param("day", day)
                .query(ApprovalTable::deputy).list();
    }

    List<Deputy> principalsOf(String deputy) {
        return db.sql(DEPUTIES + " WHERE deputy = :who ORDER BY principal").param("who", deputy)
                .query(ApprovalTable::deputy).list();
    }

    void add(Deputy one) {
        db.sql(ADD_DEPUTY).param("principal", one.principal()).param("deputy", one.deputy())
                .param("from", one.from()).param("to", one.until())
                .param("scenes", one.scenes().toArray(String[]::new)).update();
    }

    boolean endDeputy(String principal, String deputy) {
        return db.sql(END_DEPUTY).param("principal", principal).param("deputy", deputy).update() == 1;
    }

    private static Deputy deputy(ResultSet row, int index) throws SQLException {
        return new Deputy(row.getString("principal"), row.getString("deputy"),
                row.getObject("valid_from", LocalDate.class), row.getObject("valid_to", LocalDate.class),
                Set.of((String[]) row.getArray("scenes").getArray()));
    }

    private static Approval row(ResultSet row, int index) throws SQLException {
        ExactRequest request = new ExactRequest(row.getString("actor"), row.getString("scene"),
                Operation.valueOf(row.getString("operation")), List.of((UUID[]) row.getArray("customers").getArray()),
                List.of((String[]) row.getArray("fields").getArray()), row.getString("purpose"),
                Optional.ofNullable(row.getString("ticket")), row.getLong("row_cap"),
                row.getString("terms"));
        Asked asked = new Asked(row.getString("kind"), row.getString("words"), row.getBoolean("ticket_held"),
                row.getTimestamp("asked_at").toInstant(), row.getTimestamp("lapses_at").toInstant(),
                Duration.ofSeconds(row.getInt("seconds")));
        return new Approval(row.getString("id"), request, row.getInt("register"), asked, row.getBoolean("once"),
                State.valueOf(row.getString("state")), decided(row), row.getInt("uses"),
                Optional.ofNullable(instant(row, "ended_at")),
                Optional.ofNullable(row.getString("void_why")).map(VoidWhy::valueOf));
    }

    private static Optional<Decided> decided(ResultSet row) throws SQLException {
        Instant at = instant(row, "decided_at");
        return at == null ? Optional.empty() : Optional.of(new Decided(row.getString("decided_by"),
                Optional.ofNullable(row.getString("for_whom")), at,
                Optional.ofNullable(row.getString("way")).map(Way::valueOf),
                Optional.ofNullable(instant(row, "valid_until")),
                Objects.requireNonNullElse(row.getString("note"), "")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
