// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

/** What signs checkpoints: the first key that a log began with, and others beside it. */
class LedgerKeysIT {

    private static final Instant NOW = Instant.parse("2031-03-11T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String TEXT = new Checkpoint("shouxin.example/test", 7, new byte[32]).text();

    @TempDir Path home;
    private DataSource source;
    private KeysSettings plain;
    private KeysSettings all;

    @BeforeEach
    void aDatabase() {
        Security.addProvider(new BouncyCastleProvider());
        source = KeysFixture.database();
        plain = KeysFixture.file(home);
        all = KeysFixture.signing(plain, FurtherSignature.SM2, FurtherSignature.ML_DSA_44);
    }

    /** One process's start. */
    private LedgerKeys start(KeysSettings settings) {
        return KeysFixture.ledgerKeys(KeysFixture.start(source, settings), settings, CLOCK);
    }

    private static byte[] signed(LedgerKeys keys) {
        return Note.sign(TEXT, keys.signers().toArray(NoteSigner[]::new));
    }

    @Test
    void goesOnUnderTheFirstKeyWithOthersBeside() {
        LedgerKeys before = start(plain);
        VerifierKey first = before.verifiers().get(0);
        byte[] old = signed(before);
        assertThat(before.verifiers()).containsExactly(first);

        LedgerKeys after = start(all);
        assertThat(after.verifiers()).startsWith(first).extracting(VerifierKey::algorithm).containsExactly(
                NoteAlgorithm.ED25519, NoteAlgorithm.SM2_SM3, NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        assertThat(after.algorithms()).isEqualTo(after.verifiers().stream().map(VerifierKey::algorithm).toList());
        byte[] note = signed(after);
        for (VerifierKey key : after.verifiers()) {
            // As a stranger has it: from its text, and with no other key.
            assertThat(Checkpoint.open(note, VerifierKey.parse(key.toString())).size()).isEqualTo(7);
        }
        assertThat(Note.open(note, after.verifiers().get(2)).seenAt(after.verifiers().get(2))).contains(NOW);
        assertThat(Checkpoint.open(old, after.verifiers().toArray(VerifierKey[]::new)).size()).isEqualTo(7);
        assertThat(start(plain).verifiers()).as("left out again").containsExactly(first);
    }

    @Test
    void keepsItsKeysOverRestartsAndARotationOfTheRoot() {
        List<VerifierKey> made = start(all).verifiers();
        KeysFixture.Node node = KeysFixture.start(source, all);
        RootRotation.Outcome outcome = node.rotate();
        assertThat(outcome.left()).isZero();
        assertThat(node.table().named()).hasSize(3).allSatisfy(one -> assertThat(one.rootVersion()).isEqualTo(2));
        assertThat(node.custodies().of(Custody.Kind.FILE).versions()).containsExactly(2);
        LedgerKeys again = start(all);
        assertThat(again.verifiers()).isEqualTo(made);
        assertThat(Note.open(signed(again), made.toArray(VerifierKey[]::new)).signers()).isEqualTo(made);
    }

    /** Nodes that are told of a new kind at the same moment have one key, the one that was stored first. */
    @Test
    void makesOneKeyWhenTwoNodesBeginAtOnce() throws Exception {
        int nodes = 4;
        start(plain);
        CyclicBarrier together = new CyclicBarrier(nodes);
        ExecutorService pool = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<List<VerifierKey>>> starts = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                Callable<List<VerifierKey>> begin = () -> {
                    KeysFixture.Node node = KeysFixture.start(source, all);
                    together.await();
                    return KeysFixture.ledgerKeys(node, all, CLOCK).verifiers();
                };
                starts.add(pool.submit(begin));
            }
            Set<List<VerifierKey>> seen = new HashSet<>();
            for (Future<List<VerifierKey>> one : starts) {
                seen.add(one.get());
            }
            assertThat(seen).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void signsNothingWhileTheKeysAreClosed() {
        KeysFixture.Node node = KeysFixture.start(source, all);
        LedgerKeys keys = KeysFixture.ledgerKeys(node, all, CLOCK);
        List<VerifierKey> known = keys.verifiers();
        node.opening().close(Opening.Why.SEALED, null);
        keys.forget();
        assertThatExceptionOfType(Refused.class).isThrownBy(keys::signers);
        assertThat(keys.verifiers()).isEqualTo(known);
        node.opening().openUnattended();
        assertThat(Note.open(signed(keys), known.toArray(VerifierKey[]::new)).signers()).isEqualTo(known);
    }

    @Test
    void doesNotStartWhereAKindIsMissing() {
        start(all);
        Provider behind = Security.getProvider(BouncyCastleProvider.PROVIDER_NAME);
        Security.removeProvider(behind.getName());
        try {
            KeysSettings sm2 = KeysFixture.signing(plain, FurtherSignature.SM2);
            assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> start(sm2))
                    .withMessageContaining("shouxin.keys.also-sign-with").withMessageContaining("sm2");
            KeysSettings mlDsa = KeysFixture.signing(plain, FurtherSignature.ML_DSA_44);
            if (Runtime.version().feature() < 24) {
                assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> start(mlDsa))
                        .withMessageContaining("ml-dsa-44");
            }
            assertThat(start(plain).verifiers()).hasSize(1);
        } finally {
            Security.addProvider(behind);
        }
    }

    /** Somebody put another secret there; nothing is signed with half of a pair. */
    @Test
    void doesNotStartWithAKeyThatDoesNotRead() {
        KeysFixture.Node node = KeysFixture.start(source, plain);
        node.keys().named(FurtherSignature.SM2.storedAs(), () -> SecretBytes.copyOf(new byte[] {0, 2, 1, 2, 3}));
        KeysSettings sm2 = KeysFixture.signing(plain, FurtherSignature.SM2);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> start(sm2)).withMessageContaining("SM2");
    }
}
