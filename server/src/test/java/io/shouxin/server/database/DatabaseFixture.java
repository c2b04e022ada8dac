// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Clusters with the product's own settings, in this JVM or in a child that can be killed. */
final class DatabaseFixture {

    private DatabaseFixture() {
    }

    static EmbeddedPostgres started(Path home) throws IOException {
        return EmbeddedPostgres.start(home, TestCluster.BINARIES, List.of());
    }

    static String answer(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = address.connect(); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void run(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = address.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static ProcessHandle postmaster(Path home) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("postgres/data/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
    }

    /** A JVM that runs a cluster and waits; its death is the test's to choose. */
    static Process child(Path home) throws IOException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Child.class.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.equals(Child.READY)) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the child did not start its cluster");
        }
        return process;
    }

    static final class Child {
        static final String READY = "child-ready";

        private Child() {
        }

        public static void main(String[] arguments) throws IOException {
            started(Path.of(arguments[0]));
            System.out.println(READY);
            if (System.in.read() < 0) {
                System.exit(0);
            }
        }
    }
}
