// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The peer: PostgreSQL's own load tool on the same server, with the least that a reveal must do. */
final class PgBench {

    private static final String ROW = "\\set id random(1, :rows)\n";
    private static final String STATEMENTS = """
            SELECT payload FROM bench_row WHERE id = :id;
            INSERT INTO bench_log (entry) VALUES (:entry);
            """;

    /** One SELECT and one INSERT, and how pgbench sends them. */
    enum Pair {
        /** Prepared once and each by itself, which is the least that there can be. */
        BARE("prepared", ROW + STATEMENTS),
        /** In one transaction, as what is looked up and what is noted of it belong together. */
        TRANSACTION("prepared", ROW + "BEGIN;\n" + STATEMENTS + "COMMIT;\n"),
        /** The same in the protocol that pgbench takes when nothing is said. */
        DEFAULT("simple", ROW + "BEGIN;\n" + STATEMENTS + "COMMIT;\n");

        private final String protocol;
        private final String script;

        Pair(String protocol, String script) {
            this.protocol = protocol;
            this.script = script;
        }

        /** In a simple query the value stands in the text. */
        private String entry() {
            String entry = "e".repeat(ENTRY_BYTES);
            return this == DEFAULT ? "'" + entry + "'" : entry;
        }
    }

    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql://([^:/]+):([0-9]+)/([^?]+).*");
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern DONE = Pattern.compile("actually processed: ([0-9]+)");
    private static final int ROW_BYTES = 1024;
    private static final int ENTRY_BYTES = 700;

    private final Access access;
    private final int rows;
    private final Path folder;

    PgBench(Access access, int rows, Path folder) throws SQLException {
        this.access = access;
        this.rows = rows;
        this.folder = folder;
        prepare();
    }

    static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(at -> Files.isExecutable(Path.of(at, "pgbench")));
    }

    /**
     * Random bytes, so that nothing is gained by compressing them; a vacuum, so that nothing is owed, and none of
     * what is added, which would fall into the other's turns.
     */
    private void prepare() throws SQLException {
        try (Connection connection = access.database(); Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench_row, bench_log");
            statement.execute("CREATE TABLE bench_row (id bigint PRIMARY KEY, payload bytea NOT NULL)");
            statement.execute("CREATE TABLE bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                    + "entry text NOT NULL) WITH (autovacuum_enabled = off)");
            statement.execute("INSERT INTO bench_row SELECT id, (SELECT string_agg(sha256((id || '-' || part)::bytea), "
                    + "NULL) FROM generate_series(1, " + ROW_BYTES / 32 + ") part) "
                    + "FROM generate_series(1, " + rows + ") id");
            statement.execute("VACUUM ANALYZE bench_row");
        }
    }

    Measured run(Pair pair, int clients, double seconds) throws IOException, InterruptedException {
        Matcher address = ADDRESS.matcher(access.jdbcUrl());
        if (!address.matches()) {
            throw new IOException("This database cannot be reached by pgbench.");
        }
        Path file = Files.writeString(folder.resolve("peer.sql"), pair.script);
        Path log = folder.resolve("peer-log");
        ProcessBuilder builder = new ProcessBuilder("pgbench", "-n", "-M", pair.protocol, "-f", file.toString(),
                "-c", "" + clients, "-j", "" + Math.min(clients, 2), "-T", "" + Math.max(1, Math.round(seconds)),
                "-D", "rows=" + rows, "-D", "entry=" + pair.entry(), "-l", "--log-prefix=" + log,
                "-h", address.group(1), "-p", address.group(2), "-U", access.user(), address.group(3));
        builder.environment().put("PGPASSWORD", access.password());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher tps = TPS.matcher(output);
        Matcher done = DONE.matcher(output);
        if (process.waitFor() != 0 || !tps.find() || !done.find()) {
            throw new IOException("pgbench failed:\n" + output);
        }
        long count = Long.parseLong(done.group(1));
        return new Measured(count, count / Double.parseDouble(tps.group(1)), latencies());
    }

    private long[] latencies() throws IOException {
        List<Path> logs;
        try (Stream<Path> all = Files.list(folder)) {
            logs = all.filter(path -> path.getFileName().toString().startsWith("peer-log")).toList();
        }
        LongStream latencies = LongStream.empty();
        for (Path log : logs) {
            // client, transaction, latency in microseconds, ...
            latencies = LongStream.concat(latencies, Files.readAllLines(log).stream()
                    .mapToLong(line -> Long.parseLong(line.split(" ", 4)[2])));
            Files.delete(log);
        }
        return latencies.toArray();
    }
}
