// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Row;
import io.shouxin.client.Shouxin;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** How long a reveal takes when there are many more customers. */
final class GrowthBench {

    private static final int SERIES = 40;
    private static final int FEW = 10_000;
    private static final int TICKETS = 4_000;
    private static final int CLIENTS = 4;
    private static final int LOADERS = 4;
    private static final List<String> COLUMNS = List.of("customer-number", "name", "phone", "plan");
    private static final int SETTLE_SECONDS_MAX = 600;
    private static final int QUIET_SECONDS = 10;
    private static final String BEHIND = """
            SELECT (SELECT next FROM ledger_head) - coalesce((SELECT to_size FROM ledger_check), 0)
                   + (SELECT count(*) FROM pg_stat_progress_vacuum) AS behind,
                   (SELECT buffers_written FROM pg_stat_checkpointer) AS written
            """;

    private final Access access;
    private final Settings settings;
    private final Shouxin crm;
    private final List<UUID> customers = new ArrayList<>();

    GrowthBench(Access access, Settings settings) {
        this.access = access;
        this.settings = settings;
        this.crm = Shouxin.connect(access.address(), access.key("app-crm"));
    }

    void run() throws IOException, InterruptedException, SQLException {
        int many = Integer.getInteger("bench.many", 1_000_000);
        String title = "A reveal over HTTP among few and among many customers, " + CLIENTS + " clients";
        System.out.println(title);
        Results results = new Results("growth", title, Machine.facts(access, "customers of " + COLUMNS.size()
                + " columns; " + settings.rounds() + " rounds of " + settings.seconds() + " s each after as many to"
                + " warm up; tickets on " + TICKETS + " customers spread over all"));
        double base = 0;
        for (int size : new int[] {FEW, many}) {
            grow(size);
            Map<String, Object> row = row(size);
            double p99 = (Double) row.get("p99 ms");
            base = base == 0 ? p99 : base;
            row.put("p99, x of the first", Results.figure(p99 / base));
            results.add(row);
        }
        results.write(settings.results());
    }

    private void grow(int size) throws InterruptedException, IOException, SQLException {
        ExecutorService loaders = Executors.newFixedThreadPool(LOADERS);
        try {
            List<Future<List<UUID>>> loading = new ArrayList<>();
            for (int from = customers.size(); from < size; from += Customers.BATCH) {
                int first = from;
                loading.add(loaders.submit(() -> collect(first, Math.min(size, first + Customers.BATCH))));
            }
            for (Future<List<UUID>> loaded : loading) {
                customers.addAll(loaded.get());
                if (customers.size() % 100_000 == 0) {
                    System.out.println("  " + customers.size() + " customers");
                }
            }
        } catch (ExecutionException failed) {
            throw new IOException("Customers were not stored.", failed.getCause());
        } finally {
            loaders.shutdownNow();
        }
        try (Connection connection = access.database(); Statement statement = connection.createStatement()) {
            // What a database does by itself in the night.
            statement.execute("VACUUM ANALYZE customer");
            statement.execute("VACUUM ANALYZE ledger_entry");
            settle(statement);
        }
    }

    /**
     * Waits for what a million new rows leave behind: the check of their entries, vacuums, and pages that a
     * checkpoint still writes. They belong to the loading and not to the size.
     */
    private static void settle(Statement statement) throws SQLException, InterruptedException {
        long written = -1;
        int quiet = 0;
        for (int i = 0; i < SETTLE_SECONDS_MAX && quiet < QUIET_SECONDS; i++) {
            try (ResultSet row = statement.executeQuery(BEHIND)) {
                row.next();
                boolean same = row.getLong("written") == written && row.getLong("behind") <= 0;
                written = row.getLong("written");
                quiet = same ? quiet + 1 : 0;
            }
            Thread.sleep(1_000);
        }
        if (quiet < QUIET_SECONDS) {
            throw new IllegalStateException("Not measured: the database did not come to rest.");
        }
    }

    private List<UUID> collect(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("customer-number", "YL" + SERIES + String.format("%08d", number));
            fields.put("name", "欧阳明月");
            fields.put("phone", "164" + String.format("%08d", number));
            fields.put("plan", "5G 畅享 129 元");
            rows.add(Row.of(fields));
        }
        return crm.collectAll(Customers.PURPOSE, rows, Shouxin.Existing.REFUSE, "growth-" + from).stream()
                .map(one -> one.id().orElseThrow()).toList();
    }

    private Map<String, Object> row(int size) throws IOException, InterruptedException {
        List<UUID> asked = new ArrayList<>();
        for (int i = 0; i < TICKETS; i++) {
            asked.add(customers.get((int) ((long) i * customers.size() / TICKETS)));
        }
        List<String> tickets = Customers.tickets(crm, asked);
        Load.Step step = (line, client, turn) -> {
            int one = ThreadLocalRandom.current().nextInt(TICKETS);
            String answer = line.post("/api/v1/customers/" + asked.get(one) + "/reveal", """
                    {"purpose":"care.inquiry","ticket":"%s","fields":["name","phone","plan"]}"""
                    .formatted(tickets.get(one)), 200);
            if (!answer.contains("\"receipt\"")) {
                throw new IOException("Not measured: the receipt is missing.");
            }
        };
        List<Measured> measured = new ArrayList<>();
        for (int round = -settings.rounds(); round < settings.rounds(); round++) {
            Measured one = Load.of(access, "app-crm", CLIENTS, settings.seconds(), step);
            if (round >= 0) {
                measured.add(one);
            }
        }
        Measured all = Measured.together(measured);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("customers", (long) size);
        row.put("per second", Results.figure(all.rate()));
        row.put("p50 ms", Results.figure(all.milliseconds(0.5)));
        row.put("p99 ms", Results.figure(all.milliseconds(0.99)));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }
}
