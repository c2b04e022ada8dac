// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All SQL about people. */
@Repository
class StaffTable {

    // Roles and suspensions come along as arrays: one row an account, one round trip. What suspends and what ends is
    // the person's, so a sub-account reads it from its main account: no second place has to be kept in step.
    private static final String PERSON = """
            SELECT p.number, p.name, p.name_en, p.department, p.active, p.password IS NOT NULL AS has_password,
                   p.locked_until, p.signed_in_at, p.cut_offs + COALESCE(m.cut_offs, 0) AS cut_offs,
                   p.main, p.system, COALESCE(m.contractor, p.contractor) AS contractor,
                   LEAST(p.ends_on, m.ends_on) AS ends_on, COALESCE(m.superior, p.superior) AS superior,
                   COALESCE(m.active, p.active) AS main_active, LEAST(p.ends_on, m.ends_on) < :today AS ended,
                   ARRAY(SELECT r.role FROM staff_role r
                         WHERE r.number = p.number AND r.valid_from <= :today
                           AND (r.valid_to IS NULL OR r.valid_to >= :today)
                         ORDER BY r.role) AS roles,
                   ARRAY(SELECT s.reason || '|' || (extract(epoch FROM s.since) * 1000)::bigint || '|' || s.by
                         FROM staff_suspension s WHERE s.number = COALESCE(p.main, p.number)
                         ORDER BY s.since) AS suspensions
            FROM staff_person p LEFT JOIN staff_person m ON m.number = p.main
            """;

    private static final String BY_NUMBER = PERSON + " WHERE p.number = :number";

    private static final String OF_PERSON = PERSON + """
             WHERE p.number = :person OR p.main = :person
             ORDER BY p.main NULLS FIRST, p.number
            """;

    private static final String MAINS = PERSON + " WHERE p.main IS NULL ORDER BY p.number";

    // A department stands for everything below it.
    private static final String WANTED = """
             WHERE (:department = '' OR p.department IN (
                       WITH RECURSIVE below AS (
                           SELECT code FROM staff_department WHERE code = :department
                           UNION SELECT d.code FROM staff_department d JOIN below ON d.parent = below.code)
                       SELECT code FROM below))
               AND (:text = '' OR p.number ILIKE :pattern OR p.name ILIKE :pattern OR p.name_en ILIKE :pattern)
               AND (:role = '' OR EXISTS (SELECT 1 FROM staff_role r
                                          WHERE r.number = p.number AND r.role = :role AND r.valid_from <= :today
                                            AND (r.valid_to IS NULL OR r.valid_to >= :today)))
            """;

    private static final String SOME = PERSON + WANTED + """
             ORDER BY p.department, p.number
             LIMIT :limit OFFSET :offset
            """;

    private static final String COUNT = "SELECT count(*) FROM staff_person p " + WANTED;

    private static final String GRANTS = """
            SELECT role, valid_from, valid_to FROM staff_role
            WHERE number = :number AND (valid_to IS NULL OR valid_to >= :today)
            ORDER BY valid_from, role
            """;

    private static final String ADD_PERSON = """
            INSERT INTO staff_person (number, name, name_en, department, password, created_at, main, system,
                                      contractor, ends_on, superior)
            VALUES (:number, :name, :nameEn, :department, :password, :at, :main, :system,
                    :contractor, :endsOn, :superior)
            ON CONFLICT (number) DO NOTHING
            """;

    // A sub-account bears its person's name and stands in its person's department.
    private static final String DESCRIBE = """
            UPDATE staff_person SET name = :name, name_en = :nameEn, department = :department,
                   contractor = CASE WHEN main IS NULL THEN :contractor ELSE contractor END,
                   ends_on = CASE WHEN main IS NULL THEN :endsOn ELSE ends_on END,
                   superior = CASE WHEN main IS NULL THEN :superior ELSE superior END
            WHERE number = :number OR main = :number
            """;

    private static final String MAIN_OF = "SELECT COALESCE(main, number) FROM staff_person WHERE number = :number";

    private static final String LOCK = "SELECT number FROM staff_person WHERE number = :number FOR UPDATE";

