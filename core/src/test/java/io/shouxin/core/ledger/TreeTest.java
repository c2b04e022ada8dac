// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Flip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published values, and against the definitions of RFC 6962, 2.1, written down as they stand. */
class TreeTest {

    private static final int SIZE_MAX = 70;

    private final Vectors.Case vectors = Vectors.ledger("tree.json");
    private final LogFixture log = LogFixture.of(SIZE_MAX);
    private final List<byte[]> leaves = LogFixture.leaves(0, SIZE_MAX);

    @Test
    void givesThePublishedRoots() {
        List<byte[]> hashes = vectors.hexes("entries").stream().map(Hashes::leaf).toList();
        for (int size = 0; size <= hashes.size(); size++) {
            TileGrowth growth = TileGrowth.grow(0, log, hashes.subList(0, size));
            assertThat(growth.root()).as("size %d", size).isEqualTo(vectors.hexes("roots").get(size));
        }
    }

    @Test
    void givesThePublishedProofs() {
        List<byte[]> hashes = vectors.hexes("entries").stream().map(Hashes::leaf).toList();
        TileReader tiles = reader(TileGrowth.grow(0, log, hashes));
        for (Vectors.Case one : vectors.cases("inclusion")) {
            assertThat(Tree.inclusionProof(one.number("index"), one.number("size"), tiles))
                    .as(one.members().toString()).containsExactlyElementsOf(one.hexes("proof"));
        }
        for (Vectors.Case one : vectors.cases("consistency")) {
            assertThat(Tree.consistencyProof(one.number("from"), one.number("to"), tiles))
                    .as(one.members().toString()).containsExactlyElementsOf(one.hexes("proof"));
        }
    }

