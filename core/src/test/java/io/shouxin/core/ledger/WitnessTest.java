// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Findings.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {

    private final Witness witness = new Witness(List.of(LogFixture.key()));
    private final Map<String, Position> remembered = new HashMap<>();

    @Test
    void followsALogAsItGrows() {
        LogFixture log = new LogFixture();
        Random random = new Random(7);
        long seen = 0;
        for (int step = 0; step < 40; step++) {
            log.append(random.nextInt(40));
            Witness.Cosign ruling = (Witness.Cosign) ask(body(log, seen));
            seen = log.entries.size();
            assertThat(ruling.status()).isEqualTo(200);
            assertThat(ruling.origin()).isEqualTo(LogFixture.ORIGIN);
            assertThat(ruling.seen()).isEqualTo(new Position(seen, log.root));
            assertThat(ruling.replaced()).isEqualTo(remembered.getOrDefault(LogFixture.ORIGIN, Position.start()));
            assertThat(ruling.text()).isEqualTo(new Checkpoint(LogFixture.ORIGIN, seen, log.root).text());
            remembered.put(ruling.origin(), ruling.seen());
        }
    }

    @Test
    void answersWithTheSizeItRemembers() {
        LogFixture log = LogFixture.of(70);
        remember(50);
        Witness.Refusal refusal = (Witness.Refusal) ask(body(log, 0));
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.size()).contains(50L);
        assertThat(status(body(log, 49))).isEqualTo(409);
        assertThat(status(body(log, 51))).isEqualTo(409);
        assertThat(status(body(log, 50))).isEqualTo(200);
    }

    @Test
    void refusesALogThatDoesNotContinue() {
        LogFixture log = LogFixture.of(70);
        remembered.put(LogFixture.ORIGIN, new Position(50, LogFixture.of(49).root));
        assertThat(status(body(log, 50))).isEqualTo(422);
        remember(50);
        List<byte[]> proof = Tree.consistencyProof(50, 70, log);
        assertThat(status(body(50, proof.subList(1, proof.size()), log.checkpoint()))).isEqualTo(422);
        assertThat(status(body(50, List.of(), log.checkpoint()))).isEqualTo(422);
        assertThat(status(body(50, proof, log.checkpoint(new byte[32])))).isEqualTo(422);
        remember(70);
        assertThat(status(body(70, List.of(), log.checkpoint()))).isEqualTo(200);
        assertThat(status(body(70, List.of(), log.checkpoint(new byte[32])))).isEqualTo(422);
        assertThat(status(body(70, List.of(new byte[32]), log.checkpoint()))).isEqualTo(422);
    }

    @Test
    void beginsWithAnyCheckpointButWithoutAProof() {
        LogFixture log = LogFixture.of(9);
        assertThat(status(body(0, List.of(), log.checkpoint()))).isEqualTo(200);
        assertThat(status(body(0, List.of(new byte[32]), log.checkpoint()))).isEqualTo(422);
        LogFixture empty = new LogFixture();
        assertThat(status(body(0, List.of(), empty.checkpoint()))).isEqualTo(200);
        assertThat(status(body(0, List.of(), empty.checkpoint(new byte[32])))).isEqualTo(422);
    }

    @Test
    void refusesAProofFromBeyondTheCheckpointBeforeItLooksAtWhatItRemembers() {
        remember(50);
        assertThat(status(body(71, List.of(), LogFixture.of(70).checkpoint()))).isEqualTo(400);
    }

    @Test
    void refusesLogsItDoesNotKnowAndCheckpointsTheyDidNotSign() {
        byte[] stranger = Note.sign(new Checkpoint("other.example.org/log", 1, new byte[32]).text(),
                LogFixture.signer());
        assertThat(status(body(0, List.of(), stranger))).isEqualTo(404);
        assertThat(witness.origin(body(0, List.of(), stranger))).isEmpty();
        String note = new String(LogFixture.of(3).checkpoint(), StandardCharsets.UTF_8);
        assertThat(witness.origin(body(0, List.of(), utf8(note)))).contains(LogFixture.ORIGIN);
        assertThat(status(body(0, List.of(), utf8(note.replace("\n3\n", "\n4\n"))))).isEqualTo(403);
        String blob = note.substring(note.lastIndexOf(' ') + 1).trim();
        assertThat(status(body(0, List.of(), utf8(note.replace(blob, TextLine.base64(new byte[68]))))))
                .isEqualTo(403);
        assertThatThrownBy(() -> new Witness(List.of(VerifierKey.of("w", NoteAlgorithm.ED25519_COSIGNATURE,
                NoteAlgorithmTest.pair(NoteAlgorithm.ED25519_COSIGNATURE).getPublic()))))
                .hasMessage("ledger.witness.log-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "old 0", "old 0\n", "old 0\n\n", "OLD 0\n\n%s", "old 00\n\n%s", "old -1\n\n%s",
        "old +1\n\n%s", "old  0\n\n%s", "old 0 \n\n%s", "old 0\r\n\r\n%s", "old 9223372036854775808\n\n%s",
        "old 0\nAAAA\n\n%s", "old 0\n\n\n%s", "\nold 0\n\n%s", "old 0\n\n%sx", "old 0\n\na\n3\n", "old\n\n%s",
        "old 0\n\nledger.example.com/shouxin\n3\n\n"})
    void refusesABodyOutOfShape(String body) {
        String note = new String(LogFixture.of(3).checkpoint(), StandardCharsets.UTF_8);
        assertThat(status(utf8(body.replace("%s", note)))).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsTooLong() {
        byte[] note = LogFixture.of(3).checkpoint();
        String line = TextLine.base64(new byte[32]) + "\n";
        String tail = "\n" + new String(note, StandardCharsets.UTF_8);
        remember(2);
        assertThat(status(utf8("old 2\n" + line.repeat(63) + tail))).isEqualTo(422);
        assertThat(status(utf8("old 2\n" + line.repeat(64) + tail))).isEqualTo(400);
        assertThat(status(new byte[AddCheckpoint.BYTES_MAX + 1])).isEqualTo(400);
        assertThat(status(new byte[] {(byte) 0xff})).isEqualTo(400);
        assertThatThrownBy(() -> new AddCheckpoint(0, Collections.nCopies(64, new byte[32]), note))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Every bit of the body but those of signatures by others stands under the signature or the proof. */
    @Test
    void cosignsNothingWithABitFlipped() {
        LogFixture log = LogFixture.of(70);
        remember(50);
        byte[] body = body(log, 50);
        for (int bit = 0; bit < body.length * 8; bit++) {
            byte[] bad = body.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(status(bad)).as("bit %d", bit).isNotEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {111, 112})
    void staysWholeOnAnyBytes(long seed) {
        Random random = new Random(seed);
        LogFixture log = LogFixture.of(70);
        remember(50);
        byte[] body = body(log, 50);
        for (int round = 0; round < 500; round++) {
            byte[] bad = body.clone();
            for (int change = 0; change < 4; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(status(bad)).isIn(400, 403, 404, 409, 422);
        }
    }

    @Test
    void writesTheBodyItReads() {
        byte[] body = body(LogFixture.of(70), 50);
        assertThat(AddCheckpoint.parse(body).body()).isEqualTo(body);
    }

    private void remember(int size) {
        remembered.put(LogFixture.ORIGIN, new Position(size, LogFixture.of(size).root));
    }

    private Witness.Ruling ask(byte[] body) {
        return witness.rule(body, origin -> remembered.getOrDefault(origin, Position.start()));
    }

    private int status(byte[] body) {
        return ask(body).status();
    }

    private static byte[] body(LogFixture log, long from) {
        return body(from, Tree.consistencyProof(from, log.entries.size(), log), log.checkpoint());
    }

    private static byte[] body(long from, List<byte[]> proof, byte[] note) {
        return new AddCheckpoint(from, new ArrayList<>(proof), note).body();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