    private static final String REPORTS_TO = """
            WITH RECURSIVE above AS (
                SELECT superior FROM staff_person WHERE number = :number
                UNION SELECT p.superior FROM staff_person p JOIN above ON p.number = above.superior)
            SELECT EXISTS (SELECT 1 FROM above WHERE superior = :superior)
            """;

    // Every account of everybody who has one in this department with one of these roles today.
    private static final String PEERS = """
            SELECT COALESCE(a.main, a.number) AS person, a.number FROM staff_person a
            WHERE COALESCE(a.main, a.number) IN (
                SELECT COALESCE(p.main, p.number) FROM staff_person p JOIN staff_role r ON r.number = p.number
                WHERE p.department = :department AND p.active AND r.role = ANY(:roles)
                  AND r.valid_from <= :today AND (r.valid_to IS NULL OR r.valid_to >= :today))
              AND COALESCE(a.main, a.number) <> :person
            ORDER BY a.number LIMIT :limit
            """;

    private static final String ROLES_MEETING = """
            SELECT DISTINCT r.role FROM staff_role r JOIN staff_person p ON p.number = r.number
            WHERE COALESCE(p.main, p.number) = :person AND NOT (r.number = :number AND r.role = :role)
              AND (r.valid_to IS NULL OR r.valid_to >= :from) AND r.valid_from <= :until
            """;

    private static final String DROP_RIGHTS = """
            WITH gone AS (DELETE FROM staff_role WHERE number = ANY(:numbers) RETURNING role),
                 links AS (DELETE FROM staff_invitation WHERE number = ANY(:numbers)),
                 accounts AS (DELETE FROM staff_provider_account WHERE number = ANY(:numbers)),
                 secrets AS (UPDATE staff_person SET password = NULL WHERE number = ANY(:numbers))
            SELECT DISTINCT role FROM gone ORDER BY role
            """;

    private static final String CONTACT = "SELECT sealed FROM staff_contact WHERE number = :number";

    private static final String PUT_CONTACT = """
            INSERT INTO staff_contact (number, sealed) VALUES (:number, :sealed)
            ON CONFLICT (number) DO UPDATE SET sealed = excluded.sealed
            """;

    private static final String DROP_CONTACT = "DELETE FROM staff_contact WHERE number = :number";

    private static final String ADD_ROLE = """
            INSERT INTO staff_role (number, role, valid_from, valid_to) VALUES (:number, :role, :from, :to)
            ON CONFLICT (number, role) DO UPDATE SET valid_from = excluded.valid_from, valid_to = excluded.valid_to
            """;

    private static final String END_ROLE = "DELETE FROM staff_role WHERE number = :number AND role = :role";

    private static final String ADD_DEPARTMENT = """
            INSERT INTO staff_department (code, parent, name_zh, name_en) VALUES (:code, :parent, :zh, :en)
            ON CONFLICT (code) DO NOTHING
            """;

    // From a department up to the root; the distance only guards a ring of parents.
    private static final String LINE = """
            WITH RECURSIVE line AS (
                SELECT code, parent, head, 0 AS far FROM staff_department WHERE code = :code
                UNION ALL SELECT d.code, d.parent, d.head, line.far + 1
                FROM staff_department d JOIN line ON d.code = line.parent WHERE line.far < 50)
            SELECT code, head FROM line ORDER BY far
            """;

    private static final String SET_HEAD = """
            UPDATE staff_department SET head = :head WHERE code = :code AND head IS DISTINCT FROM :head
            """;

    // The person's, whichever account they came by.
    private static final String READS = """
            UPDATE staff_person SET language = :language
            WHERE number = (SELECT COALESCE(main, number) FROM staff_person WHERE number = :number)
              AND language IS DISTINCT FROM :language
            """;

    private static final String LANGUAGE = """
            SELECT m.language FROM staff_person p JOIN staff_person m ON m.number = COALESCE(p.main, p.number)
            WHERE p.number = :number AND m.language IS NOT NULL
            """;

    private static final String PASSWORD = "SELECT password FROM staff_person WHERE number = :number AND active";

