// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All SQL about service accounts. */
@Repository
class ServiceTable {

    private static final String SERVICE = """
            SELECT id, name_zh, name_en, owner, role, purposes, networks, key_hash, key_since, revoked_at, last_used_at
            FROM staff_service
            """;

    private static final String ADD = """
            INSERT INTO staff_service (id, name_zh, name_en, owner, role, purposes, networks, key_hash,
                                       created_at, key_since)
            VALUES (:id, :zh, :en, :owner, :role, :purposes, :networks, :hash, :at, :at)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String NEW_KEY = """
            UPDATE staff_service SET key_hash = :hash, key_since = :at WHERE id = :id AND revoked_at IS NULL
            """;

    private static final String REVOKE = """
            UPDATE staff_service SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL
            """;

    private static final String CHANGE_OWNER = """
            UPDATE staff_service SET owner = :owner WHERE id = :id AND revoked_at IS NULL
            """;

    private static final String USED = """
            UPDATE staff_service SET last_used_at = :at WHERE id = :id
            """;

    private final JdbcClient db;

    ServiceTable(JdbcClient db) {
        this.db = db;
    }

    record Stored(Service service, byte[] keyHash) {}

    Optional<Stored> find(String id) {
        return db.sql(SERVICE + " WHERE id = :id").param("id", id).query(ServiceTable::stored).optional();
    }

    List<Service> all() {
        return db.sql(SERVICE + " ORDER BY revoked_at NULLS FIRST, id").query(ServiceTable::stored).list().stream()
                .map(Stored::service).toList();
    }

    boolean add(Service service, byte[] keyHash) {
        return db.sql(ADD).param("id", service.id()).param("zh", service.nameZh())
                .param("en", service.nameEn()).param("owner", service.owner()).param("role", service.role())
                .param("purposes", service.purposes().toArray(String[]::new))
                .param("networks", service.networks().toArray(String[]::new))
                .param("hash", keyHash).param("at", Timestamp.from(service.keySince())).update() == 1;
    }

    boolean newKey(String id, byte[] keyHash, Instant at) {
        return db.sql(NEW_KEY).param("id", id).param("hash", keyHash)
                .param("at", Timestamp.from(at)).update() == 1;
    }

    boolean changeOwner(String id, String owner) {
        return db.sql(CHANGE_OWNER).param("id", id).param("owner", owner).update() == 1;
    }

    boolean revoke(String id, Instant at) {
        return db.sql(REVOKE).param("id", id).param("at", Timestamp.from(at)).update() == 1;
    }

    void used(String id, Instant at) {
        db.sql(USED).param("id", id).param("at", Timestamp.from(at)).update();
    }

    private static Stored stored(ResultSet row, int index) throws SQLException {
        Service service = new Service(row.getString("id"), row.getString("name_zh"), row.getString("name_en"),
                row.getString("owner"), row.getString("role"),
                Set.of((String[]) row.getArray("purposes").getArray()),
                List.of((String[]) row.getArray("networks").getArray()),
                row.getTimestamp("key_since").toInstant(),
                Optional.ofNullable(row.getTimestamp("revoked_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant));
        return new Stored(service, row.getBytes("key_hash"));
    }
}
