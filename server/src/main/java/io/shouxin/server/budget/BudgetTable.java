// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import io.shouxin.core.data.Budget;
import io.shouxin.server.approval.WhatWasSeen;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** All SQL of this module. */
@Repository
class BudgetTable {

    private static final String COUNTS = """
            SELECT f.family, count(u.customer) AS count,
                   array_agg(u.customer) FILTER (WHERE u.customer = ANY(:asked)) AS known
            FROM unnest(:families::text[], :since::timestamptz[]) AS f(family, since)
            LEFT JOIN budget_use u ON u.person = :person AND u.family = f.family AND u.at > f.since
            GROUP BY f.family
            """;

    private static final String PEOPLE = """
            SELECT person, count(*) AS count FROM budget_use WHERE family = :family AND at > :since
            GROUP BY person ORDER BY count(*) DESC LIMIT :limit
            """;

    private static final String SEEN = """
            SELECT person, count(DISTINCT customer) FILTER (WHERE family <> 'SEARCH') AS customers,
                   count(*) FILTER (WHERE family = 'SEARCH') AS searches
            FROM budget_use WHERE person = ANY(:people) AND at >= :since GROUP BY person
            """;

    // Two windows of one person never count past each other.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('budget ' || :person, 0))";

    private static final String USE = """
            INSERT INTO budget_use (person, family, customer, at)
            SELECT :person, :family, customer, :at FROM unnest(:customers::uuid[]) AS customer
            ON CONFLICT (person, family, customer) DO UPDATE SET at = greatest(budget_use.at, excluded.at)
            """;

    private static final String DROP = "DELETE FROM budget_use WHERE at < :before";

    private final JdbcClient db;

    BudgetTable(JdbcClient db) {
        this.db = db;
    }

    /**
     * How many customers count, and which of those asked for are among them.
     *
     * @param since from when on each family counts
     */
    Map<Budget, Count> counts(String person, Map<Budget, Instant> since, Collection<UUID> asked) {
        List<Budget> families = List.copyOf(since.keySet());
        Map<Budget, Count> counts = new EnumMap<>(Budget.class);
        db.sql(COUNTS).param("person", person).param("asked", asked.toArray(UUID[]::new))
                .param("families", families.stream().map(Budget::name).toArray(String[]::new))
                .param("since", families.stream().map(one -> since.get(one).toString())
                        .toArray(String[]::new))
                .query(row -> {
                    counts.put(Budget.valueOf(row.getString("family")),
                            new Count(row.getInt("count"), customers(row.getArray("known"))));
                });
        return counts;
    }

    /** @param known those asked for that are counted already */
    record Count(int count, Set<UUID> known) {}

    private static Set<UUID> customers(@Nullable Array array) throws SQLException {
        return array == null ? Set.of() : new HashSet<>(List.of((UUID[]) array.getArray()));
    }

    record Person(String number, int count) {}

    /** Who has seen most. */
    List<Person> people(Budget family, Instant since, int limit) {
        return db.sql(PEOPLE).param("family", family.name()).param("since", Timestamp.from(since))
                .param("limit", limit)
                .query((row, index) -> new Person(row.getString("person"), row.getInt("count"))).list();
    }

    Map<String, WhatWasSeen.Seen> seen(Collection<String> people, Instant since) {
        Map<String, WhatWasSeen.Seen> seen = new HashMap<>();
        db.sql(SEEN).param("people", people.toArray(String[]::new)).param("since", Timestamp.from(since))
                .query(row -> {
                    seen.put(row.getString("person"),
                            new WhatWasSeen.Seen(row.getInt("customers"), row.getInt("searches")));
                });
        return seen;
    }

    void lock(String person) {
        db.sql(LOCK).param("person", person).query((row, index) -> true).list();
    }

    void use(String person, Budget family, Collection<UUID> customers, Instant at) {
        db.sql(USE).param("person", person).param("family", family.name()).param("at", Timestamp.from(at))
                .param("customers", customers.toArray(UUID[]::new)).update();
    }

    int drop(Instant before) {
        return db.sql(DROP).param("before", Timestamp.from(before)).update();
    }
}
