// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyPlace;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of this module. */
@Repository
class KeyTable {

    private static final String ROOTS = "SELECT version, proof FROM key_root ORDER BY version";

    private static final String ADD_ROOT = """
            INSERT INTO key_root (version, created_at, proof) VALUES (:version, :at, :proof)
            ON CONFLICT (version) DO NOTHING
            """;

    private static final String NODE = """
            SELECT root_version, wrapped FROM key_node WHERE level = :level AND position = :position
            """;

    // Two nodes may meet here: the first one's key stays, and the other reads it.
    private static final String ADD_NODE = """
            INSERT INTO key_node (level, position, root_version, wrapped)
            VALUES (:level, :position, :root, :wrapped)
            ON CONFLICT (level, position) DO NOTHING
            """;

    private static final String NAMED = "SELECT root_version, wrapped FROM key_named WHERE name = :name";

    private static final String ADD_NAMED = """
            INSERT INTO key_named (name, root_version, wrapped, created_at)
            VALUES (:name, :root, :wrapped, :at)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String DROP_NAMED = "DELETE FROM key_named WHERE name = :name";

    private static final String SLOTS = "SELECT nextval('key_slot') FROM generate_series(1, :count)";

    private final JdbcClient db;

    KeyTable(JdbcClient db) {
        this.db = db;
    }

    record Root(int version, byte[] proof) {}

    record Wrapped(Optional<Integer> rootVersion, byte[] bytes) {}

    List<Root> roots() {
        return db.sql(ROOTS).query((row, i) -> new Root(row.getInt("version"), row.getBytes("proof"))).list();
    }

    void addRoot(int version, byte[] proof, Instant at) {
        db.sql(ADD_ROOT).param("version", version).param("proof", proof)
                .param("at", Timestamp.from(at)).update();
    }

    Optional<Wrapped> node(KeyPlace place) {
        return db.sql(NODE).param("level", place.level()).param("position", place.position())
                .query((row, i) -> new Wrapped(
                        Optional.ofNullable(row.getObject("root_version", Integer.class)),
                        row.getBytes("wrapped")))
                .optional();
    }

    void addNode(KeyPlace place, Wrapped node) {
        db.sql(ADD_NODE).param("level", place.level()).param("position", place.position())
                .param("root", node.rootVersion().orElse(null)).param("wrapped", node.bytes()).update();
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

    List<Long> slots(int count) {
        return db.sql(SLOTS).param("count", count).query(Long.class).list();
    }
}
