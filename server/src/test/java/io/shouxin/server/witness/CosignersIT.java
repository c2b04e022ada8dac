// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.AddCheckpoint;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.TileGrowth;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.tree.CheckpointSigner;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeHead;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Our server and two witnesses, each a server of its own, speaking over HTTP. */
class CosignersIT {

    private final TestCluster.Fresh database = TestCluster.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int[] ports = new int[2];
    private final VerifierKey[] witnessKeys = new VerifierKey[2];
    private ConfigurableApplicationContext server;
    private Cosigners cosigners;
    private TrustPolicy policy;

    @BeforeEach
    void aServerWhosePolicyNamesTwoWitnesses() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports[i] = free.getLocalPort();
            }
            try (WitnessStore store = new WitnessStore(home(i).resolve("witness"))) {
                // The second one is trusted by its ML-DSA key.
                witnessKeys[i] = store.signers(name(i), i == 1, Clock.systemUTC()).get(i).verifierKey();
            }
            text.append("witness w").append(i).append(' ').append(witnessKeys[i]).append(" http://127.0.0.1:")
                    .append(ports[i]).append("/\n");
        }
        Path file = database.home().resolve("policy");
        Files.writeString(file, text + "group both 2 w0 w1\nquorum both\n");
        policy = TrustPolicy.parse(Files.readAllBytes(file));
        server = new SpringApplicationBuilder(ShouxinServer.class).run("--server.port=0",
                "--shouxin.home=" + database.home().resolve("server"), "--shouxin.db.url=" + database.url(),
                "--shouxin.db.user=" + database.user(), "--shouxin.db.password=" + database.password(),
                "--shouxin.keys.iterations=100000", "--shouxin.keys.also-sign-with=sm2,ml-dsa-44",
                "--shouxin.ledger.policy=" + file,
                "--shouxin.ledger.cosign-every=24h", "--spring.datasource.hikari.maximum-pool-size=8");
        cosigners = server.getBean(Cosigners.class);
        // Only the rounds that the test asks for.
        cosigners.stop();
    }

    @AfterEach
    void stops() {
        server.close();
    }

    private static String name(int witness) {
        return "witness.example/w" + witness;
    }

    private Path home(int witness) {
        return database.home().resolve("w" + witness);
    }

    private ConfigurableApplicationContext witness(int number) {
        // One knows the log by all its keys, the other by its first.
        List<VerifierKey> known = server.getBean(CheckpointSigner.class).verifiers().subList(0, number == 1 ? 3 : 1);
        List<String> arguments = new ArrayList<>(List.of("--server.port=" + ports[number],
                "--shouxin.home=" + home(number), "--shouxin.witness.name=" + name(number),
                "--shouxin.witness.ml-dsa=" + (number == 1)));
        for (int i = 0; i < known.size(); i++) {
            arguments.add("--shouxin.witness.logs[" + i + "]=" + known.get(i));
        }
        return WitnessServer.run(arguments.toArray(String[]::new));
    }

    private VerifierKey logKey() {
        return server.getBean(CheckpointSigner.class).verifiers().get(0);
    }

    /** One more entry, in a signed tree; its number. */
    private long oneMore() {
        Ledger ledger = server.getBean(Ledger.class);
        long number = ledger.record(ledger.draft(Entry.Actor.system("test"), "sample.begin")).entry();
        server.getBean(Proofs.class).of(number);
        return number;
    }

    @Test
    void makesACheckpointCountOnceEnoughWitnessesHaveSignedIt() throws Exception {
        long entry = oneMore();
        try (ConfigurableApplicationContext first = witness(0)) {
            cosigners.round();
            assertThat(get("/ledger/checkpoint/cosigned").statusCode()).isEqualTo(404);
            // One of two is shown with the checkpoint, and is not enough.
            assertThat(standing(get("/ledger/checkpoint").body()).cosigned()).containsExactly("w0");
            assertThat(standing(get("/ledger/checkpoint").body()).counts()).isFalse();
            assertThat(state(1).failed()).contains("ledger.witness.unreachable");
            try (ConfigurableApplicationContext second = witness(1)) {
                cosigners.round();
                TrustPolicy.Standing counts = standing(get("/ledger/checkpoint/cosigned").body());
                assertThat(counts.counts()).isTrue();
                assertThat(counts.cosigned()).containsExactly("w0", "w1");
                assertThat(counts.checkpoint().size()).isGreaterThan(entry);
                assertThat(state(1).failed()).isEmpty();
                assertThat(state(1).cosignedAt()).isPresent();
                tellsPrograms();
                grows(first, second);
            }
        }
    }

    private void tellsPrograms() throws Exception {
        String key = server.getBean(Services.class).add(new Services.NewService("audit", "audit", "audit",
                StaffFixture.owner(server),
                "app-audit", List.of(), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address("/api/v1/ledger/witnesses"))
                .header("Authorization", "Bearer " + key).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode body = new JsonMapper().readTree(answer.body());
        assertThat(body.at("/witnesses/0/name").asString()).isEqualTo("w0");
        assertThat(body.at("/witnesses/1/size").asLong()).isEqualTo(body.at("/countsTo").asLong()).isPositive();
        assertThat(body.at("/witnesses/1/refuses").asBoolean()).isFalse();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:"
                + server.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** The next checkpoint is cosigned by a proof from the last one, and a receipt carries one that counts. */
    private void grows(ConfigurableApplicationContext... both) {
        assertThat(both).allMatch(ConfigurableApplicationContext::isActive);
        long older = standing(cosigned()).checkpoint().size();
        long entry = oneMore();
        assertThat(standing(cosigned()).checkpoint().size()).isEqualTo(older);
        cosigners.round();
        assertThat(standing(cosigned()).checkpoint().size()).isGreaterThan(older);
        byte[] receipt = server.getBean(Proofs.class).of(entry).receipt().text();
        String text = new String(receipt, StandardCharsets.UTF_8);
        assertThat(standing(text.substring(text.indexOf("\n\n") + 2)).counts()).isTrue();
    }

    private String cosigned() {
        try {
            return get("/ledger/checkpoint/cosigned").body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A turn in the future was taken before the database's clock was set back, by a node that may be gone. */
    @Test
    void letsAnotherNodeAskAfterTheClockWasSetBack() {
        WitnessTable table = server.getBean(WitnessTable.class);
        JdbcClient db = server.getBean(JdbcClient.class);
        Duration turn = Duration.ofMinutes(1);
        assertThat(table.takeTurn("one", turn)).isTrue();
        assertThat(table.takeTurn("other", turn)).isFalse();
        db.sql("UPDATE witness_turn SET until = now() + interval '400 days'").update();
        assertThat(table.takeTurn("other", turn)).isTrue();
        assertThat(table.takeTurn("one", turn)).isFalse();
        db.sql("UPDATE witness_turn SET until = now() - interval '1 s'").update();
        assertThat(table.takeTurn("one", turn)).as("run out").isTrue();
    }

    @Test
    void raisesAnAlarmWhenAWitnessHasSeenAnotherHistory() throws Exception {
        oneMore();
        try (ConfigurableApplicationContext first = witness(0)) {
            cosigners.round();
            assertThat(first.isActive()).isTrue();
            showAnotherHistory();
            cosigners.round();
            oneMore();
            cosigners.round();
            assertThat(state(0).failed()).contains("ledger.witness.ahead");
            assertThat(state(0).refusedAt()).isPresent();
            for (int i = 0; i < 60; i++) {
                oneMore();
            }
            cosigners.round();
            assertThat(state(0).failed()).contains("ledger.witness.inconsistent");
            assertThat(state(0).refusedAt()).isPresent();
        }
    }

    /** What somebody with the signing key can do: sign another continuation and show that one to the witness. */
    private void showAnotherHistory() throws Exception {
        SignedTree tree = server.getBean(SignedTree.class);
        CheckpointSigner keys = server.getBean(CheckpointSigner.class);
        TreeHead head = tree.head();
        List<byte[]> invented = java.util.Collections.nCopies(40,
                Hashes.leaf("invented".getBytes(StandardCharsets.UTF_8)));
        TileGrowth growth = TileGrowth.grow(head.size(), tree.tiles(), invented);
        byte[] note = Note.sign(new Checkpoint(keys.origin(), growth.size(), growth.root()).text(),
                keys.signers().toArray(NoteSigner[]::new));
        List<byte[]> proof = Tree.consistencyProof(head.size(), growth.size(), (level, n, width) -> growth.tiles()
                .stream().filter(tile -> tile.level() == level && tile.n() == n).findFirst()
                .map(tile -> java.util.Arrays.copyOf(tile.hashes(), width * Hashes.SIZE))
                .orElseGet(() -> tree.tiles().tile(level, n, width)));
        HttpResponse<String> cosigned = http.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ports[0] + "/add-checkpoint")).POST(HttpRequest.BodyPublishers
                .ofByteArray(new AddCheckpoint(state(0).size(), proof, note).body())).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(cosigned.statusCode()).isEqualTo(200);
    }

    private Cosigners.OneWitness state(int witness) {
        return cosigners.all().get(witness);
    }

    private TrustPolicy.Standing standing(String note) {
        return policy.standing(note.getBytes(StandardCharsets.UTF_8), logKey());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
