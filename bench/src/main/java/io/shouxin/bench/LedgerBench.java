// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Durable entries by the ledger, numbered, in the tree and signed, beside the same rows by plain batched INSERT
 * into a table with the same columns and indexes; then proofs and the check of the whole.
 */
final class LedgerBench {

    private static final Entry.Actor WHO =
            new Entry.Actor(Entry.Actor.Kind.SERVICE, "crm", Optional.of("app-crm"));
    private static final String PEER = """
            INSERT INTO bench_entry (number, at, bytes, actor, action, outcome, purpose, ticket, customer,
                                     clear, masked, token, refused)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final int SAMPLE = 1_000;
    private static final int WARM_UPS = 3;
    private static final int PROOFS = 2_000;
    private static final int PAGE = 5_000;

    private final ServerUnderLoad server;
    private final Ledger ledger;
    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private final double seconds = Double.parseDouble(System.getProperty("bench.seconds", "8"));

    private LedgerBench(ServerUnderLoad server) {
        this.server = server;
        this.ledger = server.part(Ledger.class);
    }

    /** Writes {@code ledger} into the folder of the first argument; the second is for what may be thrown away. */
    public static void main(String[] args) throws Exception {
        try (ServerUnderLoad server = ServerUnderLoad.start(Path.of(args[1], "ledger"))) {
            new LedgerBench(server).run(Path.of(args[0]));
        }
    }

    private void run(Path folder) throws Exception {
        String title = "Durable entries of the ledger, beside plain batched INSERT of the same rows";
        Results results = new Results("ledger", title, Machine.facts(server.access(), "entries of a reveal of"
                + " six fields; " + rounds + " rounds of " + seconds + " s each, in turns; writers in the server's"
                + " process"));
        ledger.record(drafts(SAMPLE), Basis.NONE);
        List<Object[]> sample = sample();
        for (int[] shape : new int[][] {{1, 1}, {16, 1}, {1, 64}, {4, 64}}) {
            results.add(appends(shape[0], shape[1], sample));
        }
        results.write(folder);
        Results checks = new Results("ledger-check", "Proofs of the ledger and the check of the whole, one thread",
                Machine.facts(server.access(), ledger.size() + " entries"));
        checks.add(proofs());
        checks.add(check());
        checks.write(folder);
    }

    private List<Entry.Draft> drafts(int count) {
        List<Entry.Draft> drafts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Random dice = ThreadLocalRandom.current();
            byte[] customer = new byte[32];
            dice.nextBytes(customer);
            Entry.Draft draft = ledger.draft(WHO, "vault.reveal").purpose("care.inquiry")
                    .ticket("T" + dice.nextInt(1_000_000)).customer(new Entry.CustomerRef(customer)).register(1)
                    .detail("roles", "app-crm").detail("channel", "service").detail("ticket-state", "GOOD")
                    .detail("state", "ACTIVE");
            for (String clear : List.of("plan", "contract", "monthly-fee")) {
                draft.field(clear, Entry.Given.CLEAR, List.of("policy.rule"));
            }
            for (String masked : List.of("name", "customer-number", "phone")) {
                draft.field(masked, Entry.Given.MASKED, List.of("policy.rule"));
            }
            drafts.add(draft);
        }
        return drafts;
    }

    /** Rows as the ledger wrote them, for the peer to write again. */
    private List<Object[]> sample() throws SQLException {
        try (Connection connection = server.access().database(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bench_entry (LIKE ledger_entry INCLUDING ALL)");
            List<Object[]> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT at, bytes, actor, action, outcome, purpose, ticket,"
                    + " customer, clear, masked, token, refused FROM ledger_entry WHERE action = 'vault.reveal'"
                    + " ORDER BY number LIMIT " + SAMPLE)) {
                while (row.next()) {
                    Object[] values = new Object[12];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    rows.add(values);
                }
            }
            return rows;
        }
    }

    private Map<String, Object> appends(int writers, int batch, List<Object[]> sample) throws Exception {
        List<Measured> ours = new ArrayList<>();
        List<Measured> theirs = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            Measured plain = timed(writers, batch, writer -> new Plain(sample, batch));
            Measured appended = timed(writers, batch, writer -> new Appending(batch));
            if (round >= 0) {
                theirs.add(plain);
                ours.add(appended);
            }
        }
        Measured all = Measured.together(ours);
        Measured peer = Measured.together(theirs);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("writers", writers);
        row.put("entries a call", batch);
        row.put("ledger per second", Results.figure(all.rate()));
        row.put("INSERT per second", Results.figure(peer.rate()));
        row.put("ratio", Results.figure(all.rate() / peer.rate()));
        row.put("ledger p50 ms", Results.figure(all.milliseconds(0.5)));
        row.put("ledger p99 ms", Results.figure(all.milliseconds(0.99)));
        row.put("INSERT p50 ms", Results.figure(peer.milliseconds(0.5)));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private final class Appending implements Workers.Work {

        private final int batch;

        Appending(int batch) {
            this.batch = batch;
        }

        @Override
        public void once() {
            ledger.record(drafts(batch), Basis.NONE);
        }
    }

    private final class Plain implements Workers.Work {

        private final List<Object[]> sample;
        private final int batch;
        private final Connection connection;
        private final PreparedStatement insert;

        Plain(List<Object[]> sample, int batch) throws SQLException {
            this.sample = sample;
            this.batch = batch;
            this.connection = DriverManager.getConnection(
                    server.access().jdbcUrl() + "&reWriteBatchedInserts=true", server.access().user(),
                    server.access().password());
            connection.setAutoCommit(false);
            this.insert = connection.prepareStatement(PEER);
        }

        @Override
        public void once() throws SQLException {
            Random dice = ThreadLocalRandom.current();
            for (int i = 0; i < batch; i++) {
                Object[] values = sample.get(dice.nextInt(sample.size()));
                insert.setLong(1, dice.nextLong() >>> 1);
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 2, values[column]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private Measured timed(int writers, int batch, Workers.Opening opening) throws Exception {
        Measured calls = Workers.timed(writers, seconds, opening);
        return new Measured(calls.count() * batch, calls.seconds(), calls.latenciesMicros());
    }

    private Map<String, Object> proofs() {
        Proofs proofs = server.part(Proofs.class);
        long size = ledger.size();
        long begin = 0;
        for (int i = -PROOFS; i < PROOFS; i++) {
            begin = i == 0 ? System.nanoTime() : begin;
            proofs.of(ThreadLocalRandom.current().nextLong(size));
        }
        return rate("inclusion proofs, each from the tables", PROOFS, begin);
    }

    /** Entries and tiles as they lie in the tables, hashed anew and compared with the signed root. */
    private Map<String, Object> check() throws SQLException, IOException {
        SignedTree tree = server.part(SignedTree.class);
        byte[] note = tree.head().note().orElseThrow();
        try (Connection connection = server.access().database()) {
            long begin = System.nanoTime();
            var findings = new Verifier(tiles(connection), server.part(Proofs.class).verifiers())
                    .verify(new Rows(connection), note);
            if (findings.fault().isPresent()) {
                throw new IllegalStateException("Not measured: " + findings.fault().get());
            }
            return rate("entries checked", findings.to().size(), begin);
        }
    }

    private static Map<String, Object> rate(String what, long count, long begin) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("count", count);
        row.put("per second", Results.figure(count / ((System.nanoTime() - begin) / 1e9)));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private static TileReader tiles(Connection connection) {
        return (level, n, width) -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT hashes FROM ledger_tile WHERE level = ? AND n = ?")) {
                statement.setInt(1, level);
                statement.setLong(2, n);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new LedgerDamaged("ledger.tile.missing");
                    }
                    return Arrays.copyOf(row.getBytes(1), width * 32);
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        };
    }

    /** Pages of rows, so that memory does not grow with the ledger. */
    private static final class Rows implements Iterator<Verifier.Line> {

        private final Connection connection;
        private final List<Verifier.Line> page = new ArrayList<>();
        private int at;
        private long next;

        Rows(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean hasNext() {
            if (at == page.size()) {
                read();
            }
            return at < page.size();
        }

        private void read() {
            page.clear();
            at = 0;
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT number, bytes FROM ledger_entry WHERE number >= ? AND number < ? ORDER BY number")) {
                statement.setLong(1, next);
                statement.setLong(2, next + PAGE);
                next += PAGE;
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        page.add(new Verifier.Line(row.getLong(1), row.getBytes(2)));
                    }
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public Verifier.Line next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(at++);
        }
    }
}