    private static final String SET_PASSWORD = """
            UPDATE staff_person SET password = :password, failures = 0, locked_until = NULL WHERE number = :number
            """;

    private static final String SIGNED_IN = """
            UPDATE staff_person SET failures = 0, locked_until = NULL, signed_in_at = :at WHERE number = :number
            """;

    private static final String FAILED = """
            UPDATE staff_person
            SET failures = CASE WHEN failures + 1 >= :max THEN 0 ELSE failures + 1 END,
                locked_until = CASE WHEN failures + 1 >= :max THEN :until ELSE locked_until END
            WHERE number = :number
            """;

    private static final String SET_ACTIVE = """
            UPDATE staff_person SET active = :active, cut_offs = cut_offs + CASE WHEN active THEN 1 ELSE 0 END
            WHERE number = :number AND active <> :active
            """;

    private static final String CUT_OFF = "UPDATE staff_person SET cut_offs = cut_offs + 1 WHERE number = :number";

    private static final String SUSPEND = """
            INSERT INTO staff_suspension (number, reason, since, by) VALUES (:number, :reason, :at, :by)
            ON CONFLICT (number, reason) DO NOTHING
            """;

    private static final String LIFT = "DELETE FROM staff_suspension WHERE number = :number AND reason = :reason";

    private static final String INVITE = """
            INSERT INTO staff_invitation (secret_hash, number, valid_until) VALUES (:hash, :number, :until)
            """;

    private static final String TAKE_INVITATION = """
            DELETE FROM staff_invitation WHERE secret_hash = :hash AND valid_until > :at RETURNING number
            """;

    private static final String DROP_INVITATIONS = """
            DELETE FROM staff_invitation WHERE number = :number OR valid_until <= :at
            """;

    private static final String INVITED = """
            SELECT number FROM staff_invitation WHERE secret_hash = :hash AND valid_until > :at
            """;

    private static final String DEPARTMENTS = """
            SELECT code, parent, name_zh, name_en,
                   (SELECT count(*) FROM staff_person p WHERE p.department = d.code AND p.active
                      AND p.main IS NULL) AS people
            FROM staff_department d ORDER BY code
            """;

    /** Later than any last day that somebody states. */
    private static final LocalDate FOR_EVER = LocalDate.of(9999, 12, 31);

    private final JdbcClient db;

    StaffTable(JdbcClient db) {
        this.db = db;
    }

    Optional<Person> person(String number, LocalDate today) {
        return db.sql(BY_NUMBER).param("number", number).param("today", today)
                .query(StaffTable::person).optional();
    }

    /** Which people to list; empty text in a part means any. */
    record Some(String text, String department, String role, int offset, int limit) {}

    List<Person> some(Some some, LocalDate today) {
        return wanted(SOME, some, today).param("limit", some.limit()).param("offset", some.offset())
                .query(StaffTable::person).list();
    }

    int count(Some some, LocalDate today) {
        return wanted(COUNT, some, today).query(Integer.class).single();
    }

    private JdbcClient.StatementSpec wanted(String sql, Some some, LocalDate today) {
        String pattern = "%" + some.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return db.sql(sql).param("today", today).param("department", some.department())
                .param("text", some.text()).param("pattern", pattern).param("role", some.role());
    }

    /** A role given, from when and until when; one that begins later is among them. */
    record Grant(String role, LocalDate from, Optional<LocalDate> until) {}

    List<Grant> grants(String number, LocalDate today) {
        return db.sql(GRANTS).param("number", number).param("today", today)
                .query((row, i) -> new Grant(row.getString("role"), row.getObject("valid_from", LocalDate.class),
                        Optional.ofNullable(row.getObject("valid_to", LocalDate.class)))).list();
    }

    /** How many people have a password, so could sign in. */
    long countWithPassword() {
        return db.sql("SELECT count(*) FROM staff_person WHERE password IS NOT NULL").query(Long.class).single();
    }

    long count() {
        return db.sql("SELECT count(*) FROM staff_person").query(Long.class).single();
    }

    /** Every account of the natural person with this main account, the main account first. */
    List<Person> ofPerson(String person, LocalDate today) {
        return db.sql(OF_PERSON).param("person", person).param("today", today).query(StaffTable::person).list();
    }

