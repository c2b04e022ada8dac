// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.vault.Customers;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Two servers on one database: this process, and one that is killed in the middle of an import. */
class ImportTwoNodesIT {

    private static final int ROWS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestCluster.Fresh database = TestCluster.fresh();

    private List<String> arguments(String node) {
        Path home = database.home();
        return List.of("--shouxin.node=" + node, "--shouxin.home=" + home.resolve(node),
                "--shouxin.db.url=" + database.url(), "--shouxin.db.user=" + database.user(),
                "--shouxin.db.password=" + database.password(), "--shouxin.keys.file=" + home.resolve("root.key"),
                "--shouxin.keys.passphrase=the passphrase of both", "--shouxin.keys.iterations=100000",
                "--shouxin.register.initial=classpath:registers/sample.yaml", "--server.port=0",
                "--spring.datasource.hikari.maximum-pool-size=8");
    }

    private Process otherServer() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                ShouxinServer.class.getName()));
        command.addAll(arguments("killed"));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(database.home().resolve("killed.log").toFile()).start();
    }

    @Test
    void finishesWhatAKilledNodeHadBegun() throws Exception {
        try (ConfigurableApplicationContext survivor = new SpringApplicationBuilder(ShouxinServer.class)
                .run(arguments("survivor").toArray(String[]::new))) {
            Imports imports = survivor.getBean(Imports.class);
            ImportWorker worker = survivor.getBean(ImportWorker.class);
            // The import is the other node's from its first row on.
            worker.stop();
            Caller crm = application(survivor);
            UUID id = imports.open(ImportTrial.MAPPING.replace("existing: update", "existing: refuse"), null, false,
                    crm).id();
            imports.receive(id, new ByteArrayInputStream(ImportTrial.rows(ROWS).getBytes(StandardCharsets.UTF_8)), crm);
            Process killed = otherServer();
            try {
                await(killed::isAlive, () -> done(imports, id, crm) > 0);
                worker.start();
                killed.destroyForcibly();
                assertThat(killed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } finally {
                killed.destroyForcibly();
            }
            assertThat(done(imports, id, crm)).isLessThan(ROWS);
            await(worker::isRunning, () -> imports.find(id, crm).state() == ImportJob.State.DONE);
            requireWhole(survivor, imports.find(id, crm));
        }
    }

    private static Caller application(ConfigurableApplicationContext server) {
        Services services = server.getBean(Services.class);
        services.add(new Services.NewService("crm", "crm", "crm", StaffFixture.owner(server), "app-crm",
                List.of("service.open"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
        return ImportTrial.crm();
    }

    private static long done(Imports imports, UUID id, Caller crm) {
        return imports.find(id, crm).counts().done();
    }

    /** No row lost, none doubled, none without its entry, and no chunk left behind. */
    private static void requireWhole(ConfigurableApplicationContext server, ImportJob job) {
        JdbcClient db = server.getBean(JdbcClient.class);
        assertThat(job.counts().created()).isEqualTo(ROWS);
        assertThat(job.counts().rejected()).isZero();
        assertThat(server.getBean(Customers.class).count()).isEqualTo(ROWS);
        assertThat(db.sql("SELECT count(*) FROM ledger_entry WHERE action = :action")
                .param("action", Customers.COLLECT).query(Long.class).single()).isEqualTo(ROWS);
        assertThat(db.sql("SELECT count(*) FROM import_chunk").query(Long.class).single()).isZero();
        assertThat(db.sql("SELECT count(*) FROM ledger_entry WHERE action = 'vault.import-end'")
                .query(Long.class).single()).isEqualTo(1);
    }

    /** Looks at the database until it is so; each look is a round trip, so this is no busy loop. */
    private static void await(BooleanSupplier goesOn, BooleanSupplier isSo) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(goesOn.getAsBoolean()).as("the other server runs").isTrue();
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
        }
    }
}
