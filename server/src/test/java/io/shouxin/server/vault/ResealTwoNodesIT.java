// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.register.Registers;
import io.shouxin.server.register.SuiteSwitches.Progress;
import io.shouxin.server.register.SuiteSwitches.State;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Two servers on one database: this process, and one that is killed while it seals values anew. */
class ResealTwoNodesIT {

    private static final int CUSTOMERS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

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
    void goesOnWhereAKilledNodeStood() throws Exception {
        try (ConfigurableApplicationContext survivor = new SpringApplicationBuilder(ShouxinServer.class)
                .run(arguments("survivor").toArray(String[]::new))) {
            Registers registers = survivor.getBean(Registers.class);
            ResealWorker worker = survivor.getBean(ResealWorker.class);
            // The work is the other node's from its first batch on.
            worker.stop();
            SuitesFixture.addCrm(survivor.getBean(Services.class), survivor.getBean(People.class));
            List<UUID> ids = SuitesFixture.customers(survivor.getBean(Customers.class), 1, CUSTOMERS);
            int version = SuitesFixture.accept(registers, survivor.getBean(RegisterReplays.class),
                    SuitesFixture.register(Suite.SM));
            Process killed = otherServer();
            try {
                await(killed::isAlive, () -> progress(registers, version).done() > 0);
            } finally {
                killed.destroyForcibly();
            }
            assertThat(killed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Progress half = progress(registers, version);
            assertThat(half.state()).isEqualTo(State.RUNNING);
            assertThat(half.done()).isLessThan(CUSTOMERS);
            // The dead node holds the work for a moment yet.
            assertThat(worker.step()).isFalse();
            requireUsed(survivor, ids);
            worker.start();
            await(worker::isRunning, () -> progress(registers, version).state() == State.DONE);
            requireWhole(survivor, ids, progress(registers, version));
        }
    }

    private static Progress progress(Registers registers, int version) {
        return registers.switching(version).orElseThrow();
    }

    /** Each customer done once, found by both fields, and nothing of the suite that was left. */
    private static void requireWhole(ConfigurableApplicationContext server, List<UUID> ids, Progress whole) {
        JdbcClient db = server.getBean(JdbcClient.class);
        CustomerTable table = server.getBean(CustomerTable.class);
        assertThat(whole.done()).isEqualTo(CUSTOMERS);
        assertThat(whole.resealed()).isEqualTo(CUSTOMERS);
        assertThat(table.find(ids).values()).hasSize(CUSTOMERS).allSatisfy(one -> {
            assertThat(one.sealed().suite("phone")).contains(Suite.SM);
            assertThat(one.version()).isEqualTo(2);
        });
        assertThat(db.sql("SELECT count(*) FROM customer_tag JOIN vault_index USING (field, epoch) WHERE suite = 'SM' "
                + "AND field IN ('phone', 'customer-number')").query(Integer.class).single()).isEqualTo(2 * CUSTOMERS);
        assertThat(db.sql("SELECT count(*) FROM customer_tag WHERE field IN ('phone', 'customer-number')")
                .query(Integer.class).single()).isEqualTo(2 * CUSTOMERS);
        assertThat(db.sql("SELECT action FROM ledger_entry WHERE action LIKE 'vault.reseal%' ORDER BY number")
                .query(String.class).list()).containsExactly(Reseals.BEGIN, Reseals.TAGS, Reseals.END);
        requireUsed(server, ids);
    }

    private static void requireUsed(ConfigurableApplicationContext server, List<UUID> ids) {
        Searches searches = server.getBean(Searches.class);
        for (int i = 0; i < ids.size(); i += 250) {
            assertThat(searches.search(new Searches.SearchAsk("phone", SecretText.of(SuitesFixture.phone(i + 1)),
                    "service.open"), SuitesFixture.CRM).hits()).extracting(Searches.Hit::customer)
                    .containsExactly(ids.get(i));
        }
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
