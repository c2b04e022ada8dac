// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** All SQL about what identity providers bring in. */
@Repository
class ScimTable {

    // One provisioning write at a time: two that rest on each other's uniqueness or version then cannot cross.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7643, 7644)";

    private static final String PERSON = "SELECT number, sealed, created_at, changed_at, gone FROM scim_person ";

    private static final String PUT_PERSON = """
            INSERT INTO scim_person (number, user_tag, external_tag, sealed, created_at, changed_at)
            VALUES (:number, :user, :external, :sealed, :at, :at)
            ON CONFLICT (number) DO UPDATE SET user_tag = excluded.user_tag, external_tag = excluded.external_tag,
                   sealed = excluded.sealed, changed_at = excluded.changed_at
            """;

    private static final String FORGET_PERSON = """
            UPDATE scim_person SET gone = true, user_tag = NULL, external_tag = NULL, changed_at = :at
            WHERE number = :number
            """;

    private static final String GROUP = "SELECT id, name, external_id, created_at, changed_at FROM scim_group ";

    private static final String PUT_GROUP = """
            INSERT INTO scim_group (id, name, external_id, created_at, changed_at)
            VALUES (:id, :name, :external, :at, :at)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, external_id = excluded.external_id,
                   changed_at = excluded.changed_at
            """;

    private static final String MEMBERS = "SELECT group_id, number FROM scim_member ORDER BY group_id, number";

    private static final String JOIN = """
            INSERT INTO scim_member (group_id, number) SELECT :group, unnest(:numbers) ON CONFLICT DO NOTHING
            """;

    private static final String LEAVE = "DELETE FROM scim_member WHERE group_id = :group AND number = ANY(:numbers)";

    private final JdbcClient db;

    ScimTable(JdbcClient db) {
        this.db = db;
    }

    /** A person as a provider brought them in. */
    record Stored(String number, byte[] sealed, Instant createdAt, Instant changedAt, boolean gone) {}

    /** A group as a provider brought it in. */
    record Group(UUID id, String name, Optional<String> externalId, Instant createdAt, Instant changedAt) {}

    /** Holds off every other provisioning write until the transaction ends. */
    void lock() {
        db.sql(LOCK).query((row, i) -> true).list();
    }

    Optional<Stored> person(String number) {
        return db.sql(PERSON + "WHERE number = :number").param("number", number).query(ScimTable::stored).optional();
    }

    Map<String, Stored> people() {
        return db.sql(PERSON).query(ScimTable::stored).list().stream()
                .collect(Collectors.toMap(Stored::number, one -> one));
    }

    Optional<String> byUser(byte[] tag) {
        return db.sql("SELECT number FROM scim_person WHERE user_tag = :tag").param("tag", tag)
                .query(String.class).optional();
    }

    List<String> byExternal(byte[] tag) {
        return db.sql("SELECT number FROM scim_person WHERE external_tag = :tag").param("tag", tag)
                .query(String.class).list();
    }

    void put(String number, byte[] user, byte @Nullable [] external, byte[] sealed, Instant at) {
        db.sql(PUT_PERSON).param("number", number).param("user", user)
                .param("external", external, Types.BINARY).param("sealed", sealed)
                .param("at", Timestamp.from(at)).update();
    }

    void forget(String number, Instant at) {
        db.sql(FORGET_PERSON).param("number", number).param("at", Timestamp.from(at)).update();
    }

    /** A staff number nobody had from here. */
    String freshNumber() {
        return db.sql("SELECT 'SC' || lpad(nextval('scim_number')::text, 6, '0')").query(String.class).single();
    }

    List<Group> groups() {
        return db.sql(GROUP + "ORDER BY created_at, id").query(ScimTable::group).list();
    }

    Optional<Group> group(UUID id) {
        return db.sql(GROUP + "WHERE id = :id").param("id", id).query(ScimTable::group).optional();
    }

    Optional<Group> groupNamed(String name) {
        return db.sql(GROUP + "WHERE lower(name) = lower(:name)").param("name", name)
                .query(ScimTable::group).optional();
    }

    void put(Group group) {
        db.sql(PUT_GROUP).param("id", group.id()).param("name", group.name())
                .param("external", group.externalId().orElse(null), Types.VARCHAR)
                .param("at", Timestamp.from(group.changedAt())).update();
    }

    void dropGroup(UUID id) {
        db.sql("DELETE FROM scim_group WHERE id = :id").param("id", id).update();
    }

    List<String> members(UUID group) {
        return db.sql("SELECT number FROM scim_member WHERE group_id = :group ORDER BY number").param("group", group)
                .query(String.class).list();
    }

    /** The members of every group that has any. */
    Map<UUID, List<String>> members() {
        record Member(UUID group, String number) {}

        return db.sql(MEMBERS).query((row, i) -> new Member(row.getObject("group_id", UUID.class),
                        row.getString("number"))).list().stream()
                .collect(Collectors.groupingBy(Member::group, Collectors.mapping(Member::number, Collectors.toList())));
    }

    List<Group> groupsOf(String number) {
        return db.sql(GROUP + "WHERE id IN (SELECT group_id FROM scim_member WHERE number = :number) ORDER BY name")
                .param("number", number).query(ScimTable::group).list();
    }

    void join(UUID group, Collection<String> numbers) {
        db.sql(JOIN).param("group", group).param("numbers", numbers.toArray(String[]::new)).update();
    }

    void leave(UUID group, Collection<String> numbers) {
        db.sql(LEAVE).param("group", group).param("numbers", numbers.toArray(String[]::new)).update();
    }

    void leaveAll(String number) {
        db.sql("DELETE FROM scim_member WHERE number = :number").param("number", number).update();
    }

    private static Stored stored(ResultSet row, int index) throws SQLException {
        return new Stored(row.getString("number"), row.getBytes("sealed"), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(), row.getBoolean("gone"));
    }

    private static Group group(ResultSet row, int index) throws SQLException {
        return new Group(row.getObject("id", UUID.class), row.getString("name"),
                Optional.ofNullable(row.getString("external_id")), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }
}
