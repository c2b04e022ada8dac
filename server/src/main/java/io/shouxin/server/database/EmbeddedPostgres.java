// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL of our own under the server's home.
 *
 * <p>Promises: what it has committed is on disk (fsync, synchronous commit, full page writes, checksums);
 * every connection needs a password (SCRAM-SHA-256); it listens on 127.0.0.1 only, without a socket file;
 * it ends with this JVM, however that ends; it never serves two servers; what answers on its port is
 * proved to be this cluster before a table is touched.
 *
 * <p>When it ends although nobody asked it to, it is started again, for as long as that takes: until
 * then every request is refused.
 *
 * <p>Does not promise: replicas or backups.
 */
final class EmbeddedPostgres implements AutoCloseable {

    static final String DATABASE = "shouxin";
    static final String APPLICATION_ROLE = "shouxin";
    static final String SUPERUSER = "shouxin_admin";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final long LEFT_OVER_SECONDS_MAX = 60;
    // On the command line, so that no configuration file can turn them off. The last two keep statements
    // and row values, which may be personal, out of PostgreSQL's log.
    private static final List<String> FIXED = List.of(
            "listen_addresses=127.0.0.1", "unix_socket_directories=''",
            "fsync=on", "synchronous_commit=on", "full_page_writes=on",
            "password_encryption=scram-sha-256",
            "log_error_verbosity=terse", "log_min_error_statement=panic");

    private final int port;
    private final SecretFiles secrets;
    private final Revival revival;
    private final HomeLock lock;

    private EmbeddedPostgres(int port, SecretFiles secrets, Revival revival, HomeLock lock) {
        this.port = port;
        this.secrets = secrets;
        this.revival = revival;
        this.lock = lock;
    }

    static EmbeddedPostgres start(Path home) {
        return start(home, home.resolve("postgres"), List.of());
    }

