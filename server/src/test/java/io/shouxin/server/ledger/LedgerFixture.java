// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.tree.Proofs;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** Entries as tests need them, and the hand of somebody at the database. */
@TestComponent
public class LedgerFixture {

    public static final Entry.Actor TEST = Entry.Actor.system("test");
    public static final String ACTION = "sample.begin";

    private final Ledger ledger;
    private final Months months;
    private final LedgerTable table;
    private final Proofs proofs;
    private final JdbcClient db;

    LedgerFixture(Ledger ledger, Months months, LedgerTable table, Proofs proofs, JdbcClient db) {
        this.ledger = ledger;
        this.months = months;
        this.table = table;
        this.proofs = proofs;
        this.db = db;
    }

    public Entry.Draft draft(String ticket) {
        return ledger.draft(TEST, ACTION).ticket(ticket);
    }

    /** So many entries, under one signed tree when this returns; the number of the first. */
    public long signed(int count) {
        List<Entry.Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft("T-" + i));
        }
        List<Receipt> receipts = ledger.record(drafts, Basis.NONE);
        proofs.of(receipts.get(count - 1).entry());
        return receipts.get(0).entry();
    }

    /** What the server does each day: has the months around the present one ready. */
    public void prepareMonths() {
        months.prepare();
    }

    public void prepare(YearMonth month) {
        table.prepare(month);
    }

    /** A row as it lies there, to be put back. */
    public record Kept(long number, byte[] bytes, java.sql.Timestamp at, String actor) {}

    public Kept row(long number) {
        return db.sql("SELECT number, bytes, at, actor FROM ledger_entry WHERE number = ?").param(number)
                .query((row, index) -> new Kept(row.getLong(1), row.getBytes(2), row.getTimestamp(3),
                        row.getString(4))).single();
    }

    public void change(long number, byte[] bytes) {
        db.sql("UPDATE ledger_entry SET bytes = ? WHERE number = ?").params(bytes, number).update();
    }

    public void renameActor(long number, String actor) {
        db.sql("UPDATE ledger_entry SET actor = ? WHERE number = ?").params(actor, number).update();
    }

    public void countClear(long number, int more) {
        db.sql("UPDATE ledger_entry SET clear = clear + ? WHERE number = ?").params(more, number).update();
    }

    public void delete(long number) {
        db.sql("DELETE FROM ledger_entry WHERE number = ?").param(number).update();
    }

    /** Puts a row in that no write of the ledger made, and says nothing to the head. */
    public void add(long number, Kept like) {
        db.sql("INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, ticket) "
                + "SELECT ?, ?, ?, actor, action, outcome, ticket FROM ledger_entry WHERE number = ?")
                .params(number, like.at(), like.bytes(), like.number()).update();
    }

    /** The row itself again, as {@link #row} kept it. */
    public void putBack(Kept kept) {
        db.sql("INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, ticket) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(kept.number(), kept.at(), kept.bytes(), kept.actor(),
                        ACTION, "DONE", Entry.read(kept.bytes()).ticket().orElseThrow()).update();
    }

    public void deleteTwin(Kept kept) {
        db.sql("DELETE FROM ledger_entry WHERE number = ? AND at <> ?").params(kept.number(), kept.at()).update();
    }

    public void breakTile(long n) {
        db.sql("UPDATE ledger_tile SET hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) "
                + "WHERE level = 0 AND n = ?").param(n).update();
    }
}
