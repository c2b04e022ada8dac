// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static io.shouxin.cli.LedgerFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {

    @TempDir
    private Path folder;

    private final LedgerFixture log = LedgerFixture.of(300).census().grow(20);

    @Test
    void provesAReceiptByItsEntryOrItsHash() throws IOException {
        Path receipt = written("5.tlog-proof", log.receipt(5).text());
        String entry = written("5.json", log.entries.get(5)).toString();
        assertThat(run("verify", receipt.toString(), "--key", log.key(), "--entry", entry))
                .satisfies(one -> assertThat(one.exit()).isZero())
                .satisfies(one -> assertThat(one.text()).startsWith("PROVED\n").contains("index 5"));
        byte[] newline = Arrays.copyOf(log.entries.get(5), log.entries.get(5).length + 1);
        newline[newline.length - 1] = '\n';
        assertThat(run("verify", receipt.toString(), "--key", log.key(), "--entry",
                written("5n.json", newline).toString()).exit()).isZero();
        String leaf = HexFormat.of().formatHex(Hashes.leaf(log.entries.get(5)));
        assertThat(run("verify", receipt.toString(), "--key", log.key(), "--leaf", leaf, "--json").text())
                .contains("\"index\":5").contains("\"proved\":true").contains("\"what\":\"receipt\"");
    }

    @Test
    void disprovesAReceiptOfAnotherEntryOrAnotherLedger() throws IOException {
        String receipt = written("5.tlog-proof", log.receipt(5).text()).toString();
        String other = written("6.json", log.entries.get(6)).toString();
        LedgerFixture.Run wrong = run("verify", receipt, "--key", log.key(), "--entry", other);
        assertThat(wrong.exit()).isEqualTo(Exit.FOUND);
        assertThat(wrong.text()).startsWith("NOT PROVED").contains("does not lead");
        LedgerFixture.Run stranger = run("verify", receipt, "--key", new LedgerFixture().key(), "--entry",
                written("5.json", log.entries.get(5)).toString());
        assertThat(stranger.exit()).isEqualTo(Exit.FOUND);
        assertThat(stranger.text()).contains("None of the given keys");
        byte[] cut = Arrays.copyOf(log.receipt(5).text(), 60);
        assertThat(run("verify", written("cut.tlog-proof", cut).toString(), "--key", log.key(), "--entry", other)
                .exit()).isEqualTo(Exit.FOUND);
    }

    @Test
    void saysWhatItNeeds() throws IOException {
        String receipt = written("5.tlog-proof", log.receipt(5).text()).toString();
        assertThat(run("verify", receipt, "--key", log.key()).exit()).isEqualTo(Exit.USAGE);
        assertThat(run("verify", receipt).exit()).isEqualTo(Exit.USAGE);
        assertThat(run("verify").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("verify", receipt, "--key", log.key(), "--leaf", "AB").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("verify", receipt, "--key", log.key() + "A").exit()).isEqualTo(Exit.INPUT);
        assertThat(run("verify", receipt, "--key", folder.resolve("none").toString()).exit()).isEqualTo(Exit.INPUT);
        assertThat(run("verify", folder.resolve("none").toString(), "--key", log.key()).exit()).isEqualTo(Exit.INPUT);
        assertThat(run("verify", written("x", new byte[3]).toString(), "--key", log.key()).exit())
                .isEqualTo(Exit.INPUT);
        assertThat(run("verify", folder.toString(), "--key", log.key()).exit()).isEqualTo(Exit.INPUT);
        assertThat(run("verify", "http://a@b/ledger", "--key", log.key()).exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void provesAWholeCopy() throws IOException {
        log.lay(folder);
        String keys = written("key", (log.key() + "\n").getBytes(StandardCharsets.UTF_8)).toString();
        LedgerFixture.Run all = run("verify", folder.toString(), "--key", keys);
        assertThat(all.exit()).isZero();
        assertThat(all.text()).contains("All 321 entries").contains("The census at index 300 is right: 40 customers");
        assertThat(run("verify", folder.toString(), "--key", keys, "--json").text()).contains("\"census\":300")
                .contains("\"entries\":true").contains("\"size\":321").contains("\"verified\":321");
        remove(folder.resolve("tile/entries"));
        LedgerFixture.Run tiles = run("verify", folder.toString(), "--key", keys);
        assertThat(tiles.exit()).isZero();
        assertThat(tiles.text()).contains("The entries themselves were not seen");
    }

    @Test
    void namesWhatIsWrongInACopy() throws IOException {
        log.lay(folder);
        List<byte[]> bundle = new ArrayList<>(log.entries.subList(256, 321));
        bundle.set(14, log.entries.get(0));
        LedgerFixture.put(folder, "tile/entries/001.p/65", EntryBundle.write(bundle));
        found("The entry at index 270 was changed", "\"finding\":\"changed\"");
        bundle.remove(14);
        LedgerFixture.put(folder, "tile/entries/001.p/65", EntryBundle.write(bundle));
        found("The entry at index 270 is missing", "\"at\":270");
        LedgerFixture.put(folder, "tile/entries/001.p/65", new byte[5]);
        found("The entry at index 256 is missing", "\"finding\":\"missing\"");
        log.lay(folder);
        Files.delete(folder.resolve("tile/1/000.p/1"));
        found("From index 0 on the tiles do not fit", "\"finding\":\"tree-differs\"");
        log.lay(folder);
        LedgerFixture.put(folder, "checkpoint", new LedgerFixture().note());
        found("None of the given keys signed it", "\"finding\":\"ledger.note.unsigned\"");
    }

    @Test
    void namesACensusThatIsWrong() throws IOException {
        LedgerFixture other = new LedgerFixture().grow(30).census();
        log.entries.add(other.entries.get(30));
        log.lay(folder);
        found("The census at index 321 does not say", "\"finding\":\"census-differs\"");
    }

    @Test
    void provesALogOfWhichEntriesWerePruned() throws IOException {
        log.grow(300).pruned(512).grow(3).lay(folder);
        LedgerFixture.put(folder, "minimum-index", log.minimumIndex(621));
        Files.delete(folder.resolve("tile/entries/000"));
        Files.delete(folder.resolve("tile/entries/001"));
        LedgerFixture.Run kept = run("verify", folder.toString(), "--key", log.key());
        assertThat(kept.exit()).as(kept.text()).isZero();
        assertThat(kept.text()).contains("The 113 entries that are kept", "512 entries were pruned",
                "the entry at index 621 of 2026-11-02T08:00:00Z, agreed by AQ0001; AQ0002",
                "Censuses were not computed");
        assertThat(run("verify", folder.toString(), "--key", log.key(), "--json").text())
                .contains("\"pruned\":512", "\"prunedBy\":621", "\"verified\":113", "\"proved\":true");
        // Dropped by hand: the entry speaks of less, or there is none.
        Files.delete(folder.resolve("tile/entries/002.p/113"));
        found("The entry at index 512 is missing", "\"at\":512");
        log.lay(folder);
        Files.delete(folder.resolve("tile/entries/001"));
        Files.delete(folder.resolve("minimum-index"));
        found("The entry at index 256 is missing", "\"at\":256");
        LedgerFixture.put(folder, "minimum-index", new LedgerFixture().grow(600).pruned(512).minimumIndex(600));
        found("The entry at index 256 is missing", "\"at\":256");
        LedgerFixture.put(folder, "minimum-index", new byte[9]);
        found("The receipt is out of shape", "\"finding\":\"ledger.proof.malformed\"");
    }

    @Test
    void comparesWithWhatWasKept() throws IOException {
        LedgerFixture young = new LedgerFixture().grow(10);
        String early = written("early.checkpoint", young.note()).toString();
        String receipt = written("early.tlog-proof", young.receipt(3).text()).toString();
        young.grow(290).lay(folder);
        LedgerFixture.Run kept = run("verify", folder.toString(), "--key", young.key(), "--since", early, "--since",
                receipt);
        assertThat(kept.exit()).isZero();
        assertThat(kept.text()).contains("still contains what was kept from earlier (2)");
        assertThat(run("verify", folder.toString(), "--key", young.key(), "--since",
                written("foreign", log.note()).toString()).exit()).isEqualTo(Exit.INPUT);
        young.entries.set(3, log.entries.get(9));
        young.lay(folder);
        LedgerFixture.Run rewritten = run("verify", folder.toString(), "--key", young.key(), "--since", early);
        assertThat(rewritten.exit()).isEqualTo(Exit.FOUND);
        assertThat(rewritten.text()).contains("A signed checkpoint says otherwise");
    }

    @Test
    void countsWitnesses() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        VerifierKey witness = VerifierKey.of("witness.example.org", NoteAlgorithm.ED25519_COSIGNATURE,
                pair.getPublic());
        JcaSigner cosigner = JcaSigner.of(witness, pair.getPrivate(), Clock.systemUTC());
        String policy = written("policy", ("log " + log.key() + "\nwitness regulator " + witness
                + "\nquorum regulator\n").getBytes(StandardCharsets.UTF_8)).toString();
        String entry = written("5.json", log.entries.get(5)).toString();
        String alone = written("alone.tlog-proof", log.receipt(5).text()).toString();
        String seen = written("seen.tlog-proof", log.receipt(5, cosigner).text()).toString();
        LedgerFixture.Run none = run("verify", alone, "--policy", policy, "--entry", entry);
        assertThat(none.exit()).isEqualTo(Exit.FOUND);
        assertThat(none.text()).startsWith("NOT PROVED").contains("Too few witnesses for the policy: none");
        LedgerFixture.Run one = run("verify", seen, "--policy", policy, "--entry", entry);
        assertThat(one.exit()).isZero();
        assertThat(one.text()).contains("Cosigned by 1 witness: regulator.");
        assertThat(run("verify", seen, "--policy", policy, "--entry", entry, "--json").text())
                .contains("\"cosigned\":[\"regulator\"]").contains("\"quorum\":true");
        String wrong = written("wrong", "log x\n".getBytes(StandardCharsets.UTF_8)).toString();
        LedgerFixture.Run refused = run("verify", seen, "--policy", wrong);
        assertThat(refused.exit()).isEqualTo(Exit.INPUT);
        assertThat(refused.text()).contains("Policy, line 1: no key");
    }

    /** A ledger that signs with three kinds, and one whose checkpoint lacks a line that was expected. */
    @Test
    void saysWhichSignaturesItCheckedAndWhichItMissed() throws IOException {
        Security.addProvider(new BouncyCastleProvider());
        JcaSigner sm2 = further(NoteAlgorithm.SM2_SM3);
        JcaSigner mlDsa = further(NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        String keys = written("keys", (log.key() + "\n" + sm2.verifierKey() + "\n" + mlDsa.verifierKey() + "\n")
                .getBytes(StandardCharsets.UTF_8)).toString();
        String entry = written("5.json", log.entries.get(5)).toString();
        String whole = written("whole.tlog-proof", log.receipt(5, sm2, mlDsa).text()).toString();
        LedgerFixture.Run all = run("verify", whole, "--key", keys, "--entry", entry);
        assertThat(all.exit()).as(all.text()).isZero();
        assertThat(all.text()).contains("Signatures checked: Ed25519 " + id(log.signer.verifierKey()) + "; SM2 "
                + id(sm2.verifierKey()) + "; ML-DSA-44 " + id(mlDsa.verifierKey()) + ".").doesNotContain("Not signed");
        assertThat(run("verify", whole, "--key", keys, "--entry", entry, "--json").text()).contains(
                "\"signatures\":[\"Ed25519 " + id(log.signer.verifierKey()) + "\",\"SM2 " + id(sm2.verifierKey()))
                .contains("\"unsigned\":[]");

        String lacking = written("lacking.tlog-proof", log.receipt(5, mlDsa).text()).toString();
        LedgerFixture.Run some = run("verify", lacking, "--key", keys, "--entry", entry);
        assertThat(some.exit()).isZero();
        assertThat(some.text()).contains("Not signed under another given key: SM2 " + id(sm2.verifierKey()) + ".");
        assertThat(run("verify", lacking, "--key", keys, "--entry", entry, "--json").text())
                .contains("\"unsigned\":[\"SM2 " + id(sm2.verifierKey()) + "\"]");
        assertThat(run("verify", lacking, "--key", sm2.verifierKey().toString(), "--entry", entry).exit())
                .as("asked for alone").isEqualTo(Exit.FOUND);
        assertThat(run("verify", lacking, "--key", mlDsa.verifierKey().toString(), "--entry", entry).exit()).isZero();

        byte[] changed = log.receipt(5, sm2).text();
        changed[changed.length - 20] = (byte) (changed[changed.length - 20] == 'A' ? 'B' : 'A');
        assertThat(run("verify", written("changed.tlog-proof", changed).toString(), "--key", keys, "--entry", entry)
                .text()).startsWith("NOT PROVED").contains("A signature under a given key is wrong.");
    }

    private static JcaSigner further(NoteAlgorithm algorithm) {
        KeyPair pair = algorithm.newPair();
        return JcaSigner.of(VerifierKey.of(LedgerFixture.ORIGIN, algorithm, pair.getPublic()), pair.getPrivate(),
                Clock.systemUTC());
    }

    private static String id(VerifierKey key) {
        return HexFormat.of().formatHex(key.keyId());
    }

    private void found(String words, String json) {
        LedgerFixture.Run run = run("verify", folder.toString(), "--key", log.key());
        assertThat(run.exit()).as(run.text()).isEqualTo(Exit.FOUND);
        assertThat(run.text()).startsWith("NOT PROVED").contains(words);
        assertThat(run("verify", folder.toString(), "--key", log.key(), "--json").text()).contains(json)
                .contains("\"proved\":false");
    }

    private Path written(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