    /** Tests share one folder of unpacked programs and add settings, which win over ours. */
    static EmbeddedPostgres start(Path home, Path binaries, List<String> settings) {
        Path root = home.toAbsolutePath().normalize();
        try {
            Path real = createHome(root);
            Files.createDirectories(binaries);
            HomeLock lock = HomeLock.take(real);
            try {
                return start(real, binaries.toAbsolutePath(), settings, lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException unusable) {
            throw new DatabaseRefused("database.home-unusable", unusable, root.toString());
        }
    }

    private static EmbeddedPostgres start(Path home, Path binaries, List<String> settings, HomeLock lock)
            throws IOException {
        long begun = System.nanoTime();
        SecretFiles secrets = new SecretFiles(home.resolve("secrets"));
        Path installation = Binaries.unpackedUnder(binaries);
        Programs programs = new Programs(installation, Unprivileged.choose(installation, home.resolve("postgres")),
                home.resolve("logs").resolve("postgres.log"));
        DataDirectory data = new DataDirectory(home.resolve("postgres"));
        if (data.needsInitialising()) {
            LOG.info("making a new database cluster in {}", data.path());
            secrets.create(APPLICATION_ROLE);
            data.initialise(programs, SUPERUSER, secrets.create(SUPERUSER));
        }
        // Again at each start: a restored backup may have come with other owners.
        programs.unprivileged().handOver(data.path());
        DataDirectory.Identity identity = data.identity(majorVersion(installation));
        stopLeftOver(programs, data);
        int port = new RememberedPort(home.resolve("postgres").resolve("port")).free();
        Revival revival = Revival.start(programs, data, options(port, identity, settings));
        EmbeddedPostgres postgres = new EmbeddedPostgres(port, secrets, revival, lock);
        try {
            postgres.prepare(identity);
        } catch (SQLException | RuntimeException failed) {
            revival.close();
            throw failed instanceof DatabaseRefused refused ? refused
                    : new DatabaseRefused("database.start-failed", failed, programs.log().toString());
        }
        LOG.info("database cluster {} on 127.0.0.1:{} after {} ms", identity.clusterName(), port,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return postgres;
    }

    private static Path createHome(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            // Others may pass through, for the user PostgreSQL runs as, but not look around.
            Files.createDirectories(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Path real = home.toRealPath();
        Files.createDirectories(real.resolve("postgres"));
        Files.createDirectories(real.resolve("logs"));
        return real;
    }

    /** {@code bin-18.6.0} holds major version 18; empty where the folder's name does not tell. */
    private static String majorVersion(Path installation) {
        String version = installation.getFileName().toString().replaceFirst("^bin-", "");
        return version.matches("\\d+\\..*") ? version.substring(0, version.indexOf('.')) : "";
    }

    private static List<String> options(int port, DataDirectory.Identity identity, List<String> settings) {
        List<String> options = new ArrayList<>(FIXED);
        options.add("port=" + port);
        options.add("cluster_name=" + identity.clusterName());
        options.addAll(settings);
        return options;
    }

    /** We hold the home's lock, so a server that still runs on these files has lost its owner. */
    private static void stopLeftOver(Programs programs, DataDirectory data) throws IOException {
        Optional<ProcessHandle> leftOver = data.leftOver();
        if (leftOver.isEmpty()) {
            return;
        }
        LOG.warn("stopping PostgreSQL process {}, left behind by a killed server", leftOver.get().pid());
        programs.run("pg_ctl", List.of("stop", "-D", data.path().toString(), "-m", "fast", "-s", "-w",
                "-t", Long.toString(LEFT_OVER_SECONDS_MAX)));
        try {
            leftOver.get().onExit().get(LEFT_OVER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            throw new DatabaseRefused("database.left-over", stuck, Long.toString(leftOver.get().pid()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("database.left-over", stopped, Long.toString(leftOver.get().pid()));
        }
    }

    /** Proves that the cluster is ours, then makes role and database; again after a crash, if need be. */
    private void prepare(DataDirectory.Identity identity) throws SQLException, IOException {
        try (Connection connection = address("postgres", SUPERUSER).connect();
             Statement statement = connection.createStatement()) {
            requireIdentity(statement, identity);
            if (!exists(statement, "pg_roles where rolname = '" + APPLICATION_ROLE + "'")) {
                statement.execute("create role " + APPLICATION_ROLE + " login");
            }
            // Hashed here: neither the server nor its log sees the password.
            connection.unwrap(PGConnection.class).alterUserPassword(APPLICATION_ROLE,
                    secrets.read(APPLICATION_ROLE).toCharArray(), "scram-sha-256");
            if (!exists(statement, "pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + APPLICATION_ROLE);
            }
        }
    }

    private static void requireIdentity(Statement statement, DataDirectory.Identity identity)
            throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select system_identifier, current_setting('cluster_name') from pg_control_system()")) {
            row.next();
            if (row.getLong(1) != identity.systemIdentifier()
                    || !row.getString(2).equals(identity.clusterName())) {
                throw new DatabaseRefused("database.identity", identity.clusterName());
            }
        }
    }

    private static boolean exists(Statement statement, String what) throws SQLException {
        try (ResultSet row = statement.executeQuery("select 1 from " + what)) {
            return row.next();
        }
    }

    /** The role the server works as: owner of its database, not a superuser. */
    DatabaseAddress application() {
        try {
            return address(DATABASE, APPLICATION_ROLE);
        } catch (IOException unreadable) {
            throw new DatabaseRefused("database.secret-missing", unreadable, APPLICATION_ROLE);
        }
    }

    /** SCRAM is required by the client too, so that no impostor can ask for the password in the clear. */
    DatabaseAddress address(String database, String role) throws IOException {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?requireAuth=scram-sha-256", role, secrets.read(role));
    }

    int port() {
        return port;
    }

    /** Stops the cluster after a checkpoint and gives the home back. Safe to call twice. */
    @Override
    public void close() {
        revival.close();
        lock.close();
    }
}
