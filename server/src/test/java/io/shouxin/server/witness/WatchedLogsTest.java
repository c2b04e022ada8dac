// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.AddCheckpoint;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.VerifierKey;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a witness answers, to the byte, and what it remembers. */
class WatchedLogsTest {

    private static final String ORIGIN = "log.example/one";
    private static final Instant NOW = Instant.parse("2031-03-11T08:00:00Z");

    @TempDir Path folder;
    private final SmallLog log = new SmallLog(ORIGIN);
    private WitnessStore store;
    private WatchedLogs witness;

    @BeforeEach
    void starts() throws IOException {
        store = new WitnessStore(folder);
        witness = witness(store);
    }

    private WatchedLogs witness(WitnessStore over) {
        return witness(over, false);
    }

    private WatchedLogs witness(WitnessStore over, boolean mlDsa) {
        return new WatchedLogs(List.of(log.key()), over,
                over.signers("witness.example/w1", mlDsa, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @AfterEach
    void ends() throws IOException {
        store.close();
    }

    private WatchedLogs.Answer add(byte[] body) {
        return witness.add(body);
    }

    @Test
    void cosignsWhatContinuesWhatItSaw() {
        WatchedLogs.Answer first = add(log.body(0, 5));
        assertThat(first.status()).isEqualTo(200);
        cosigns(first, log.checkpoint(5, ""));
        WatchedLogs.Answer second = add(log.body(5, 300));
        assertThat(second.status()).isEqualTo(200);
        cosigns(second, log.checkpoint(300, ""));
        // The same once more is the way back after an answer that was lost.
        assertThat(add(log.body(300, 300)).status()).isEqualTo(200);
    }

    /** As a log takes it: the lines below the checkpoint, checked with the witness's key. */
    private void cosigns(WatchedLogs.Answer answer, byte[] checkpoint) {
        String text = new String(checkpoint, StandardCharsets.UTF_8) + answer.body();
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        Note note = Note.open(whole, log.key(), witness.keys().get(0));
        assertThat(note.signers()).containsExactly(log.key(), witness.keys().get(0));
        assertThat(note.seenAt(witness.keys().get(0))).contains(NOW);
        assertThat(answer.body()).startsWith("\u2014 witness.example/w1 ").endsWith("\n");
    }

    /** C2SP tlog-witness: witnesses should use ML-DSA-44; who trusts the older key finds it as before. */
    @Test
    void cosignsWithMlDsaBesideOnceItIsAsked() {
        add(log.body(0, 5));
        VerifierKey before = witness.keys().get(0);
        Security.addProvider(new BouncyCastleProvider());
        witness = witness(store, true);
        assertThat(witness.keys()).hasSize(2).startsWith(before);
        VerifierKey mlDsa = witness.keys().get(1);
        assertThat(mlDsa.algorithm()).isEqualTo(NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        WatchedLogs.Answer answer = add(log.body(5, 8));
        byte[] whole = (new String(log.checkpoint(8, ""), StandardCharsets.UTF_8) + answer.body())
                .getBytes(StandardCharsets.UTF_8);
        for (VerifierKey one : List.of(before, mlDsa)) {
            Note note = Note.open(whole, log.key(), one);
            assertThat(note.signers()).containsExactly(log.key(), one);
            assertThat(note.seenAt(one)).contains(NOW);
        }
        assertThat(witness(store, true).keys()).as("after a restart").isEqualTo(witness.keys());
        assertThat(witness(store, false).keys()).containsExactly(before);
    }

    @Test
    void saysTheSizeItSawToWhoAsksFromAnother() {
        add(log.body(0, 5));
        WatchedLogs.Answer conflict = add(log.body(3, 8));
        assertThat(conflict).isEqualTo(new WatchedLogs.Answer(409, "text/x.tlog.size", "5\n"));
        assertThat(add(log.body(0, 8))).isEqualTo(conflict);
    }

    @Test
    void refusesALogThatShrinksOrRewroteItself() throws IOException {
        add(log.body(0, 8));
        assertThat(add(log.body(4, 6)).status()).isEqualTo(409);
        assertThat(add(log.body(8, 12, "another history ")).status()).isEqualTo(422);
        assertThat(add(log.body(8, 8, "another history ")).status()).isEqualTo(422);
        byte[] shrinks = new AddCheckpoint(8, List.of(), log.checkpoint(6, "")).body();
        assertThat(add(shrinks).status()).isEqualTo(400);
        assertThat(sizeKept()).isEqualTo(8);
    }

    @Test
    void refusesWhatTheLogDidNotSign() {
        SmallLog impostor = new SmallLog(ORIGIN);
        assertThat(add(impostor.body(0, 5)).status()).isEqualTo(403);
        assertThat(add(new SmallLog("log.example/other").body(0, 5)).status()).isEqualTo(404);
        assertThat(add("old 0\n".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
        assertThat(add(new byte[0]).status()).isEqualTo(400);
        assertThat(add(new byte[AddCheckpoint.BYTES_MAX + 1]).status()).isEqualTo(400);
    }

    @Test
    void cosignsOneOfManyAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch together = new CountDownLatch(1);
        try {
            List<Future<WatchedLogs.Answer>> answers = new ArrayList<>();
            for (int size = 5; size < 21; size++) {
                byte[] body = log.body(0, size, size % 2 == 0 ? "" : "another history ");
                answers.add(pool.submit(() -> {
                    together.await();
                    return add(body);
                }));
            }
            together.countDown();
            int cosigned = 0;
            for (Future<WatchedLogs.Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 409);
                cosigned += answer.get().status() == 200 ? 1 : 0;
            }
            assertThat(cosigned).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void hasLostNothingWhenItDiedBeforeItsAnswer() throws IOException {
        add(log.body(0, 5));
        // Durable and not answered: the log knows of 5 only.
        add(log.body(5, 9));
        store.close();
        store = new WitnessStore(folder);
        WatchedLogs again = witness(store);
        assertThat(again.keys().get(0)).isEqualTo(witness.keys().get(0));
        assertThat(again.add(log.body(5, 9)).body()).isEqualTo("9\n");
        assertThat(again.add(log.body(9, 9)).status()).isEqualTo(200);
        assertThat(again.add(log.body(9, 9, "another history ")).status()).isEqualTo(422);
    }

    @Test
    void cosignsNothingWhileItCannotKeepIt() throws IOException {
        add(log.body(0, 5));
        Path kept = folder.resolve("logs").resolve(WitnessStore.nameOf(ORIGIN));
        Files.writeString(kept, "not what a witness wrote");
        WatchedLogs.Answer answer = add(log.body(5, 9));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("\u2014");
    }

    @Test
    void showsWhatItCosignedLast() throws IOException {
        String path = "/" + WitnessStore.nameOf(ORIGIN) + "/checkpoint";
        assertThat(witness.seen(path)).isEmpty();
        add(log.body(0, 5));
        byte[] seen = witness.seen(path).orElseThrow().getBytes(StandardCharsets.UTF_8);
        assertThat(Checkpoint.open(seen, log.key()).size()).isEqualTo(5);
        assertThat(Note.open(seen, log.key(), witness.keys().get(0)).signers()).hasSize(2);
        assertThat(witness.seen("/" + WitnessStore.nameOf("unknown") + "/checkpoint")).isEmpty();
        assertThat(witness.seen("/../key")).isEmpty();
    }

    @Test
    void keepsItsFolderToItself() {
        assertThatThrownBy(() -> new WitnessStore(folder)).hasMessageContaining("Another witness");
    }

    @Test
    void makesNoNewKeyWhereTheOldOneIsGone() throws IOException {
        add(log.body(0, 5));
        Files.delete(folder.resolve("key"));
        assertThatThrownBy(() -> witness(store)).hasMessageContaining("key is gone");
    }

    private long sizeKept() throws IOException {
        String seen = witness.seen("/" + WitnessStore.nameOf(ORIGIN) + "/checkpoint").orElseThrow();
        return Checkpoint.open(seen.getBytes(StandardCharsets.UTF_8), log.key()).size();
    }
}
