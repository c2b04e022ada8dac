// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One cluster per test JVM, made when first asked for; it ends with the JVM. Its files lie under
 * {@code target}, in a folder named after the process; folders of dead processes are cleared away.
 */
public final class TestCluster {

    /** A fresh, empty database, owned by the role the server works as, and an empty home beside it. */
    public record Fresh(String url, String user, String password, Path home) {
    }

    static final Path BINARIES = Path.of("target", "postgres");
    private static final Path TEMPLATE = BINARIES.resolve("template");
    private static final Path HOMES = Path.of("target", "postgres-test");
    // A test's data need not outlive the machine: what is asserted about durability, DatabaseIT asserts
    // on a cluster with the product's own settings.
    private static final List<String> FAST = List.of("fsync=off", "full_page_writes=off",
            "max_connections=400", "shared_buffers=64MB", "autovacuum_naptime=10min");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestCluster() {
    }

    /** Holder idiom: the first caller starts the cluster, others wait for it. */
    private static final class Running {
        private static final EmbeddedPostgres POSTGRES = start();
    }

    public static Fresh fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection connection = admin().connect(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner " + EmbeddedPostgres.APPLICATION_ROLE);
            DatabaseAddress address = Running.POSTGRES.address(name, EmbeddedPostgres.APPLICATION_ROLE);
            Path home = Files.createDirectories(homeOfThisRun().resolve(name)).toAbsolutePath();
            return new Fresh(address.url(), address.user(), address.password(), home);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static DatabaseAddress admin() throws IOException {
        return Running.POSTGRES.address("postgres", EmbeddedPostgres.SUPERUSER);
    }

    private static EmbeddedPostgres start() {
        try {
            Files.createDirectories(HOMES);
            clearDeadHomes();
            Path home = homeOfThisRun();
            clear(home);
            copy(template(), home);
            EmbeddedPostgres postgres = EmbeddedPostgres.start(home, BINARIES, FAST);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                awaitLastClient();
                postgres.close();
                clear(home);
            }));
            return postgres;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Hooks run side by side: without its database a context that is still closing would wait for it in vain. */
    private static void awaitLastClient() {
        Instant late = Instant.now().plusSeconds(20);
        try (Connection connection = admin().connect(); PreparedStatement others = connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + EmbeddedPostgres.APPLICATION_ROLE + "'")) {
            boolean there = true;
            while (there && Instant.now().isBefore(late)) {
                try (ResultSet row = others.executeQuery()) {
                    there = row.next() && row.getInt(1) > 0;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (SQLException | IOException gone) {
            // Then there is nobody to wait for either.
        }
    }

    private static Path homeOfThisRun() {
        return HOMES.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    /** initdb takes seconds on a busy machine, a copy of what it made a fraction of one. */
    private static Path template() throws IOException {
        if (!Files.exists(TEMPLATE)) {
            Path partial = BINARIES.resolve("template-" + ProcessHandle.current().pid());
            EmbeddedPostgres.start(partial, BINARIES, FAST).close();
            Files.delete(partial.resolve("postgres/port"));
            try {
                Files.move(partial, TEMPLATE, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException anotherWasFaster) {
                Trees.delete(partial);
            }
        }
        return TEMPLATE;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void clearDeadHomes() throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(HOMES)) {
            for (Path home : homes) {
                if (ProcessHandle.of(Long.parseLong(home.getFileName().toString())).isEmpty()) {
                    clear(home);
                }
            }
        }
    }

    private static void clear(Path home) {
        try {
            Trees.delete(home);
        } catch (IOException stillInUse) {
            // A watchdog may be stopping its server there; the next run clears it.
        }
    }
}
