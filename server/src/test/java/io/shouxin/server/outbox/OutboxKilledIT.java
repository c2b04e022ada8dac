// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A server that is killed (SIGKILL) while the SMSC has its message and has not answered, and another one beside it. */
class OutboxKilledIT {

    private final TestCluster.Fresh database = TestCluster.fresh();

    private List<String> arguments(String node, int port) {
        Path home = database.home();
        List<String> all = new ArrayList<>(List.of("--shouxin.node=" + node, "--shouxin.home=" + home.resolve(node),
                "--shouxin.db.url=" + database.url(), "--shouxin.db.user=" + database.user(),
                "--shouxin.db.password=" + database.password(), "--shouxin.keys.file=" + home.resolve("root.key"),
                "--shouxin.keys.passphrase=the passphrase of both", "--shouxin.keys.iterations=100000",
                "--server.port=0", "--spring.datasource.hikari.maximum-pool-size=8"));
        Map<String, String> settings = new HashMap<>(OutboxTrial.sms(port));
        // The answer does not come; the process is to die of something else first.
        settings.put("sms-timeout", "60s");
        settings.forEach((key, value) -> all.add("--shouxin.outbox." + key + "=" + value));
        return all;
    }

    private Process otherServer(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                ShouxinServer.class.getName()));
        command.addAll(arguments("killed", port));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(database.home().resolve("killed.log").toFile()).start();
    }

    @Test
    void sendsNothingTwiceAfterANodeWasKilledInTheMiddle() throws Exception {
        try (TrialSmsc smsc = new TrialSmsc(); ConfigurableApplicationContext survivor = new SpringApplicationBuilder(
                ShouxinServer.class).run(arguments("survivor", smsc.port()).toArray(String[]::new))) {
            OutboxWorker worker = survivor.getBean(OutboxWorker.class);
            Outbox outbox = survivor.getBean(Outbox.class);
            JdbcClient db = survivor.getBean(JdbcClient.class);
            // The message is the other node's to send.
            worker.stop();
            worker.lookAround();
            smsc.fallSilent();
            Message.Id id = Objects.requireNonNull(survivor.getBean(TransactionTemplate.class).execute(status ->
                    outbox.send(OutboxTrial.sms("314159", ""), Entry.Actor.system("test"))));
            Process killed = otherServer(smsc.port());
            try {
                smsc.awaitArrivals(1);
                killed.destroyForcibly();
                assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                killed.destroyForcibly();
            }
            assertThat(outbox.state(id)).hasValue(MessageState.SENDING);
            assertThat(worker.step(Message.Kind.SMS)).isFalse();
            db.sql("UPDATE outbox_message SET lease_until = now() - interval '1 s'").update();
            worker.lookAround();
            assertThat(outbox.state(id)).hasValue(MessageState.UNCERTAIN);
            assertThat(worker.step(Message.Kind.SMS)).isFalse();
            TrialSmsc.Submitted got = smsc.only();
            smsc.receipt(got, org.jsmpp.bean.MessageState.DELIVERED, TrialSmsc.reference(got));
            assertThat(outbox.state(id)).hasValue(MessageState.DELIVERED);
            assertThat(db.sql("SELECT action FROM ledger_entry WHERE action LIKE 'outbox.%' ORDER BY number")
                    .query(String.class).list())
                    .containsExactly("outbox.queue", "outbox.lose-sight", "outbox.deliver");
        }
    }
}
