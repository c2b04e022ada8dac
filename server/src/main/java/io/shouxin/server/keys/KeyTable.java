// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyPlace;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL about keys and root versions. */
@Repository
class KeyTable {

    private static final String ROOTS = """
            SELECT version, created_at, proof, custody, status, status_at, keys_moved, keys_left
            FROM key_root ORDER BY version
            """;

    private static final String ADD_ROOT = """
            INSERT INTO key_root (version, created_at, proof, custody, status, status_at)
            VALUES (:version, :at, :proof, :custody, :status, :at)
            ON CONFLICT DO NOTHING
            """;

    private static final String IN_USE = "SELECT version FROM key_root WHERE status = 'IN_USE'";

    // Whoever wraps something new under the version in use waits here until the rotation is through.
    private static final String LOCK_ROOTS = "SELECT version FROM key_root ORDER BY version FOR UPDATE";

    private static final String MOVE_ROOT = """
            UPDATE key_root SET status = :to, status_at = :at WHERE version = :version AND status = :from
            """;

    private static final String COUNTED = """
            UPDATE key_root SET keys_moved = :moved, keys_left = :left WHERE version = :version
            """;

    private static final String NODE = """
            SELECT root_version, wrapped FROM key_node WHERE level = :level AND position = :position
            """;

    // Two nodes may meet here: the first one's key stays, and the other reads it.
    private static final String ADD_NODE = """
            INSERT INTO key_node (level, position, root_version, wrapped)
            VALUES (:level, :position, NULL, :wrapped)
            ON CONFLICT (level, position) DO NOTHING
            """;

    // Under a version that is no longer in use nothing is stored: it would be lost when that one is destroyed.
    private static final String ADD_TOP = """
            INSERT INTO key_node (level, position, root_version, wrapped)
            SELECT :level, :position, version, :wrapped FROM key_root
            WHERE version = :root AND status = 'IN_USE' FOR SHARE
            ON CONFLICT (level, position) DO NOTHING
            """;

    private static final String NAMED = "SELECT root_version, wrapped FROM key_named WHERE name = :name";

    private static final String ADD_NAMED = """
            INSERT INTO key_named (name, root_version, wrapped, created_at)
            SELECT :name, version, :wrapped, :at FROM key_root
            WHERE version = :root AND status = 'IN_USE' FOR SHARE
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String DROP_NAMED = "DELETE FROM key_named WHERE name = :name";

    private static final String TOPS = """
            SELECT level, position, root_version, wrapped FROM key_node WHERE root_version IS NOT NULL
            ORDER BY level, position
            """;

    private static final String ALL_NAMED = "SELECT name, root_version, wrapped FROM key_named ORDER BY name";

    private static final String MOVE_TOP = """
            UPDATE key_node SET root_version = :root, wrapped = :wrapped
            WHERE level = :level AND position = :position
            """;

    private static final String MOVE_NAMED = """
            UPDATE key_named SET root_version = :root, wrapped = :wrapped WHERE name = :name
            """;

    private static final String UNDER_OTHERS = """
            SELECT (SELECT count(*) FROM key_node WHERE root_version <> :root)
                 + (SELECT count(*) FROM key_named WHERE root_version <> :root)
            """;

    private static final String UNDER = """
            SELECT (SELECT count(*) FROM key_node WHERE root_version = :root)
                 + (SELECT count(*) FROM key_named WHERE root_version = :root)
            """;

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM key_node) AS nodes, (SELECT count(*) FROM key_named) AS named,
                   (SELECT CASE WHEN is_called THEN last_value + 1 ELSE 0 END FROM key_slot) AS slots
            """;

    private static final String SLOTS = "SELECT nextval('key_slot') FROM generate_series(1, :count)";

    private final JdbcClient db;

    KeyTable(JdbcClient db) {
        this.db = db;
    }

    record Wrapped(Optional<Integer> rootVersion, byte[] bytes) {}

    record Top(KeyPlace place, int rootVersion, byte[] bytes) {}

    record Named(String name, int rootVersion, byte[] bytes) {}

    /** How large the tree is: inner nodes, named secrets, slots given. */
    record Counts(long nodes, long named, long slots) {}

    List<RootVersion> roots() {
        return db.sql(ROOTS).query((row, i) -> root(row)).list();
    }

