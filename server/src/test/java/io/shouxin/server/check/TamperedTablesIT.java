// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ServerTest;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Every kind of row of the ledger changed, one at a time and at several places of some hundred entries: the
 * check names what it is and where it begins, and nothing is revealed until it is put right.
 */
@ServerTest
@Import({Door.class, LedgerFixture.class})
class TamperedTablesIT {

    /** More than a tile, so that the places lie in several. */
    private static final int ENTRIES = 300;

    @Autowired Ledger ledger;
    @Autowired LedgerCheck check;
    @Autowired SignedTree tree;
    @Autowired LedgerFixture fixture;
    @Autowired Door door;
    @Autowired JdbcClient db;

    private final Deque<Runnable> repairs = new ArrayDeque<>();
    private String customer;
    private String ticket;
    private long first;

    @BeforeEach
    void aSoundLedgerAndACustomer() throws Exception {
        customer = door.customer(Door.freshPhone());
        ticket = door.ticket(customer);
        first = fixture.signed(ENTRIES);
        assertThat(check.checkAll().finding()).isEmpty();
        assertThat(reveal().status()).isEqualTo(200);
        fixture.signed(1);
    }

    @AfterEach
    void revealsAgainOnceRepaired() throws Exception {
        repairs.forEach(Runnable::run);
        assertThat(check.checkAll().finding()).isEmpty();
        assertThat(reveal().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CHANGED        | bytes = set_byte(bytes, length(bytes) - 3, 65)",
        "CHANGED        | bytes = set_byte(bytes, 0, 32)",
        "CHANGED        | bytes = ''",
        "MISSING        | number = number + 1000000000",
        "COLUMNS_DIFFER | at = at + interval '1 millisecond'",
        "COLUMNS_DIFFER | at = at + interval '70 days'",
        "COLUMNS_DIFFER | actor = 'AQ0113'",
        "COLUMNS_DIFFER | action = 'vault.search'",
        "COLUMNS_DIFFER | outcome = 'REFUSED'",
        "COLUMNS_DIFFER | purpose = 'care.inquiry'",
        "COLUMNS_DIFFER | ticket = NULL",
        "COLUMNS_DIFFER | ticket = reverse(ticket)",
        "COLUMNS_DIFFER | customer = '\\x00'",
        "COLUMNS_DIFFER | clear = 1",
        "COLUMNS_DIFFER | masked = 1",
        "COLUMNS_DIFFER | token = 1",
        "COLUMNS_DIFFER | refused = -1"})
    void namesAnEntryAnyPartOfWhichWasChanged(String finding, String change) throws Exception {
        for (int place : new int[] {0, 137, ENTRIES - 1}) {
            long number = first + place;
            keep("ledger_entry", "number = " + number, "number IN (" + number + ", " + (number + 1_000_000_000) + ")");
            alter("UPDATE ledger_entry SET " + change + " WHERE number = " + number);
            stops(finding, number);
            repair();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 137, ENTRIES - 1})
    void namesARowThatIsGone(int place) throws Exception {
        long number = first + place;
        keep("ledger_entry", "number = " + number, "number = " + number);
        alter("DELETE FROM ledger_entry WHERE number = " + number);
        stops("MISSING", number);
    }

    @Test
    void namesTheFirstOfManyRowsThatAreGone() throws Exception {
        String some = "number BETWEEN " + (first + 100) + " AND " + (first + 199);
        keep("ledger_entry", some, some);
        alter("DELETE FROM ledger_entry WHERE " + some);
        stops("MISSING", first + 100);
    }