    List<Person> mains(LocalDate today) {
        return db.sql(MAINS).param("today", today).query(StaffTable::person).list();
    }

    boolean add(Person person, @Nullable String passwordHash, Instant at) {
        Person.Account account = person.account();
        return db.sql(ADD_PERSON).param("number", person.number()).param("name", person.name())
                .param("nameEn", person.nameEn()).param("department", person.department())
                .param("password", passwordHash).param("at", Timestamp.from(at))
                .param("main", account.main().orElse(null)).param("system", account.system().orElse(null))
                .param("contractor", account.contractor()).param("endsOn", account.endsOn().orElse(null), Types.DATE)
                .param("superior", account.superior().orElse(null)).update() == 1;
    }

    /** Writes what is said of a person to their main account and, where it is the person's, to the others. */
    void describe(Person person) {
        Person.Account account = person.account();
        db.sql(DESCRIBE).param("number", person.number()).param("name", person.name())
                .param("nameEn", person.nameEn()).param("department", person.department())
                .param("contractor", account.contractor()).param("endsOn", account.endsOn().orElse(null), Types.DATE)
                .param("superior", account.superior().orElse(null), Types.VARCHAR).update();
    }

    /** The main account of whoever has this number. */
    Optional<String> mainOf(String number) {
        return db.sql(MAIN_OF).param("number", number).query(String.class).optional();
    }

    /** Holds the person's row until the transaction ends. */
    void lock(String person) {
        db.sql(LOCK).param("number", person).query(String.class).optional();
    }

    /** Whether one main account reports to the other, at whatever distance. */
    boolean reportsTo(String person, String superior) {
        return db.sql(REPORTS_TO).param("number", person).param("superior", superior).query(Boolean.class).single();
    }

    /** Natural persons and their accounts. */
    Map<String, List<String>> peers(Person of, LocalDate today, int limit) {
        Map<String, List<String>> peers = new TreeMap<>();
        db.sql(PEERS).param("department", of.department()).param("roles", of.roles().toArray(String[]::new))
                .param("today", today).param("person", of.person()).param("limit", limit).query(row -> {
                    peers.computeIfAbsent(row.getString("person"), person -> new ArrayList<>())
                            .add(row.getString("number"));
                });
        return peers;
    }

    /** The roles of the same natural person that are valid on one of the grant's days, the grant itself left out. */
    List<String> rolesMeeting(Person account, Grant grant) {
        return db.sql(ROLES_MEETING).param("person", account.person()).param("number", account.number())
                .param("role", grant.role()).param("from", grant.from()).param("until", grant.until().orElse(FOR_EVER))
                .query(String.class).list();
    }

    /** Takes roles, links, passwords and provider accounts of these accounts away; answers which roles those were. */
    List<String> dropRights(List<String> numbers) {
        return db.sql(DROP_RIGHTS).param("numbers", numbers.toArray(String[]::new)).query(String.class).list();
    }

    Optional<byte[]> contact(String person) {
        return db.sql(CONTACT).param("number", person).query(byte[].class).optional();
    }

    void putContact(String person, byte[] sealed) {
        db.sql(PUT_CONTACT).param("number", person).param("sealed", sealed).update();
    }

    void dropContact(String person) {
        db.sql(DROP_CONTACT).param("number", person).update();
    }

    void addRole(String number, Grant grant) {
        db.sql(ADD_ROLE).param("number", number).param("role", grant.role()).param("from", grant.from())
                .param("to", grant.until().orElse(null), Types.DATE).update();
    }

    boolean endRole(String number, String role) {
        return db.sql(END_ROLE).param("number", number).param("role", role).update() == 1;
    }

    boolean add(Department department) {
        return db.sql(ADD_DEPARTMENT).param("code", department.code()).param("parent", department.parent().orElse(null))
                .param("zh", department.nameZh()).param("en", department.nameEn()).update() == 1;
    }

    /** A department and who is named as its head. */
    record Headed(String code, Optional<String> head) {}

