// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Flip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {

    static Stream<Vectors.Case> cases() {
        return Vectors.cases("receipt.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void provesWhatIsProvedAndNothingElse(Vectors.Case vector) {
        byte[] leaf = Hashes.leaf(vector.utf8("entry"));
        byte[] receipt = vector.utf8("receipt");
        if (vector.isValid()) {
            TlogProof proof = TlogProof.parse(receipt);
            assertThat(proof.text()).isEqualTo(receipt);
            assertThat(proof.verify(leaf, LogFixture.key()).size()).isEqualTo(3);
        } else {
            assertThatThrownBy(() -> TlogProof.parse(receipt).verify(leaf, LogFixture.key()))
                    .isInstanceOf(LedgerDamaged.class).hasNoCause();
        }
    }

    @Test
    void writesTheVectors() {
        List<byte[]> entries = Vectors.cases("entry.json").limit(3).map(one -> one.utf8("entry")).toList();
        TileGrowth growth = TileGrowth.grow(0, new LogFixture(), entries.stream().map(Hashes::leaf).toList());
        TileReader tiles = (level, n, width) -> growth.tiles().get(0).hashes();
        Checkpoint checkpoint = new Checkpoint(LogFixture.ORIGIN, 3, growth.root());
        byte[] note = Note.sign(checkpoint.text(), LogFixture.signer());
        assertThat(note).isEqualTo(Vectors.ledger("receipt.json").utf8("checkpoint"));
        for (int index = 0; index < 3; index++) {
            TlogProof proof = new TlogProof(Optional.empty(), index, Tree.inclusionProof(index, 3, tiles),
                    note);
            assertThat(new String(proof.text(), StandardCharsets.UTF_8))
                    .isEqualTo(cases().toList().get(index).text("receipt"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62})
    void provesNothingWithAnyBitFlipped(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(30);
        int index = random.nextInt(size);
        LogFixture log = LogFixture.of(size);
        byte[] entry = LogFixture.entry(index);
        byte[] receipt = new TlogProof(Optional.empty(), index, Tree.inclusionProof(index, size, log),
                log.checkpoint()).text();
        assertThat(TlogProof.parse(receipt).verify(Hashes.leaf(entry), LogFixture.key()).size()).isEqualTo(size);
        for (int bit = 0; bit < receipt.length * 8; bit++) {
            byte[] bad = Flip.bit(receipt, bit);
            assertThatThrownBy(() -> TlogProof.parse(bad).verify(Hashes.leaf(entry), LogFixture.key()))
                    .as("bit %d", bit).isInstanceOf(LedgerDamaged.class);
        }
        for (int bit = 0; bit < entry.length * 8; bit++) {
            byte[] other = Flip.bit(entry, bit);
            assertThatThrownBy(() -> TlogProof.parse(receipt).verify(Hashes.leaf(other), LogFixture.key()))
                    .as("bit %d of the entry", bit).isInstanceOf(LedgerDamaged.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "a\n\n", "a\n1\n\n", "a\n01\nX\n", "a\n-1\nX\n", "a\n+1\nX\n",
            "\n1\nX\n",
        "a\n1\nAA==\n", "a\n9223372036854775808\nX\n", "a\n1\nX", "a\n1\nX\n\n", "a\n1\nX\n\nb\n", "a\n\nX\n",
        "a\t\n1\nX\n"})
    void checkpoint_outOfShape(String text) {
        String root = TextLine.base64(new byte[32]);
        assertThatThrownBy(() -> Checkpoint.parse(text.replace("X", root))).isInstanceOf(LedgerDamaged.class)
                .hasMessage("ledger.checkpoint.malformed");
    }

    @Test
    void checkpoint_withLinesOfOthers() {
        Checkpoint checkpoint = new Checkpoint("a", 0, Hashes.emptyRoot());
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint).hasSameHashCodeAs(checkpoint);
        assertThat(Checkpoint.parse(checkpoint.text() + "more\n")).isEqualTo(checkpoint);
        assertThatThrownBy(() -> new Checkpoint("a\nb", 0, Hashes.emptyRoot()))
                .isInstanceOf(LedgerRefused.class);
    }
}
