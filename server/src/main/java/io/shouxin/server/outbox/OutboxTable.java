// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.server.outbox.Message.Kind;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** All SQL of this module. A transition is one UPDATE that names the state it starts from. */
@Repository
class OutboxTable {

    private static final String COLUMNS = """
            id, kind, purpose, template, recipient, state, why, code, tries, attempts, created_at, valid_until,
            due_at, moved_at, key_name, sealed
            """;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM outbox_message ";

    private static final String ADD = """
            INSERT INTO outbox_message (id, kind, once, purpose, template, recipient, state, key_name, sealed,
                created_at, valid_until, due_at, moved_at)
            VALUES (:id, :kind, :once, :purpose, :template, :recipient, 'QUEUED', :key, :sealed,
                :at, :until, :at, :at)
            ON CONFLICT (once) DO NOTHING
            """;

    // The one whose turn is longest ago. A row that another node has its hands on is passed over.
    private static final String TAKE = """
            UPDATE outbox_message SET state = 'SENDING', lease_by = :node,
                lease_until = now() + :seconds * interval '1 s', moved_at = :at
            WHERE id = (SELECT id FROM outbox_message
                WHERE kind = :kind AND state = 'QUEUED' AND due_at <= :at AND valid_until > :at
                ORDER BY due_at, created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
              AND state = 'QUEUED'
            RETURNING
            """ + COLUMNS;

    // The fence: only the node whose lease still runs, and only while the message is worth sending.
    private static final String HAND_OVER = """
            WITH mine AS (
                UPDATE outbox_message SET attempts = attempts + 1, lease_until = now() + :seconds * interval '1 s'
                WHERE id = :id AND state = 'SENDING' AND lease_by = :node AND lease_until > now()
                  AND attempts = :attempts AND valid_until > :at
                RETURNING id, attempts)
            INSERT INTO outbox_attempt (message, number, node, handed_at, reference)
            SELECT id, attempts, :node, :at, nextval('outbox_reference') FROM mine
            RETURNING reference
            """;

    // A late note finds the message uncertain already: what is known then is better than what is not.
    private static final String MOVE = """
            UPDATE outbox_message SET state = :to, why = :why, code = :code, tries = tries + :tried,
                due_at = coalesce(:due, due_at), moved_at = :at, lease_by = NULL, lease_until = NULL,
                sealed = CASE WHEN :wipe THEN NULL ELSE sealed END
            WHERE id = :id AND state = :from AND attempts = :attempts
              AND (state <> 'SENDING' OR lease_by = :node)
            """;

    private static final String OUTCOME = """
            UPDATE outbox_attempt SET outcome = :outcome, remote_id = coalesce(:remote, remote_id)
            WHERE message = :id AND number = :number
            """;

    private static final String GIVE_BACK = """
            UPDATE outbox_message SET state = 'QUEUED', lease_by = NULL, lease_until = NULL, moved_at = :at
            WHERE id = :id AND state = 'SENDING' AND lease_by = :node AND attempts = :attempts
            """;

    // Its node is gone. Without an open attempt nobody can have it, and it simply waits again.
    private static final String LAPSED_UNHANDED = """
            UPDATE outbox_message SET state = 'QUEUED', lease_by = NULL, lease_until = NULL, moved_at = :at
            WHERE state = 'SENDING' AND lease_until < now()
              AND NOT EXISTS (SELECT 1 FROM outbox_attempt
                WHERE message = outbox_message.id AND number = outbox_message.attempts AND outcome IS NULL)
            """;

    private static final String LAPSED_HANDED = """
            UPDATE outbox_message SET state = 'UNCERTAIN', why = 'crash', code = NULL, lease_by = NULL,
                lease_until = NULL, moved_at = :at
            WHERE state = 'SENDING' AND lease_until < now()
              AND EXISTS (SELECT 1 FROM outbox_attempt
                WHERE message = outbox_message.id AND number = outbox_message.attempts AND outcome IS NULL)
            RETURNING
            """ + COLUMNS;

    private static final String EXPIRE = """
            UPDATE outbox_message SET state = 'EXPIRED', sealed = NULL, moved_at = :at
            WHERE id IN (SELECT id FROM outbox_message WHERE state = 'QUEUED' AND valid_until <= :at
                LIMIT 500 FOR UPDATE SKIP LOCKED) AND state = 'QUEUED'
            RETURNING
            """ + COLUMNS;

    private static final String WIPE = """
            UPDATE outbox_message SET sealed = NULL
            WHERE sealed IS NOT NULL AND valid_until <= :at AND state IN ('SENT', 'FAILED', 'UNCERTAIN')
            """;

    private static final String AGAIN = """
            UPDATE outbox_message SET state = 'QUEUED', due_at = :at, moved_at = :at
            WHERE id = :id AND state = :from AND sealed IS NOT NULL AND valid_until > :at
            """;

    private static final String BY_REMOTE = """
            SELECT message, number FROM outbox_attempt WHERE remote_id = :remote ORDER BY handed_at DESC LIMIT 1
            """;