    /** The department and those above it, up to the root. */
    List<Headed> line(String code) {
        return db.sql(LINE).param("code", code).query((row, i) -> new Headed(row.getString("code"),
                Optional.ofNullable(row.getString("head")))).list();
    }

    boolean setHead(String code, Optional<String> head) {
        return db.sql(SET_HEAD).param("code", code).param("head", head.orElse(null), Types.VARCHAR).update() == 1;
    }

    void reads(String number, String language) {
        db.sql(READS).param("number", number).param("language", language).update();
    }

    Optional<String> language(String number) {
        return db.sql(LANGUAGE).param("number", number).query(String.class).optional();
    }

    List<Department> departments() {
        return db.sql(DEPARTMENTS).query((row, i) -> new Department(row.getString("code"),
                Optional.ofNullable(row.getString("parent")), row.getString("name_zh"),
                row.getString("name_en"), row.getInt("people"))).list();
    }

    Optional<String> password(String number) {
        return db.sql(PASSWORD).param("number", number).query(String.class).optional();
    }

    void setPassword(String number, String hash) {
        db.sql(SET_PASSWORD).param("number", number).param("password", hash).update();
    }

    void signedIn(String number, Instant at) {
        db.sql(SIGNED_IN).param("number", number).param("at", Timestamp.from(at)).update();
    }

    void failed(String number, int failuresMax, Instant lockedUntil) {
        db.sql(FAILED).param("number", number).param("max", failuresMax)
                .param("until", Timestamp.from(lockedUntil)).update();
    }

    boolean setActive(String number, boolean active) {
        return db.sql(SET_ACTIVE).param("number", number).param("active", active).update() == 1;
    }

    /** In the caller's transaction, so that nobody ever sees the reason without the count. */
    boolean suspend(String number, String reason, Instant at, String by) {
        boolean added = db.sql(SUSPEND).param("number", number).param("reason", reason)
                .param("at", Timestamp.from(at)).param("by", by).update() == 1;
        if (added) {
            db.sql(CUT_OFF).param("number", number).update();
        }
        return added;
    }

    boolean lift(String number, String reason) {
        return db.sql(LIFT).param("number", number).param("reason", reason).update() == 1;
    }

    void invite(byte[] secretHash, String number, Instant until) {
        db.sql(INVITE).param("hash", secretHash).param("number", number)
                .param("until", Timestamp.from(until)).update();
    }

    Optional<String> invited(byte[] secretHash, Instant at) {
        return db.sql(INVITED).param("hash", secretHash).param("at", Timestamp.from(at))
                .query(String.class).optional();
    }

    Optional<String> takeInvitation(byte[] secretHash, Instant at) {
        return db.sql(TAKE_INVITATION).param("hash", secretHash).param("at", Timestamp.from(at))
                .query(String.class).optional();
    }

    /** Every link this person still has, and whatever nobody can use any more. */
    void dropInvitations(String number, Instant at) {
        db.sql(DROP_INVITATIONS).param("number", number).param("at", Timestamp.from(at)).update();
    }

    private static Person person(ResultSet row, int index) throws SQLException {
        Person.Account account = account(row);
        return new Person(row.getString("number"), row.getString("name"), row.getString("name_en"),
                row.getString("department"), account.on() && account.mainOn() && !account.ended(),
                Set.of(strings(row, "roles")),
                Arrays.stream(strings(row, "suspensions")).map(StaffTable::suspension).toList(),
                row.getBoolean("has_password"), instant(row, "locked_until"), instant(row, "signed_in_at"),
                row.getLong("cut_offs"), account);
    }

    private static Person.Account account(ResultSet row) throws SQLException {
        return new Person.Account(Optional.ofNullable(row.getString("main")),
                Optional.ofNullable(row.getString("system")), row.getBoolean("contractor"),
                Optional.ofNullable(row.getObject("ends_on", LocalDate.class)),
                Optional.ofNullable(row.getString("superior")), row.getBoolean("active"),
                row.getBoolean("main_active"), row.getBoolean("ended"));
    }

    private static Person.Suspension suspension(String text) {
        String[] parts = text.split("\\|", 3);
        return new Person.Suspension(parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]);
    }

    private static String[] strings(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