    @Test
    void namesARowThatWasAddedBesideAnother() throws Exception {
        for (long number : new long[] {first + 137, tree.head().size() - 1}) {
            keep("ledger_entry", "number = " + number, "number = " + number);
            alter("""
                    INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, ticket)
                    SELECT number, at + interval '1 second', bytes, actor, action, outcome, ticket
                    FROM ledger_entry WHERE number = %d""".formatted(number));
            stops("ADDED", number);
            repair();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void namesARowThatWasAddedAtTheEnd(int beyond) throws Exception {
        long number = tree.head().size() + beyond;
        repairs.add(() -> alter("DELETE FROM ledger_entry WHERE number = " + number));
        alter("""
                INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, ticket)
                SELECT %d, at, bytes, actor, action, outcome, ticket FROM ledger_entry WHERE number = %d"""
                .formatted(number, first));
        stops("ADDED", number);
    }

    @Test
    void namesTheFirstOfTwoRowsThatChangedPlaces() throws Exception {
        long edge = (first / 256 + 1) * 256;
        for (long[] two : new long[][] {{edge - 2, edge - 1}, {edge - 1, edge}}) {
            String both = "number IN (" + two[0] + ", " + two[1] + ")";
            keep("ledger_entry", both, both);
            alter("UPDATE ledger_entry SET number = 1000000000 + %d - number WHERE %s"
                    .formatted(two[0] + two[1], both));
            alter("UPDATE ledger_entry SET number = number - 1000000000 WHERE number >= 1000000000");
            stops("REORDERED", two[0]);
            repair();
        }
    }

    @Test
    void namesWhereATileBeginsToDiffer() throws Exception {
        long n = first / 256;
        for (int place : new int[] {0, 137, 255}) {
            keep("ledger_tile", "level = 0 AND n = " + n, "level = 0 AND n = " + n);
            alter("UPDATE ledger_tile SET hashes = set_byte(hashes, %d, get_byte(hashes, %d) # 1) "
                    .formatted(place * 32 + 31, place * 32 + 31) + "WHERE level = 0 AND n = " + n);
            stops("TREE_DIFFERS", n * 256 + place);
            repair();
        }
        keep("ledger_tile", "level = 1 AND n = 0", "level = 1 AND n = 0");
        alter("UPDATE ledger_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE level = 1 AND n = 0");
        stops("TREE_DIFFERS", 0);
    }

    @Test
    void namesWhereATileIsGone() throws Exception {
        long n = first / 256;
        keep("ledger_tile", "level = 0 AND n = " + n, "level = 0 AND n = " + n);
        alter("DELETE FROM ledger_tile WHERE level = 0 AND n = " + n);
        stops("TREE_DIFFERS", n * 256);
    }

    /** Where the signed tree is concerned, nothing of it is believed: the place is up to where it was confirmed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CHECKPOINT_DIFFERS | all  | size = size + 5",
        "CHECKPOINT_DIFFERS | all  | root = set_byte(root, 31, get_byte(root, 31) # 1)",
        "SIGNATURE_BAD      | none | note = set_byte(note, 0, get_byte(note, 0) # 1)",
        "SIGNATURE_BAD      | none | note = set_byte(note, length(note) - 40, get_byte(note, length(note) - 40) # 1)",
        "SIGNATURE_BAD      | none | note = ''",
        "SIGNATURE_BAD      | none | note = NULL"})
    void namesASignedTreeThatWasChanged(String finding, String confirmed, String change) throws Exception {
        TreeHead head = tree.head();
        keep("ledger_tree", "true", "true");
        alter("UPDATE ledger_tree SET " + change);
        stops(finding, confirmed.equals("all") ? head.size() : 0);
    }

    @Test
    void namesAnOlderCheckpointThatWasPutBack() throws Exception {
        TreeHead older = tree.head();
        long added = fixture.signed(3);
        assertThat(added).isGreaterThanOrEqualTo(older.size());
        keep("ledger_tree", "true", "true");
        db.sql("UPDATE ledger_tree SET note = ?").param(older.note().orElseThrow()).update();
        stops("CHECKPOINT_DIFFERS", older.size());
    }

    @Test
    void namesAHeadThatWasMoved() throws Exception {
        long next = ledger.size();
        for (int by : new int[] {5, -5}) {
            repairs.add(() -> alter("UPDATE ledger_head SET next = " + next));
            alter("UPDATE ledger_head SET next = next + " + by);
            stops(by > 0 ? "MISSING" : "ADDED", Math.min(next, next + by));
            repair();
        }
    }

    private void stops(String finding, long number) throws Exception {
        LedgerCheck.Outcome outcome = check.checkAll();
        assertThat(outcome.finding()).contains(finding);
        assertThat(outcome.number()).contains(number);
        Answer answer = reveal();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/type")).endsWith("ledger.damaged");
        assertThat(answer.body().has("fields")).isFalse();
    }

    private Answer reveal() throws Exception {
        return door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "fields": ["name", "plan"], "ticket": "%s"}""".formatted(ticket));
    }

    /** Copies rows away; the repair takes out what may have become of them and puts them back. */
    private void keep(String table, String rows, String altered) {
        alter("DROP TABLE IF EXISTS kept_rows");
        alter("CREATE TABLE kept_rows AS SELECT * FROM " + table + " WHERE " + rows);
        repairs.add(() -> {
            alter("DELETE FROM " + table + " WHERE " + altered);
            alter("INSERT INTO " + table + " SELECT * FROM kept_rows");
            alter("DROP TABLE kept_rows");
        });
    }

    private void repair() {
        repairs.forEach(Runnable::run);
        repairs.clear();
        assertThat(check.checkAll().finding()).isEmpty();
    }

    private void alter(String sql) {
        db.sql(sql).update();
    }
}