    // The reference goes round after 65,536: of several it could be, it is none.
    private static final String BY_REFERENCE = """
            SELECT message, number FROM outbox_attempt
            WHERE reference = :reference AND remote_id IS NULL AND handed_at > :since
              AND (outcome IS NULL OR outcome = 'UNKNOWN')
            LIMIT 2
            """;

    // Each is asked about from time to time until it is of no use any more.
    private static final String OVERDUE = """
            UPDATE outbox_attempt SET asked_at = :at
            WHERE (message, number) IN (SELECT a.message, a.number FROM outbox_attempt a
                JOIN outbox_message m ON m.id = a.message AND m.attempts = a.number
                WHERE m.kind = 'SMS' AND m.state = 'SENT' AND a.remote_id IS NOT NULL AND m.valid_until > :since
                  AND a.handed_at < :before AND (a.asked_at IS NULL OR a.asked_at < :before)
                LIMIT 20)
            RETURNING remote_id
            """;

    private static final String ADD_RECEIPT = """
            INSERT INTO outbox_receipt (remote_id, reference, what, came_at)
            VALUES (:remote, :reference, :what, :at)
            ON CONFLICT (remote_id) DO NOTHING
            """;

    private static final String COUNT_TO = """
            SELECT count(*) FROM outbox_message
            WHERE recipient = :recipient AND kind = :kind AND created_at > :since
            """;

    private static final String COUNTS = """
            SELECT kind, state, count(*) AS count, min(created_at) AS oldest FROM outbox_message
            GROUP BY kind, state
            """;

    private static final String USELESS_KEYS = """
            SELECT name FROM outbox_key k WHERE day < :before
              AND NOT EXISTS (SELECT 1 FROM outbox_message WHERE key_name = k.name AND sealed IS NOT NULL)
            """;

    private final JdbcClient db;

    OutboxTable(JdbcClient db) {
        this.db = db;
    }

    /** False if a message of this name is there already. */
    boolean add(UUID id, Message message, String key, byte[] sealed, Instant at) {
        return db.sql(ADD).param("id", id).param("kind", message.kind().name()).param("once", message.once())
                .param("purpose", message.purpose()).param("template", message.template())
                .param("recipient", message.to().id()).param("key", key).param("sealed", sealed)
                .param("at", Timestamp.from(at)).param("until", Timestamp.from(at.plus(message.validity())))
                .update() == 1;
    }

    Optional<Stored> find(UUID id) {
        return db.sql(SELECT + "WHERE id = :id").param("id", id).query(OutboxTable::stored).optional();
    }

    Optional<Stored> findOnce(String once) {
        return db.sql(SELECT + "WHERE once = :once").param("once", once).query(OutboxTable::stored).optional();
    }

    /** The newest first. */
    List<Stored> latest(@Nullable MessageState only, int limit) {
        JdbcClient.StatementSpec ask = db.sql(SELECT + (only == null ? "" : "WHERE state = :state ")
                + "ORDER BY created_at DESC, id LIMIT :limit").param("limit", limit);
        if (only != null) {
            ask.param("state", only.name());
        }
        return ask.query(OutboxTable::stored).list();
    }

    record Count(Kind kind, MessageState state, long count, Instant oldest) {}

    List<Count> counts() {
        return db.sql(COUNTS).query((row, i) -> new Count(Kind.valueOf(row.getString("kind")),
                MessageState.valueOf(row.getString("state")), row.getLong("count"),
                row.getTimestamp("oldest").toInstant())).list();
    }

    long countTo(Kind kind, String recipient, Instant since) {
        return db.sql(COUNT_TO).param("recipient", recipient).param("kind", kind.name())
                .param("since", Timestamp.from(since)).query(Long.class).single();
    }

    /** Who may send: a node, and for how long it is counted as alive. */
    record Lease(UUID node, Duration length) {}

    Optional<Stored> take(Kind kind, Lease lease, Instant at) {
        return db.sql(TAKE).param("node", lease.node()).param("seconds", lease.length().toSeconds())
                .param("kind", kind.name()).param("at", Timestamp.from(at)).query(OutboxTable::stored).optional();
    }