    @Test
    void agreesWithTheDefinitionForEverySmallTree() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            List<byte[]> part = leaves.subList(0, size);
            byte[] root = NaiveTree.root(part);
            assertThat(Tree.root(size, log)).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = Tree.inclusionProof(index, size, log);
                assertThat(proof).containsExactlyElementsOf(NaiveTree.path(index, part));
                assertThat(Tree.includes(leaves.get(index), index, size, proof, root)).isTrue();
            }
            for (int from = 0; from <= size; from++) {
                List<byte[]> proof = Tree.consistencyProof(from, size, log);
                assertThat(proof).containsExactlyElementsOf(NaiveTree.consistency(from, part));
                assertThat(Tree.consistent(from, NaiveTree.root(leaves.subList(0, from)), size, root, proof))
                        .isTrue();
            }
        }
    }

    @Test
    void acceptsAProofForItsOwnPlaceOnly() {
        for (int size = 1; size <= 20; size++) {
            byte[] root = Tree.root(size, log);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = Tree.inclusionProof(index, size, log);
                for (int other = -1; other <= size; other++) {
                    assertThat(Tree.includes(leaves.get(index), other, size, proof, root))
                            .isEqualTo(other == index);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void refusesAnInclusionProofWithAnyBitFlipped(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int size = 2 + random.nextInt(SIZE_MAX - 1);
            int index = random.nextInt(size);
            byte[] root = Tree.root(size, log);
            List<byte[]> proof = Tree.inclusionProof(index, size, log);
            List<byte[]> all = new ArrayList<>(proof);
            all.add(leaves.get(index));
            all.add(root);
            for (int bit = 0; bit < all.size() * Hashes.SIZE * 8; bit++) {
                List<byte[]> bad = flipped(all, bit);
                assertThat(Tree.includes(bad.get(proof.size()), index, size, bad.subList(0, proof.size()),
                        bad.get(proof.size() + 1))).as("bit %d", bit).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 15, 16})
    void refusesAConsistencyProofWithAnyBitFlipped(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int to = 2 + random.nextInt(SIZE_MAX - 1);
            int from = 1 + random.nextInt(to - 1);
            List<byte[]> proof = Tree.consistencyProof(from, to, log);
            List<byte[]> all = new ArrayList<>(proof);
            all.add(Tree.root(from, log));
            all.add(Tree.root(to, log));
            for (int bit = 0; bit < all.size() * Hashes.SIZE * 8; bit++) {
                List<byte[]> bad = flipped(all, bit);
                assertThat(Tree.consistent(from, bad.get(proof.size()), to, bad.get(proof.size() + 1),
                        bad.subList(0, proof.size()))).as("bit %d", bit).isFalse();
            }
        }
    }

    @Test
    void refusesProofsOfAnotherLength() {
        byte[] root = Tree.root(8, log);
        List<byte[]> longer = new ArrayList<>(Tree.inclusionProof(3, 8, log));
        longer.add(root);
        List<byte[]> narrow = List.of(new byte[31], new byte[32], new byte[32]);
        assertThat(Tree.includes(leaves.get(3), 3, 8, longer, root)).isFalse();
        assertThat(Tree.includes(leaves.get(3), 3, 8, longer.subList(0, 2), root)).isFalse();
        assertThat(Tree.includes(leaves.get(3), 3, 8, narrow, root)).isFalse();
        List<byte[]> more = new ArrayList<>(Tree.consistencyProof(5, 8, log));
        more.add(root);
        assertThat(Tree.consistent(5, Tree.root(5, log), 8, root, more)).isFalse();
        assertThat(Tree.consistent(5, Tree.root(5, log), 8, root, List.of())).isFalse();
        assertThat(Tree.consistent(8, root, 8, root, List.of(root))).isFalse();
        assertThat(Tree.consistent(8, root, 7, root, List.of())).isFalse();
        assertThat(Tree.consistent(0, root, 8, root, List.of())).isFalse();
    }

    @Test
    void refusesWhatATreeCannotBeAskedFor() {
        assertThatThrownBy(() -> Tree.inclusionProof(8, 8, log)).hasMessage("ledger.proof.range");
        assertThatThrownBy(() -> Tree.inclusionProof(-1, 8, log)).hasMessage("ledger.proof.range");
        assertThatThrownBy(() -> Tree.consistencyProof(9, 8, log)).hasMessage("ledger.proof.range");
        assertThatThrownBy(() -> Tree.root(SIZE_MAX + 1, log)).isInstanceOf(LedgerDamaged.class);
    }

    @Test
    void drawsThePathFromTheLeafToTheRoot() {
        List<ProofStep> path = Tree.path(leaves.get(5), 5, 7, Tree.inclusionProof(5, 7, log));
        assertThat(path).extracting(ProofStep::siblingOnLeft).containsExactly(true, false, true);
        assertThat(path.get(2).combined()).isEqualTo(Tree.root(7, log));
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 18})
    void agreesWithTheDefinitionAcrossTiles(long seed) {
        int most = 66_500;
        LogFixture large = LogFixture.of(most);
        List<byte[]> hashes = LogFixture.leaves(0, most);
        Random random = new Random(seed);
        int[] sizes = {255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 1 + random.nextInt(most), most};
        for (int size : sizes) {
            byte[] root = NaiveTree.root(hashes.subList(0, size));
            assertThat(Tree.root(size, large)).isEqualTo(root);
            int index = random.nextInt(size);
            List<byte[]> proof = Tree.inclusionProof(index, size, large);
            assertThat(Tree.includes(hashes.get(index), index, size, proof, root)).isTrue();
            int from = 1 + random.nextInt(size);
            assertThat(Tree.consistent(from, Tree.root(from, large), size, root,
                    Tree.consistencyProof(from, size, large))).isTrue();
        }
    }

    private static List<byte[]> flipped(List<byte[]> hashes, int bit) {
        List<byte[]> flipped = new ArrayList<>(hashes);
        int victim = bit / (Hashes.SIZE * 8);
        flipped.set(victim, Flip.bit(hashes.get(victim), bit % (Hashes.SIZE * 8)));
        return flipped;
    }

    private static TileReader reader(TileGrowth growth) {
        return (level, n, width) -> IntStream.range(0, growth.tiles().size()).mapToObj(growth.tiles()::get)
                .filter(tile -> tile.level() == level && tile.n() == n).findFirst()
                .map(tile -> Arrays.copyOf(tile.hashes(), width * Hashes.SIZE)).orElseThrow();
    }
}
