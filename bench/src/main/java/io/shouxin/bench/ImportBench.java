// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Shouxin;

import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Rows sealed through the door, beside COPY of the same rows in the clear into one plain table. */
final class ImportBench {

    private static final int SERIES = 10;

    private final Access access;
    private final Settings settings;
    private int series = SERIES;

    ImportBench(Access access, Settings settings) {
        this.access = access;
        this.settings = settings;
    }

    void run() throws IOException, InterruptedException, SQLException {
        String title = "Import of sealed rows, beside COPY of the same rows in the clear";
        System.out.println(title);
        Results results = new Results("import", title, Machine.facts(access, settings.rows()
                + " rows of " + Customers.COLUMNS.size() + " columns, " + settings.rounds() + " rounds in turns"));
        warmUp();
        List<Double> copy = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        List<Double> four = new ArrayList<>();
        List<Double> csv = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            copy.add(seconds(this::copy));
            one.add(seconds(() -> batches(1)));
            four.add(seconds(() -> batches(4)));
            csv.add(seconds(new CsvImport(access, series++, settings.rows())::run));
        }
        double load = Machine.load();
        double base = settings.rows() / mean(copy);
        results.add(row("COPY, in the clear", mean(copy), base, load));
        results.add(row("HTTP batches of " + Customers.BATCH + ", 1 client", mean(one), base, load));
        results.add(row("HTTP batches of " + Customers.BATCH + ", 4 clients", mean(four), base, load));
        results.add(row("CSV import, until its last row is stored", mean(csv), base, load));
        results.write(settings.results());
    }

    private Map<String, Object> row(String way, double seconds, double base, double load) {
        Map<String, Object> row = new LinkedHashMap<>();
        double rate = settings.rows() / seconds;
        row.put("way", way);
        row.put("seconds", Results.figure(seconds));
        row.put("rows per second", Results.figure(rate));
        row.put("ratio to COPY", Results.figure(rate / base));
        row.put("load average", Results.figure(load));
        return row;
    }

    private void warmUp() throws SQLException, IOException {
        copy();
        Customers.collectAll(door(), series++, Math.min(settings.rows(), 10 * Customers.BATCH));
    }

    private Shouxin door() {
        return Shouxin.connect(URI.create(access.address().toString()), access.key("app-crm"));
    }

    private void batches(int clients) throws IOException, InterruptedException {
        Shouxin door = door();
        int mine = series++;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int from = 0; from < settings.rows(); from += Customers.BATCH) {
                int begin = from;
                int end = Math.min(settings.rows(), from + Customers.BATCH);
                work.add(() -> Customers.collect(door, mine, begin, end).size());
            }
            for (Future<Integer> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("A batch failed.", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void copy() throws SQLException, IOException {
        try (Connection connection = access.database(); Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench_plain");
            statement.execute("CREATE TABLE bench_plain (" + Customers.COLUMNS.stream()
                    .map(name -> '"' + name + "\" text").collect(Collectors.joining(", "))
                    + ", PRIMARY KEY (\"customer-number\"))");
            StringBuilder rows = new StringBuilder();
            for (int number = 0; number < settings.rows(); number++) {
                rows.append(String.join("\t", Customers.row(SERIES, number))).append('\n');
            }
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("COPY bench_plain FROM STDIN", new StringReader(rows.toString()));
        }
    }

    interface Work {

        void go() throws IOException, InterruptedException, SQLException;
    }

    private static double seconds(Work work) throws IOException, InterruptedException, SQLException {
        long begin = System.nanoTime();
        work.go();
        return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
