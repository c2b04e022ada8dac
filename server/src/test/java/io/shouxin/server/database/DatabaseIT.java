// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static io.shouxin.server.database.DatabaseFixture.answer;
import static io.shouxin.server.database.DatabaseFixture.postmaster;
import static io.shouxin.server.database.DatabaseFixture.run;
import static io.shouxin.server.database.DatabaseFixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The embedded cluster, with the settings a customer's data lies under. */
class DatabaseIT {

    private static final long SECONDS_MAX = 60;

    @TempDir
    static Path shared;

    @TempDir
    Path own;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = started(home(shared));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    /** A space in the path: people unpack things where they like. */
    private static Path home(Path directory) {
        return directory.resolve("a home");
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on", "synchronous_commit, on", "full_page_writes, on", "data_checksums, on",
        "password_encryption, scram-sha-256", "log_timezone, UTC", "server_encoding, UTF8",
        "listen_addresses, 127.0.0.1", "unix_socket_directories, ''", "shared_buffers, 256MB",
        "log_min_error_statement, panic", "log_error_verbosity, terse"
    })
    void runsWithSettingsThatKeepDataAndSecrets(String setting, String value)
            throws IOException, SQLException {
        DatabaseAddress superuser = postgres.address("postgres", EmbeddedPostgres.SUPERUSER);
        assertThat(answer(superuser, "show " + setting)).isEqualTo(value);
    }

    @Test
    void worksAsARoleThatIsNoSuperuserAndOwnsItsDatabase() throws SQLException {
        assertThat(answer(postgres.application(), "show is_superuser")).isEqualTo("off");
        assertThat(answer(postgres.application(),
                "select datdba::regrole::text from pg_database where datname = current_database()"))
                .isEqualTo(EmbeddedPostgres.APPLICATION_ROLE);
    }

    @ParameterizedTest
    @CsvSource({"shouxin", "shouxin_admin"})
    void refusesAConnectionWithoutThePassword(String role) {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres";
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, ""))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, "guessed"))
                .isInstanceOfSatisfying(SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void keepsItsPasswordsToItself() throws IOException {
        for (String name : new String[] {"shouxin", "shouxin_admin"}) {
            assertThat(Files.getPosixFilePermissions(home(shared).resolve("secrets").resolve(name)))
                    .hasSize(2);
        }
        assertThat(home(shared).resolve("postgres/password.partial")).doesNotExist();
        assertThat(postgres.application().toString()).doesNotContain(postgres.application().password());
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        try (Socket loopback = new Socket()) {
            loopback.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.port()));
            assertThat(loopback.isConnected()).isTrue();
        }
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        if (other.isPresent()) {
            assertThatThrownBy(() -> new Socket(other.get(), postgres.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesASecondServerOnTheSameHome() {
        assertThatThrownBy(() -> started(home(shared)))
                .isInstanceOfSatisfying(DatabaseRefused.class, refused -> {
                    assertThat(refused.key()).isEqualTo("database.home-in-use");
                    assertThat(refused.arguments()).contains(Long.toString(ProcessHandle.current().pid()));
                });
    }

    @Test
    void keepsDataPortAndPasswordsOverARestart() throws IOException, SQLException {
        DatabaseAddress before;
        try (EmbeddedPostgres first = started(own)) {
            before = first.application();
            run(before, "create table kept as select 42 as answer");
        }
        try (EmbeddedPostgres second = started(own)) {
            assertThat(second.application()).isEqualTo(before);
            assertThat(answer(second.application(), "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void leavesNoPostgresBehindWhenTheServerIsKilled() throws Exception {
        Process server = DatabaseFixture.child(own);
        ProcessHandle orphan = postmaster(own);
        assertThat(orphan.isAlive()).isTrue();

        server.destroyForcibly();

        orphan.onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
        try (EmbeddedPostgres next = started(own)) {
            assertThat(answer(next.application(), "select 1")).isEqualTo("1");
        }
    }

    /** As in a container: root without namespaces, and a home below a folder that is root's alone. */
    @Test
    void worksBelowAFolderThatItsUserMayNotEnter() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root changes users");
        Path closed = Files.createDirectory(own.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path home = Files.createDirectories(closed.resolve("home/postgres"));
        Path installation = Binaries.unpackedUnder(Files.createDirectory(closed.resolve("programs")));
        Programs programs = new Programs(installation, Unprivileged.otherUser(installation, home),
                closed.resolve("postgres.log"));
        DataDirectory data = new DataDirectory(home);
        data.initialise(programs, EmbeddedPostgres.SUPERUSER, "a-password-of-this-test");
        int port = new RememberedPort(home.resolve("port")).free();
        try (Watchdog watchdog = Watchdog.start(programs, data.path(), List.of("listen_addresses=127.0.0.1",
                "unix_socket_directories=''", "port=" + port))) {
            long pid = Long.parseLong(Files.readAllLines(data.path().resolve("postmaster.pid")).get(0));
            assertThat(ProcessHandle.of(pid).orElseThrow().info().user()).isNotEqualTo(Optional.of("root"));
            assertThat(watchdog).isNotNull();
        }
    }

    @Test
    void stopsALeftOverOfItsOwnWhenEvenTheWatchdogWasKilled() throws Exception {
        Process server = DatabaseFixture.child(own);
        ProcessHandle orphan = postmaster(own);
        server.children().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedPostgres next = started(own)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(postmaster(own).pid()).isNotEqualTo(orphan.pid());
            assertThat(answer(next.application(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAForeignProgramOnItsPortByName() throws IOException {
        started(own).close();
        int port = Integer.parseInt(Files.readString(own.resolve("postgres/port")).strip());
        try (ServerSocket foreign = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(foreign.isBound()).isTrue();
            String name = Files.readString(Path.of("/proc/self/comm")).strip();
            assertThatThrownBy(() -> started(own)).isInstanceOfSatisfying(DatabaseRefused.class, refused -> {
                assertThat(refused.key()).isEqualTo("database.port-taken");
                assertThat(refused.arguments()).startsWith(Integer.toString(port),
                        name + " (" + ProcessHandle.current().pid() + ")");
            });
        }
        started(own).close();
    }

    @Test
    void refusesToBeginEmptyWhereADatabaseHasBeen() throws IOException {
        started(own).close();
        Files.move(own.resolve("postgres/data"), own.resolve("postgres/elsewhere"));
        assertThatThrownBy(() -> started(own)).hasMessageStartingWith("database.data-missing");

        Files.move(own.resolve("postgres/elsewhere"), own.resolve("postgres/data"));
        Files.writeString(own.resolve("postgres/identity"), "system-identifier=1\ncluster-name=other\n");
        assertThatThrownBy(() -> started(own)).hasMessageStartingWith("database.identity");
    }

    @Test
    void finishesAFirstStartThatDiedBeforeItsLastStep() throws IOException, SQLException {
        started(own).close();
        Files.move(own.resolve("postgres/identity"), own.resolve("postgres/identity.partial"));
        try (EmbeddedPostgres next = started(own)) {
            assertThat(answer(next.application(), "select 1")).isEqualTo("1");
        }
    }
}
