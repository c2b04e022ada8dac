// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consistency proofs against {@link SmallTree}, which shares no code with what is tested. */
class ConsistencyTest {

    private static final int SIZE_MAX = 300;

    @Test
    void agreesForEveryPairOfSmallSizes() {
        LogFixture log = LogFixture.of(SIZE_MAX);
        SmallTree judge = new SmallTree(false);
        for (int to = 0; to <= SIZE_MAX; to++) {
            byte[] toRoot = judge.root(to);
            assertThat(Tree.root(to, log)).isEqualTo(toRoot);
            for (int from = 0; from <= to; from++) {
                List<byte[]> proof = Tree.consistencyProof(from, to, log);
                List<byte[]> judged = judge.consistency(from, to);
                byte[] fromRoot = judge.root(from);
                if (proof.size() != judged.size() || !same(proof, judged)
                        || !Tree.consistent(from, fromRoot, to, toRoot, proof)
                        || from > 0 && !SmallTree.proves(from, fromRoot, to, toRoot, proof)) {
                    assertThat(proof).as("from %d to %d", from, to).containsExactlyElementsOf(judged);
                    throw new AssertionError("from " + from + " to " + to + ": the proof is right and not taken");
                }
            }
        }
    }

    /** Trees as large as a log can be; their entries are all alike, so every subtree's hash is known. */
    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103})
    void agreesForLargeSizes(long seed) {
        Random random = new Random(seed);
        SmallTree judge = new SmallTree(true);
        TileReader tiles = (level, n, width) -> {
            byte[] tile = new byte[width * Hashes.SIZE];
            byte[] hash = judge.hash(0, 1L << 8 * level);
            for (int i = 0; i < width; i++) {
                System.arraycopy(hash, 0, tile, i * Hashes.SIZE, Hashes.SIZE);
            }
            return tile;
        };
        for (int round = 0; round < 100; round++) {
            long to = 1 + (random.nextLong() >>> 2 + random.nextInt(55));
            long from = 1 + (long) (random.nextDouble() * (to - 1));
            List<byte[]> proof = Tree.consistencyProof(from, to, tiles);
            assertThat(proof).containsExactlyElementsOf(judge.consistency(from, to));
            assertThat(Tree.consistent(from, judge.root(from), to, judge.root(to), proof)).isTrue();
        }
    }

    /** The two checks must agree on wrong proofs as on right ones: neither takes what the other refuses. */
    @ParameterizedTest
    @ValueSource(longs = {104, 105})
    void refusesWhatIsMalformedOrOfOtherSizes(long seed) {
        Random random = new Random(seed);
        LogFixture log = LogFixture.of(SIZE_MAX);
        SmallTree judge = new SmallTree(false);
        for (int round = 0; round < 2_000; round++) {
            int to = 2 + random.nextInt(SIZE_MAX - 1);
            int from = 1 + random.nextInt(to - 1);
            List<byte[]> bad = worse(Tree.consistencyProof(from, to, log), random);
            assertThat(Tree.consistent(from, judge.root(from), to, judge.root(to), bad)).isFalse();
            assertThat(SmallTree.proves(from, judge.root(from), to, judge.root(to), bad)).isFalse();
            List<byte[]> good = Tree.consistencyProof(from, to, log);
            int other = 1 + random.nextInt(SIZE_MAX);
            assertThat(Tree.consistent(from, judge.root(from), other, judge.root(to), good))
                    .as("from %d to %d as %d", from, to, other)
                    .isEqualTo(SmallTree.proves(from, judge.root(from), other, judge.root(to), good));
        }
    }

    @Test
    void refusesSizesThatAreNone() {
        byte[] root = new byte[32];
        assertThat(Tree.consistent(-1, root, 5, root, List.of())).isFalse();
        assertThat(Tree.consistent(5, root, -1, root, List.of())).isFalse();
        assertThat(Tree.consistent(Long.MIN_VALUE, root, Long.MAX_VALUE, root, List.of(root))).isFalse();
        assertThat(Tree.consistent(1, root, Long.MAX_VALUE, root, Collections.nCopies(100, root))).isFalse();
    }

    private static List<byte[]> worse(List<byte[]> proof, Random random) {
        List<byte[]> bad = new ArrayList<>(proof.stream().map(byte[]::clone).toList());
        int place = random.nextInt(bad.size());
        switch (random.nextInt(5)) {
            case 0 -> bad.remove(place);
            case 1 -> bad.add(place, bad.get(place));
            case 2 -> bad.set(place, Arrays.copyOf(bad.get(place), 31));
            case 3 -> bad.get(place)[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
            default -> bad.add(new byte[32]);
        }
        return bad;
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
