// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouxin.core.keyset.Flip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {

    private static final String TEXT = "line one\n\nline three\n";

    @Test
    void verifierKey_ofTheSpecification() {
        String text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        VerifierKey key = VerifierKey.parse(text);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key.keyId()).containsExactly(0x53, 0x0d, 0x90, 0x3a);
        assertThat(key).hasToString(text).isEqualTo(VerifierKey.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a+b", "a+530d903a+",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k "})
    void verifierKey_mistyped(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(LedgerRefused.class)
                .hasMessage("ledger.verifier-key");
    }

    @Test
    void signer_hasTheKeyOfItsVerifier() {
        assertThat(LogFixture.signer().verifierKey()).isEqualTo(LogFixture.key());
    }

    @Test
    void open_splitsAtTheLastBlankLine() {
        Note note = Note.open(Note.sign(TEXT, LogFixture.signer()), LogFixture.key());
        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.verified()).hasSize(1);
        assertThat(note.isSignedBy(LogFixture.ORIGIN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {43, 44})
    void open_anyBitFlipped(long seed) {
        Random random = new Random(seed);
        byte[] root = new byte[Hashes.SIZE];
        random.nextBytes(root);
        String text = new Checkpoint(LogFixture.ORIGIN, random.nextInt(1 << 30), root).text();
        byte[] note = Note.sign(text, LogFixture.signer());
        assertThat(Checkpoint.open(note, LogFixture.key()).text()).isEqualTo(text);
        for (int bit = 0; bit < note.length * 8; bit++) {
            byte[] bad = Flip.bit(note, bit);
            assertThatThrownBy(() -> Checkpoint.open(bad, LogFixture.key())).as("bit %d", bit)
                    .isInstanceOf(LedgerDamaged.class);
        }
    }

    @Test
    void open_withOtherSignatures() {
        String good = signed();
        String stranger = "\u2014 stranger " + TextLine.base64(new byte[68]) + "\n";
        assertThat(open(good + stranger.repeat(99)).unverified()).hasSize(99);
        damaged("malformed", good + stranger.repeat(100));
        damaged("unsigned", TEXT + "\n" + stranger);
        byte[] blob = new byte[68];
        System.arraycopy(LogFixture.key().keyId(), 0, blob, 0, 4);
        damaged("signature-bad", good + "\u2014 " + LogFixture.ORIGIN + " " + TextLine.base64(blob) + "\n");
    }

    @Test
    void open_outOfShape() {
        String good = signed();
        for (String bad : new String[] {"", "\n", "\n\n", TEXT, TEXT + "\n", good + "x\n", good + "\n",
            good.substring(0, good.length() - 1), good.replace("one", "o\tne"), good.replace("one",
                    "o\u0001ne"),
            good.replace("\u2014", "-"), good.replace("\u2014 ", "\u2014"), good.replace("/shouxin",
                    " shouxin"),
            good.replace("/shouxin", "\u3000shouxin"), good.replace("/shouxin", "+shouxin"),
            good.replace("=\n", "\n"), good + "\u2014 short AAAAAA==\n", good + "\u2014  AAAAAAA=\n"}) {
            damaged("malformed", bad);
        }
        byte[] notUtf8 = good.getBytes(StandardCharsets.UTF_8);
        notUtf8[0] = (byte) 0xff;
        assertThatThrownBy(() -> Note.open(notUtf8, LogFixture.key())).hasMessage("ledger.note.malformed");
        assertThatThrownBy(() -> Note.open(new byte[1_000_001], LogFixture.key()))
                .hasMessage("ledger.note.malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no newline", "control\u0007\n", "half \ud83d\n"})
    void sign_whatNoNoteCanHold(String text) {
        assertThatThrownBy(() -> Note.sign(text, LogFixture.signer())).isInstanceOf(LedgerRefused.class);
    }

    @Test
    void open_triesEveryKeyOfThatName() {
        VerifierKey other = VerifierKey.parse(
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        byte[] note = signed().getBytes(StandardCharsets.UTF_8);
        assertThat(Note.open(note, other, LogFixture.key()).verified()).hasSize(1);
        assertThatThrownBy(() -> Note.open(note, other)).hasMessage("ledger.note.unsigned");
        assertThatThrownBy(() -> Note.open(note)).hasMessage("ledger.note.unsigned");
    }

    /** The cases of Go's note package, kept outside the repository because they are not ours. */
    @Test
    void open_casesOfAnotherImplementation() {
        Path module = Path.of(System.getProperty("basedir", "."));
        Path file = module.resolve(System.getProperty("shouxin.shared", "../../shared"))
                .resolve("data/transparency/signed-note-cases.json");
        assumeTrue(Files.exists(file), "no shared test data: set -Dshouxin.shared to the folder with it");
        Vectors.Case other = Vectors.file(file);
        VerifierKey peter = VerifierKey.parse(other.text("vkey"));
        VerifierKey enoch = VerifierKey.parse(other.text("vkey2"));
        String text = other.text("text");
        String both = text + "\n" + other.text("sig") + other.text("sig2");
        assertThat(Note.open(utf8(both), peter, enoch).verified()).hasSize(2);
        assertThat(Note.open(utf8(both), peter).unverified()).hasSize(1);
        assertThat(Note.open(utf8(both), enoch).text()).isEqualTo(text);
        for (String bad : other.texts("badKeys")) {
            assertThatThrownBy(() -> VerifierKey.parse(bad)).isInstanceOf(LedgerRefused.class);
        }
        assertThatThrownBy(() -> Note.open(utf8(both.replace("problem is", "problem was")), peter))
                .hasMessage("ledger.note.signature-bad");
        assertThatThrownBy(() -> Note.open(utf8(both + "later\n"), peter))
                .hasMessage("ledger.note.malformed");
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42})
    void open_anyBytes(long seed) {
        Random random = new Random(seed);
        byte[] good = utf8(signed());
        for (int round = 0; round < 500; round++) {
            byte[] bad = good.clone();
            for (int change = 0; change < 5; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThatThrownBy(() -> Note.open(bad, LogFixture.key())).isInstanceOf(LedgerDamaged.class);
        }
    }

    private static String signed() {
        return new String(Note.sign(TEXT, LogFixture.signer()), StandardCharsets.UTF_8);
    }

    private static Note open(String note) {
        return Note.open(utf8(note), LogFixture.key());
    }

    private static void damaged(String how, String note) {
        assertThatThrownBy(() -> open(note)).isInstanceOf(LedgerDamaged.class)
                .hasMessage("ledger.note." + how);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