    private static RootVersion root(ResultSet row) throws SQLException {
        return new RootVersion(row.getInt("version"), row.getTimestamp("created_at").toInstant(),
                row.getBytes("proof"), Custody.Kind.of(row.getString("custody")),
                RootVersion.Status.valueOf(row.getString("status")), row.getTimestamp("status_at").toInstant(),
                Optional.ofNullable(row.getObject("keys_moved", Long.class)),
                Optional.ofNullable(row.getObject("keys_left", Long.class)));
    }

    /** False if that version, or another one in that status where only one may be, is there already. */
    boolean addRoot(RootVersion root) {
        return db.sql(ADD_ROOT).param("version", root.version()).param("at", Timestamp.from(root.createdAt()))
                .param("proof", root.proof()).param("custody", root.custody().code())
                .param("status", root.status().name()).update() == 1;
    }

    int inUse() {
        return db.sql(IN_USE).query(Integer.class).single();
    }

    void lockRoots() {
        db.sql(LOCK_ROOTS).query(Integer.class).list();
    }

    boolean moveRoot(int version, RootVersion.Status from, RootVersion.Status to, Instant at) {
        return db.sql(MOVE_ROOT).param("version", version).param("from", from.name()).param("to", to.name())
                .param("at", Timestamp.from(at)).update() == 1;
    }

    void counted(int version, long moved, long left) {
        db.sql(COUNTED).param("version", version).param("moved", moved).param("left", left).update();
    }

    Optional<Wrapped> node(KeyPlace place) {
        return db.sql(NODE).param("level", place.level()).param("position", place.position())
                .query((row, i) -> new Wrapped(
                        Optional.ofNullable(row.getObject("root_version", Integer.class)),
                        row.getBytes("wrapped")))
                .optional();
    }

    void addNode(KeyPlace place, Wrapped node) {
        JdbcClient.StatementSpec add = db.sql(node.rootVersion().isPresent() ? ADD_TOP : ADD_NODE)
                .param("level", place.level()).param("position", place.position()).param("wrapped", node.bytes());
        node.rootVersion().ifPresent(root -> add.param("root", root));
        add.update();
    }

    Optional<Wrapped> named(String name) {
        return db.sql(NAMED).param("name", name)
                .query((row, i) -> new Wrapped(
                        Optional.of(row.getInt("root_version")), row.getBytes("wrapped")))
                .optional();
    }

    void addNamed(String name, Wrapped key, Instant at) {
        db.sql(ADD_NAMED).param("name", name).param("root", key.rootVersion().orElseThrow())
                .param("wrapped", key.bytes()).param("at", Timestamp.from(at)).update();
    }

    void dropNamed(String name) {
        db.sql(DROP_NAMED).param("name", name).update();
    }

    List<Top> tops() {
        return db.sql(TOPS).query((row, i) -> new Top(new KeyPlace(row.getInt("level"), row.getLong("position")),
                row.getInt("root_version"), row.getBytes("wrapped"))).list();
    }

    List<Named> named() {
        return db.sql(ALL_NAMED).query((row, i) -> new Named(row.getString("name"),
                row.getInt("root_version"), row.getBytes("wrapped"))).list();
    }

    void moveTop(KeyPlace place, int root, byte[] wrapped) {
        db.sql(MOVE_TOP).param("level", place.level()).param("position", place.position())
                .param("root", root).param("wrapped", wrapped).update();
    }

    void moveNamed(String name, int root, byte[] wrapped) {
        db.sql(MOVE_NAMED).param("name", name).param("root", root).param("wrapped", wrapped).update();
    }

    /** How many keys are wrapped by any root version but this one. */
    long underOthers(int root) {
        return db.sql(UNDER_OTHERS).param("root", root).query(Long.class).single();
    }

    /** How many keys this root version wraps. */
    long under(int root) {
        return db.sql(UNDER).param("root", root).query(Long.class).single();
    }

    Counts counts() {
        return db.sql(COUNTS).query((row, i) -> new Counts(row.getLong("nodes"), row.getLong("named"),
                row.getLong("slots"))).single();
    }

    List<Long> slots(int count) {
        return db.sql(SLOTS).param("count", count).query(Long.class).list();
    }
}
