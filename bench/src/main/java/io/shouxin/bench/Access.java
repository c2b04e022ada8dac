// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach a server made for a bench, and its PostgreSQL beneath it.
 *
 * @param keys of applications, by role
 * @param server process of the server's JVM
 * @param postmaster first process of its PostgreSQL
 */
record Access(URI address, Map<String, String> keys, String jdbcUrl, String user, String password, long server,
        long postmaster) {

    private static final String KEY = "key.";

    String key(String role) {
        return keys.get(role);
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** Written whole, and for the owner alone: it holds keys. */
    void write(Path file) throws IOException {
        Properties all = new Properties();
        all.setProperty("address", address.toString());
        all.setProperty("jdbc", jdbcUrl);
        all.setProperty("user", user);
        all.setProperty("password", password);
        all.setProperty("server", Long.toString(server));
        all.setProperty("postmaster", Long.toString(postmaster));
        keys.forEach((role, key) -> all.setProperty(KEY + role, key));
        Path partial = Files.createTempFile(file.toAbsolutePath().getParent(), "access", ".partial",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(partial)) {
            all.store(writer, null);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static Access read(Path file) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            all.load(reader);
        }
        Map<String, String> keys = new java.util.TreeMap<>();
        all.stringPropertyNames().stream().filter(name -> name.startsWith(KEY))
                .forEach(name -> keys.put(name.substring(KEY.length()), all.getProperty(name)));
        return new Access(URI.create(all.getProperty("address")), keys, all.getProperty("jdbc"),
                all.getProperty("user"), all.getProperty("password"),
                Long.parseLong(all.getProperty("server")), Long.parseLong(all.getProperty("postmaster")));
    }

    @Override
    public String toString() {
        return "Access[" + address + "]";
    }
}
