// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and when: a figure without it is no figure. */
final class Machine {

    private Machine() {}

    static Map<String, String> facts(Access access, String data) throws IOException, SQLException {
        Map<String, String> facts = facts(data);
        facts.put("postgresql", ask(access, "SHOW server_version") + ", fsync " + ask(access, "SHOW fsync")
                + ", synchronous_commit " + ask(access, "SHOW synchronous_commit"));
        return facts;
    }

    static Map<String, String> facts(String data) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", value("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", Long.parseLong(value("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1024 + " MiB");
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jdk", Runtime.version() + " " + System.getProperty("java.vendor"));
        facts.put("data", data);
        facts.put("commit", output("git", "rev-parse", "--short", "HEAD")
                + (output("git", "status", "--porcelain", "--", "core", "server", "client", "bench/src").isEmpty()
                        ? "" : " with uncommitted changes"));
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return facts;
    }

    /** The load average of the last minute: how much else was going on. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String value(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    }

    static String ask(Access access, String sql) throws SQLException {
        try (Connection connection = access.database(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