    /** Notes the attempt and answers its reference; empty if this node may not send it any more. */
    OptionalInt handOver(Stored message, Lease lease, Instant at) {
        return db.sql(HAND_OVER).param("id", message.id()).param("node", lease.node())
                .param("seconds", lease.length().toSeconds()).param("attempts", message.attempts())
                .param("at", Timestamp.from(at)).query(Integer.class).optional()
                .map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /**
     * A step of a message.
     *
     * @param attempts which attempt it is about: the present one, or it does not happen
     * @param node whose lease it must be, if it starts from SENDING
     * @param due when it is to be tried again; {@code null} leaves that as it is
     */
    record Move(UUID id, int attempts, MessageState from, MessageState to, Stored.Reason reason, UUID node,
            @Nullable Instant due, boolean wipe) {}

    boolean move(Move move, Instant at) {
        return db.sql(MOVE).param("id", move.id()).param("attempts", move.attempts())
                .param("from", move.from().name()).param("to", move.to().name())
                .param("why", move.reason().why().orElse(null), Types.VARCHAR)
                .param("code", move.reason().code().isPresent() ? move.reason().code().getAsInt() : null,
                        Types.INTEGER)
                .param("tried", move.to() == MessageState.QUEUED ? 1 : 0).param("node", move.node())
                .param("due", move.due() == null ? null : Timestamp.from(move.due()), Types.TIMESTAMP)
                .param("wipe", move.wipe()).param("at", Timestamp.from(at)).update() == 1;
    }

    void outcome(UUID message, int number, Outcome outcome) {
        db.sql(OUTCOME).param("id", message).param("number", number).param("outcome", outcome.result().name())
                .param("remote", outcome.remoteId(), Types.VARCHAR).update();
    }

    void giveBack(Stored message, UUID node, Instant at) {
        db.sql(GIVE_BACK).param("id", message.id()).param("node", node).param("attempts", message.attempts())
                .param("at", Timestamp.from(at)).update();
    }

    int lapsedUnhanded(Instant at) {
        return db.sql(LAPSED_UNHANDED).param("at", Timestamp.from(at)).update();
    }

    List<Stored> lapsedHanded(Instant at) {
        return db.sql(LAPSED_HANDED).param("at", Timestamp.from(at)).query(OutboxTable::stored).list();
    }

    List<Stored> expire(Instant at) {
        return db.sql(EXPIRE).param("at", Timestamp.from(at)).query(OutboxTable::stored).list();
    }

    void wipe(Instant at) {
        db.sql(WIPE).param("at", Timestamp.from(at)).update();
    }

    void forget(Instant before) {
        db.sql("DELETE FROM outbox_message WHERE moved_at < :before AND sealed IS NULL")
                .param("before", Timestamp.from(before)).update();
        db.sql("DELETE FROM outbox_receipt WHERE came_at < :before").param("before", Timestamp.from(before)).update();
    }

    boolean again(UUID id, MessageState from, Instant at) {
        return db.sql(AGAIN).param("id", id).param("from", from.name()).param("at", Timestamp.from(at)).update() == 1;
    }

    record Attempt(UUID message, int number) {}

    Optional<Attempt> attempt(String remoteId) {
        return db.sql(BY_REMOTE).param("remote", remoteId).query(OutboxTable::attempt).optional();
    }

    Optional<Attempt> attempt(int reference, Instant since) {
        List<Attempt> found = db.sql(BY_REFERENCE).param("reference", reference)
                .param("since", Timestamp.from(since)).query(OutboxTable::attempt).list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    List<String> overdue(Instant before, Instant since, Instant at) {
        return db.sql(OVERDUE).param("before", Timestamp.from(before)).param("since", Timestamp.from(since))
                .param("at", Timestamp.from(at)).query(String.class).list();
    }

    void keep(Receipt receipt, Instant at) {
        db.sql(ADD_RECEIPT).param("remote", receipt.remoteId())
                .param("reference", receipt.reference().isPresent() ? receipt.reference().getAsInt() : null,
                        Types.INTEGER)
                .param("what", receipt.what().name()).param("at", Timestamp.from(at)).update();
    }

    List<Receipt> kept() {
        return db.sql("SELECT remote_id, reference, what FROM outbox_receipt ORDER BY came_at LIMIT 500")
                .query((row, i) -> {
                    Integer reference = row.getObject("reference", Integer.class);
                    return new Receipt(row.getString("remote_id"),
                            reference == null ? OptionalInt.empty() : OptionalInt.of(reference),
                            Receipt.What.valueOf(row.getString("what")));
                }).list();
    }

    void drop(Receipt receipt) {
        db.sql("DELETE FROM outbox_receipt WHERE remote_id = :remote").param("remote", receipt.remoteId()).update();
    }

    void noteKey(String name, LocalDate day) {
        db.sql("INSERT INTO outbox_key (name, day) VALUES (:name, :day) ON CONFLICT DO NOTHING")
                .param("name", name).param("day", day).update();
    }

    List<String> uselessKeys(LocalDate before) {
        return db.sql(USELESS_KEYS).param("before", before).query(String.class).list();
    }

    void keyGone(String name) {
        db.sql("DELETE FROM outbox_key WHERE name = :name").param("name", name).update();
    }

    private static Attempt attempt(ResultSet row, int index) throws SQLException {
        return new Attempt(row.getObject("message", UUID.class), row.getInt("number"));
    }

    private static Stored stored(ResultSet row, int index) throws SQLException {
        Integer code = row.getObject("code", Integer.class);
        return new Stored(row.getObject("id", UUID.class), Kind.valueOf(row.getString("kind")),
                row.getString("purpose"), row.getString("template"), row.getString("recipient"),
                MessageState.valueOf(row.getString("state")),
                new Stored.Reason(Optional.ofNullable(row.getString("why")),
                        code == null ? OptionalInt.empty() : OptionalInt.of(code)),
                row.getInt("tries"), row.getInt("attempts"),
                new Stored.Times(row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("valid_until").toInstant(), row.getTimestamp("due_at").toInstant(),
                        row.getTimestamp("moved_at").toInstant()),
                row.getString("key_name"), row.getBytes("sealed"));
    }
}
