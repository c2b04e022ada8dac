// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.TestDatabase;
import io.shouxin.server.vault.Reveals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much of the ledger is read to find a few entries in it: pages are counted, no time is measured. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerPlanIT {

    private static final Instant LATE = Instant.parse("2026-03-20T00:00:00Z");
    private static final int PAGES_MAX = 900;
    private static final Pattern PAGES = Pattern.compile("Buffers: shared(?: hit=([0-9]+))?(?: read=([0-9]+))?");

    // Three months in the order of time; the first day has the only two of a purpose and of an action.
    private static final String ENTRIES = """
            INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, purpose, ticket, customer)
            SELECT g, '2026-01-01'::timestamptz + g * interval '60 s', decode(repeat(md5(g::text), 16), 'hex'),
                   'KF' || (1000 + g % 300),
                   CASE WHEN g IN (40, 41) THEN 'staff.suspend' WHEN g % 9 = 0 THEN 'vault.search'
                        ELSE 'vault.reveal' END, 'DONE',
                   CASE WHEN g IN (50, 51) THEN 'rights.request' WHEN g % 3 = 0 THEN 'care.billing-dispute'
                        ELSE 'care.inquiry' END, 'GD' || g / 3, decode(md5((g % 9000)::text), 'hex')
            FROM generate_series(0, 119999) g ORDER BY g
            """;

    private LedgerTable table;

    @BeforeAll
    void manyEntries() throws SQLException {
        var source = new SingleConnectionDataSource(TestDatabase.fresh().getConnection(), true);
        ResourceDatabasePopulator migrations = new ResourceDatabasePopulator();
        for (String one : List.of("V1__ledger", "V2__figures", "V3__found", "V4__ruled", "V5__found_by")) {
            migrations.addScript(new ClassPathResource("db/migration/ledger/" + one + ".sql"));
        }
        migrations.execute(source);
        JdbcClient db = JdbcClient.create(source);
        table = new LedgerTable(db);
        for (int month = 1; month <= 3; month++) {
            table.prepare(YearMonth.of(2026, month));
        }
        db.sql(ENTRIES).update();
        db.sql("VACUUM ANALYZE ledger_entry").update();
        db.sql("SET plan_cache_mode = force_generic_plan").update();
    }

    private static LedgerQuery query(String actor, String action, String purpose, Instant from, Instant to) {
        return new LedgerQuery(Optional.ofNullable(actor), Optional.ofNullable(action), Optional.empty(),
                Optional.ofNullable(purpose), Optional.empty(), Optional.empty(), Optional.ofNullable(from),
                Optional.ofNullable(to), Long.MAX_VALUE, 51);
    }

    static Stream<Arguments> questions() {
        Instant day = Instant.parse("2026-01-10T00:00:00Z");
        return Stream.of(
                Arguments.of("latest", query(null, null, null, null, null)),
                Arguments.of("a person", query("KF1007", null, null, null, null)),
                Arguments.of("nobody", query("KF9", null, null, null, null)),
                Arguments.of("a person on an old day", query("KF1007", null, null, day, day.plusSeconds(86_400))),
                Arguments.of("an old day", query(null, null, null, day, day.plusSeconds(86_400))),
                Arguments.of("up to an old day", query(null, null, null, null, day)),
                Arguments.of("a common purpose", query(null, null, "care.inquiry", null, null)),
                Arguments.of("a rare purpose", query(null, null, "rights.request", null, null)),
                Arguments.of("a purpose nobody had", query(null, null, "no.such", null, null)),
                Arguments.of("reveals for a rare purpose", query(null, "vault.reveal", "rights.request", null, null)),
                Arguments.of("a rare purpose lately", query(null, null, "rights.request", LATE, null)),
                Arguments.of("a person's purpose", query("KF1007", null, "care.inquiry", null, null)),
                Arguments.of("a common action", query(null, "vault.reveal", null, null, null)),
                Arguments.of("a rare action", query(null, "staff.suspend", null, null, null)),
                Arguments.of("an action nobody did", query(null, "no.such", null, null, null)),
                Arguments.of("a rare action for a purpose", query(null, "staff.suspend", "care.inquiry", null, null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void readsFewPagesFor(String what, LedgerQuery query) {
        List<String> plan = table.statement("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ", query).query(String.class).list();
        Matcher pages = PAGES.matcher(String.join("\n", plan));
        assertThat(pages.find()).isTrue();
        assertThat(number(pages.group(1)) + number(pages.group(2))).as(String.join("\n", plan))
                .isLessThan(PAGES_MAX);
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Test
    void findsTheSameHoweverItIsAsked() {
        assertThat(numbers(query(null, null, "rights.request", null, null))).containsExactly(51L, 50L);
        assertThat(numbers(query(null, "vault.reveal", "rights.request", null, null))).containsExactly(51L, 50L);
        assertThat(numbers(query("KF1051", null, "rights.request", null, null))).containsExactly(51L);
        assertThat(numbers(query(null, "staff.suspend", null, null, null))).containsExactly(41L, 40L);
        assertThat(numbers(query(null, null, "care.inquiry", null, null))).hasSize(51).startsWith(119_999L, 119_998L);
    }

    private List<Long> numbers(LedgerQuery query) {
        return table.find(query).stream().map(Stored::number).toList();
    }

    @Test
    void leavesOutOfAnIndexWhatTheDoorWritesMost() {
        assertThat(LedgerTable.MOST).isEqualTo(Reveals.ACTION);
    }
}
