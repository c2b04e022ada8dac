// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.tree.Proofs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A log that began with Ed25519 alone gets SM2 and ML-DSA-44 beside it, on two nodes that start sealed. */
class FurtherSignaturesIT {

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final String FURTHER = "--shouxin.keys.also-sign-with=sm2,ml-dsa-44";

    private final TestCluster.Fresh database = TestCluster.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();

    private ConfigurableApplicationContext node(String name, String... more) {
        Path shared = database.home();
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--shouxin.node=" + name,
                "--shouxin.home=" + shared.resolve(name), "--shouxin.db.url=" + database.url(),
                "--shouxin.db.user=" + database.user(), "--shouxin.db.password=" + database.password(),
                "--shouxin.keys.file=" + shared.resolve("root.key"),
                "--shouxin.keys.passphrase-file=" + shared.resolve("passphrase"),
                "--shouxin.keys.iterations=" + KeysFixture.ITERATIONS,
                "--spring.datasource.hikari.maximum-pool-size=8", "--spring.datasource.hikari.minimum-idle=0"));
        arguments.addAll(List.of(more));
        ConfigurableApplicationContext started =
                SpringApplication.run(ShouxinServer.class, arguments.toArray(String[]::new));
        running.add(started);
        return started;
    }

    @AfterEach
    void stop() {
        running.forEach(ConfigurableApplicationContext::close);
    }

    private String get(ConfigurableApplicationContext node, String path) {
        int port = ((WebServerApplicationContext) node).getWebServer().getPort();
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant until = Instant.now().plus(WAIT_MAX);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(until);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<VerifierKey> keys(String served) {
        return served.lines().map(VerifierKey::parse).toList();
    }

    /** One more entry written by this node; its receipt. */
    private static TlogProof receipt(ConfigurableApplicationContext node) {
        Ledger ledger = node.getBean(Ledger.class);
        long number = ledger.record(ledger.draft(Entry.Actor.system("test"), "sample.begin")).entry();
        return node.getBean(Proofs.class).of(number).receipt();
    }

    /** A stranger with one key of the three, and each entry of a receipt. */
    private static void proves(ConfigurableApplicationContext node, TlogProof receipt, List<VerifierKey> keys) {
        byte[] leaf = Hashes.leaf(node.getBean(Entries.class).at(receipt.index()).orElseThrow().bytes());
        keys.forEach(key -> receipt.verify(leaf, key));
    }

    @Test
    void addsItsSignaturesToALogThatGoesOn() {
        ConfigurableApplicationContext one = node("one");
        List<VerifierKey> before = keys(get(one, "/ledger/key"));
        assertThat(before).hasSize(1);
        TlogProof early = receipt(one);
        one.getBean(Sealing.class).seal(Sealing.SHELL, "");
        one.close();

        // Both begin with closed keys, so that the new ones are made when they open and not at the start.
        one = node("one", FURTHER);
        ConfigurableApplicationContext two = node("two", FURTHER);
        Sealing sealing = one.getBean(Sealing.class);
        sealing.accept(sealing.propose(Proposal.Kind.UNSEAL, Sealing.SHELL, ""), Entry.Actor.system("test"));
        ConfigurableApplicationContext second = two;
        await("the other node is open", () -> second.getBean(Keys.class).open());

        TlogProof here = receipt(one);
        TlogProof there = receipt(two);
        List<VerifierKey> after = keys(get(one, "/ledger/key"));
        assertThat(after).hasSize(3).startsWith(before.get(0));
        assertThat(keys(get(two, "/ledger/key"))).isEqualTo(after);
        proves(one, here, after);
        proves(two, there, after);
        // What was signed before stands under the key it was signed with.
        proves(one, early, before);
        assertThat(Note.open(early.checkpointNote(), after.toArray(VerifierKey[]::new)).signers())
                .containsExactly(before.get(0));
        VerifierKey[] all = after.toArray(VerifierKey[]::new);
        byte[] newest = get(two, "/ledger/checkpoint").getBytes(StandardCharsets.UTF_8);
        assertThat(Note.open(newest, all).signers()).containsExactlyElementsOf(after);
        assertThat(Checkpoint.open(newest, after.get(1)).size()).isGreaterThan(early.index());

        rotateTheRoot(one, sealing);
        one.close();
        one = node("one", FURTHER);
        proves(one, receipt(one), after);
        assertThat(keys(get(one, "/ledger/key"))).isEqualTo(after);
    }

    private static void rotateTheRoot(ConfigurableApplicationContext one, Sealing sealing) {
        sealing.accept(sealing.propose(Proposal.Kind.ROTATE, Sealing.SHELL, ""), Entry.Actor.system("test"));
        KeyTable table = one.getBean(KeyTable.class);
        await("the old root version is destroyed", () -> table.roots().stream().anyMatch(root ->
                root.version() == 1 && root.status() == RootVersion.Status.DESTROYED));
        assertThat(table.named()).extracting(KeyTable.Named::name).contains("ledger.signing.1",
                "ledger.signing.sm2.1", "ledger.signing.ml-dsa-44.1");
        assertThat(table.named()).allSatisfy(named -> assertThat(named.rootVersion()).isEqualTo(2));
    }
}
