// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.seal.SealDamaged;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.server.database.SharedReads;
import io.shouxin.server.ledger.Watched;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All SQL about customers. */
@Repository
class CustomerTable {

    private static final String COLUMNS = """
            SELECT id, slot, wrapped_key, sealed, state, reference, version, created_at, changed_at FROM customer
            """;

    private static final String BY_ID = COLUMNS + " WHERE id = ?";

    private static final String BY_IDS = COLUMNS + " WHERE id = ANY(?)";

    private static final SharedReads.Rows<UUID, StoredCustomer> SHARED =
            new SharedReads.Rows<>(BY_IDS, "uuid", CustomerTable::row, StoredCustomer::id);

    /** Each change of a customer's values, consents or state gives its row a new version. */
    private static final Watched WATCHED =
            new Watched("SELECT id::text, version FROM customer WHERE id = ANY(?)", "uuid");

    private static final String BY_NUMBER_TAGS = "SELECT number_tag, id FROM customer WHERE number_tag = ANY(?)";

    private static final String INSERT = """
            INSERT INTO customer (id, slot, wrapped_key, sealed, state, reference, version, created_at, changed_at,
                                  number_tag)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    // The version is the fence: of two changes to one customer, the later one starts again.
    private static final String UPDATE = """
            UPDATE customer SET sealed = ?, version = ?, changed_at = ? WHERE id = ? AND version = ?
            """;

    private static final String AFTER = COLUMNS + " WHERE id > ? ORDER BY id LIMIT ?";

    private static final String ACTIVE_AFTER = """
            SELECT id FROM customer WHERE id > ? AND state = 'ACTIVE' ORDER BY id LIMIT ?
            """;

    // A row that somebody is changing is passed by: whoever waited here for one could be waited for in turn.
    private static final String LOCK = """
            SELECT id, version FROM customer WHERE id = ANY(?) ORDER BY id FOR UPDATE SKIP LOCKED
            """;

    // Not a change of the customer, so the time of the last one stays.
    private static final String RESEAL = """
            UPDATE customer SET sealed = ?, number_tag = coalesce(?, number_tag), version = version + 1
            WHERE id = ? AND version = ?
            """;

    private static final String SET_STATE = """
            UPDATE customer SET state = ?, version = version + 1, changed_at = ? WHERE id = ? AND state = ?
            """;

    private static final String ADD_TAG = """
            INSERT INTO customer_tag (field, epoch, tag, customer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String DROP_TAG = "DELETE FROM customer_tag WHERE customer = ? AND field = ?";

    private static final String TAGGED = """
            SELECT c.id, c.slot, c.wrapped_key, c.sealed, c.state, c.reference, c.version, c.created_at, c.changed_at
            FROM customer_tag t JOIN customer c ON c.id = t.customer
            WHERE t.field = ? AND t.epoch = ? AND t.tag = ?
            ORDER BY c.id LIMIT ?
            """;

    private static final String ADD_PURPOSE = """
            INSERT INTO customer_purpose (customer, purpose, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String ADD_CONSENT = """
            INSERT INTO customer_consent (customer, purpose, notice, channel, given_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String CONSENTS = """
            SELECT DISTINCT customer, purpose FROM customer_consent
            WHERE customer = ANY(?) AND withdrawn_at IS NULL
            """;

    private static final String REFERENCES = "SELECT reference, id FROM customer WHERE reference = ANY(?)";

    private static final String REPLAY = """
            SELECT request_hash, answer FROM vault_replay WHERE caller = :caller AND key = :key
            """;

    private static final String ADD_REPLAY = """
            INSERT INTO vault_replay (caller, key, request_hash, answer, at)
            VALUES (:caller, :key, :hash, :answer, :at)
            """;

    private static final String DROP_REPLAYS = "DELETE FROM vault_replay WHERE at < :before";

    private final JdbcTemplate db;
    private final JdbcClient named;
    private final SharedReads shared;

    CustomerTable(JdbcTemplate db, JdbcClient named, SharedReads shared) {
        this.db = db;
        this.named = named;
        this.shared = shared;
    }

    Optional<StoredCustomer> find(UUID id) {
        return db.query(BY_ID, CustomerTable::row, id).stream().findFirst();
    }

    /** The same, together with what others ask for at this moment. */
    SharedReads.Asked<StoredCustomer> ask(UUID id) {
        return shared.ask(SHARED, id);
    }

    Map<UUID, StoredCustomer> find(Collection<UUID> ids) {
        Map<UUID, StoredCustomer> found = new HashMap<>();
        db.query(BY_IDS, (row, index) -> row(row, index), (Object) ids.toArray(UUID[]::new))
                .forEach(customer -> found.put(customer.id(), customer));
        return found;
    }

    /** What a decision about these customers rests on. */
    static List<Watched.Seen> seen(Collection<StoredCustomer> customers) {
        return customers.stream().map(one -> WATCHED.seen(one.id().toString(), one.version())).toList();
    }

    List<StoredCustomer> tagged(BlindTags.Tag tag, int limit) {
        return db.query(TAGGED, CustomerTable::row, tag.field(), tag.epoch(), tag.bytes(), limit);
    }

    /** Which of these numbers there are already, by their tag in hexadecimal. */
    Map<String, UUID> numbered(Collection<byte[]> numberTags) {
        Map<String, UUID> found = new HashMap<>();
        db.query(BY_NUMBER_TAGS, row -> {
            found.put(BlindTags.hex(row.getBytes("number_tag")), row.getObject("id", UUID.class));
        }, (Object) numberTags.toArray(byte[][]::new));
        return found;
    }

    record NewRow(StoredCustomer customer, Optional<byte[]> numberTag) {}

    void insert(List<NewRow> rows) {
        db.batchUpdate(INSERT, rows.stream().map(row -> {
            StoredCustomer one = row.customer();
            return new Object[] {one.id(), one.slot(), one.wrappedKey(), one.sealed().bytes(), one.state().name(),
                    one.reference().bytes(), one.version(), Timestamp.from(one.createdAt()),
                    Timestamp.from(one.changedAt()), row.numberTag().orElse(null)};
        }).toList());
    }

    boolean update(StoredCustomer changed) {
        return db.update(UPDATE, changed.sealed().bytes(), changed.version(), Timestamp.from(changed.changedAt()),
                changed.id(), changed.version() - 1) == 1;
    }

    /** The next customers by their id; the first where nobody has been. */
    List<StoredCustomer> after(Optional<UUID> id, int limit) {
        return db.query(AFTER, CustomerTable::row, id.orElse(new UUID(0, 0)), limit);
    }

    /** The ids of the next active customers. */
    List<UUID> activeAfter(UUID id, int limit) {
        return db.queryForList(ACTIVE_AFTER, UUID.class, id, limit);
    }

    /** Locks those of these customers that nobody else has locked; answers the version of each. */
    Map<UUID, Integer> lock(Collection<UUID> ids) {
        Map<UUID, Integer> locked = new HashMap<>();
        db.query(LOCK, row -> {
            locked.put(row.getObject("id", UUID.class), row.getInt("version"));
        }, (Object) ids.toArray(UUID[]::new));
        return locked;
    }

    /** A customer whose values are the same under another suite, with a new tag of its number where it has one. */
    record Resealed(StoredCustomer before, SealedRecord sealed, Optional<byte[]> numberTag) {}

    /** The rows must be locked. */
    void reseal(List<Resealed> customers) {
        db.batchUpdate(RESEAL, customers.stream().map(one -> new Object[] {one.sealed().bytes(),
            one.numberTag().orElse(null), one.before().id(), one.before().version()}).toList());
    }

    boolean setState(UUID id, CustomerState from, CustomerState to, Instant at) {
        return db.update(SET_STATE, to.name(), Timestamp.from(at), id, from.name()) == 1;
    }

    void addTags(List<BlindTags.Of> tags) {
        db.batchUpdate(ADD_TAG, tags.stream().map(one -> new Object[] {
            one.tag().field(), one.tag().epoch(), one.tag().bytes(), one.customer()}).toList());
    }

    void dropTags(UUID customer, Collection<String> fields) {
        db.batchUpdate(DROP_TAG, fields.stream().map(field -> new Object[] {customer, field}).toList());
    }

    void addPurpose(Collection<UUID> customers, String purpose, Instant at) {
        Timestamp since = Timestamp.from(at);
        db.batchUpdate(ADD_PURPOSE, customers.stream().map(one -> new Object[] {one, purpose, since}).toList());
    }

    void addConsent(UUID customer, Customers.Consent consent, Instant at) {
        db.update(ADD_CONSENT, customer, consent.purpose(), consent.notice(), consent.channel(), Timestamp.from(at));
    }

    Map<UUID, Set<String>> consents(Collection<UUID> customers) {
        Map<UUID, Set<String>> found = new HashMap<>();
        db.query(CONSENTS, row -> {
            found.computeIfAbsent(row.getObject("customer", UUID.class), id -> new HashSet<>())
                    .add(row.getString("purpose"));
        }, (Object) customers.toArray(UUID[]::new));
        return found;
    }

    Map<CustomerRef, UUID> customers(Collection<CustomerRef> references) {
        Map<CustomerRef, UUID> found = new HashMap<>();
        byte[][] all = references.stream().map(CustomerRef::bytes).toArray(byte[][]::new);
        db.query(REFERENCES, row -> {
            found.put(new CustomerRef(row.getBytes("reference")), row.getObject("id", UUID.class));
        }, (Object) all);
        return found;
    }

    record Replay(byte[] requestHash, String answer) {}

    Optional<Replay> replay(String caller, String key) {
        return named.sql(REPLAY).param("caller", caller).param("key", key)
                .query((row, i) -> new Replay(row.getBytes("request_hash"), row.getString("answer"))).optional();
    }

    void addReplay(String caller, String key, Replay replay, Instant at) {
        named.sql(ADD_REPLAY).param("caller", caller).param("key", key).param("hash", replay.requestHash())
                .param("answer", replay.answer()).param("at", Timestamp.from(at)).update();
    }

    void dropReplays(Instant before) {
        named.sql(DROP_REPLAYS).param("before", Timestamp.from(before)).update();
    }

    long count() {
        return named.sql("SELECT count(*) FROM customer").query(Long.class).single();
    }

    private static SealedRecord sealed(ResultSet row) throws SQLException {
        try {
            return SealedRecord.read(row.getBytes("sealed"));
        } catch (SealDamaged damaged) {
            throw StoredCustomer.damaged(row.getObject("id", UUID.class), damaged.key());
        }
    }

    private static StoredCustomer row(ResultSet row, int index) throws SQLException {
        return new StoredCustomer(row.getObject("id", UUID.class), row.getLong("slot"),
                row.getBytes("wrapped_key"), sealed(row),
                CustomerState.valueOf(row.getString("state")), new CustomerRef(row.getBytes("reference")),
                row.getInt("version"), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }
}
