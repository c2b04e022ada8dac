// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.Flip;
import io.shouxin.core.ledger.Findings.Kind;
import io.shouxin.core.ledger.Findings.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

    private static final int SIZE = 1_000;

    private final LogFixture log = LogFixture.of(SIZE);

    @Test
    void findsNothingInAWholeLog() {
        Findings findings = verify();
        assertThat(findings.isClean()).isTrue();
        assertThat(findings.verified()).isEqualTo(SIZE);
        assertThat(findings.to()).isEqualTo(new Position(SIZE, log.root));
    }

    @Test
    void goesOnFromWhatWasConfirmed() {
        Position half = verify().to();
        byte[] earlier = log.checkpoint();
        log.append(500);
        byte[] middle = log.checkpoint();
        log.append(66_000);
        Findings findings = new Verifier(log, LogFixture.key())
                .verify(half, log.lines(SIZE), log.checkpoint(), List.of(earlier, middle).iterator());
        assertThat(findings.fault()).isEmpty();
        assertThat(findings.verified()).isEqualTo(66_500);
        assertThat(findings.to()).isEqualTo(new Position(67_500, log.root));
    }

    @Test
    void doesNotReadBeyondTheCheckpoint() {
        byte[] note = log.checkpoint();
        log.entries.add(new byte[] {1});
        assertThat(verify(log.lines(), note).isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void findsAChangedEntry(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            int index = random.nextInt(SIZE);
            byte[] entry = log.entries.get(index).clone();
            entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] kept = log.entries.set(index, entry);
            Findings findings = verify();
            // A flipped digit can turn one entry into its neighbour's twin, which is another fault.
            assertThat(findings.fault()).hasValueSatisfying(fault -> {
                assertThat(fault.index()).isEqualTo(index);
                assertThat(fault.kind()).isIn(Kind.CHANGED, Kind.REORDERED, Kind.MISSING);
            });
            assertThat(findings.verified()).isEqualTo(index);
            assertThat(findings.to()).isEqualTo(Position.start());
            log.entries.set(index, kept);
        }
    }

    @Test
    void findsAMissingEntry() {
        Iterator<Verifier.Line> gap = Stream.concat(stream(0, 700), stream(701, SIZE)).iterator();
        expect(verify(gap, log.checkpoint()), Kind.MISSING, 700);
        expect(verify(stream(0, 999).iterator(), log.checkpoint()), Kind.MISSING, 999);
        expect(verify(Collections.emptyIterator(), log.checkpoint()), Kind.MISSING, 0);
    }

    @Test
    void findsEntriesOutOfOrder() {
        Collections.swap(log.entries, 300, 301);
        expect(verify(), Kind.REORDERED, 300);
        Iterator<Verifier.Line> twice = Stream.concat(stream(0, 9), stream(8, SIZE)).iterator();
        expect(verify(twice, log.checkpoint()), Kind.ADDED, 8);
        Iterator<Verifier.Line> back = Stream.concat(stream(0, 9), stream(7, SIZE)).iterator();
        expect(verify(back, log.checkpoint()), Kind.REORDERED, 9);
        Collections.swap(log.entries, 300, 301);
        Collections.swap(log.entries, 20, 200);
        expect(verify(), Kind.REORDERED, 20);
    }

    /** Rows put in or taken out and all numbers behind them given anew, at every place in and between tiles. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 257, 511, 512, 767, 768, 997, 998, 999})
    void findsARowPutInOrTakenOutThoughTheNumbersFit(int index) {
        byte[] kept = log.entries.remove(index);
        byte[] note = LogFixture.of(SIZE).checkpoint();
        expect(verify(log.lines(), note), Kind.MISSING, index);
        log.entries.add(index, kept);
        log.entries.add(index, new byte[] {1});
        expect(verify(log.lines(), note), Kind.ADDED, index);
        log.entries.remove(index);
        log.entries.add(index, log.entries.get(3));
        expect(verify(log.lines(), note), Kind.ADDED, index);
    }

    @Test
    void tellsAnEntryOverwrittenByItsNeighbour() {
        byte[] kept = log.entries.set(300, log.entries.get(301));
        expect(verify(), Kind.CHANGED, 300);
        log.entries.set(300, kept);
        log.entries.set(SIZE - 1, new byte[0]);
        expect(verify(), Kind.CHANGED, SIZE - 1);
    }

    /** Of a log with two levels, bytes at random; of a small one below, every bit. */
    @ParameterizedTest
    @ValueSource(longs = {57, 58})
    void findsAFlippedBitOfAnyTile(long seed) {
        LogFixture two = LogFixture.of(260);
        byte[] note = two.checkpoint();
        Random random = new Random(seed);
        for (byte[] tile : two.tiles.values()) {
            for (int place = 0; place < tile.length; place += 1 + random.nextInt(7)) {
                differs(two, note, tile, place, 1 << random.nextInt(8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {59, 60})
    void findsEveryFlippedBitOfATile(long seed) {
        LogFixture small = LogFixture.of(8 + new Random(seed).nextInt(16));
        byte[] note = small.checkpoint();
        for (byte[] tile : small.tiles.values()) {
            for (int bit = 0; bit < tile.length * 8; bit++) {
                differs(small, note, tile, bit / 8, 1 << bit % 8);
            }
        }
    }

    private static void differs(LogFixture log, byte[] note, byte[] tile, int place, int flip) {
        tile[place] ^= (byte) flip;
        Findings findings = new Verifier(log, LogFixture.key()).verify(log.lines(), note);
        assertThat(findings.fault()).as("byte %d, bit %d", place, flip).hasValueSatisfying(fault ->
                assertThat(fault.kind()).isEqualTo(Kind.TREE_DIFFERS));
        tile[place] ^= (byte) flip;
    }

    @ParameterizedTest
    @ValueSource(longs = {63, 64})
    void findsEveryFlippedBitOfEveryEntry(long seed) {
        LogFixture small = LogFixture.of(4 + new Random(seed).nextInt(8));
        byte[] note = small.checkpoint();
        for (int index = 0; index < small.entries.size(); index++) {
            byte[] kept = small.entries.get(index);
            for (int bit = 0; bit < kept.length * 8; bit++) {
                small.entries.set(index, Flip.bit(kept, bit));
                Findings findings = new Verifier(small, LogFixture.key()).verify(small.lines(), note);
                assertThat(findings.fault()).as("entry %d, bit %d", index, bit).isPresent();
            }
            small.entries.set(index, kept);
        }
    }

    @Test
    void verifiesTilesWithoutTheirEntries() {
        LogFixture large = LogFixture.of(66_000);
        Verifier verifier = new Verifier(large, LogFixture.key());
        byte[] note = large.checkpoint();
        byte[] early = LogFixture.of(300).checkpoint();
        assertThat(verifier.verifyTiles(note, List.of(early).iterator()).to().size()).isEqualTo(66_000);
        for (String tile : List.of("0/0", "0/257", "1/0", "1/1", "2/0")) {
            large.tiles.get(tile)[5] ^= 1;
            assertThat(verifier.verifyTiles(note, Collections.emptyIterator()).isClean()).as(tile).isFalse();
            large.tiles.get(tile)[5] ^= 1;
        }
        byte[] other = Note.sign(new Checkpoint(LogFixture.ORIGIN, 300, new byte[32]).text(), LogFixture.signer());
        expect(verifier.verifyTiles(note, List.of(other).iterator()), Kind.CHECKPOINT_DIFFERS, 0);
    }

    @Test
    void findsEveryStoredCheckpointThatDiffers() {
        List<byte[]> stored = new ArrayList<>();
        for (int size : new int[] {1, 255, 256, 257, 600, SIZE}) {
            stored.add(LogFixture.of(size).checkpoint());
        }
        Verifier verifier = new Verifier(log, LogFixture.key());
        byte[] newest = stored.get(stored.size() - 1);
        assertThat(verifier.verify(Position.start(), log.lines(), newest, stored.iterator()).isClean()).isTrue();
        for (int i = 0; i < stored.size(); i++) {
            List<byte[]> wrong = new ArrayList<>(stored);
            Checkpoint right = Checkpoint.open(stored.get(i), LogFixture.key());
            wrong.set(i, Note.sign(new Checkpoint(LogFixture.ORIGIN, right.size(), new byte[32]).text(),
                    LogFixture.signer()));
            long before = i == 0 ? 0 : Checkpoint.open(stored.get(i - 1), LogFixture.key()).size();
            expect(verifier.verify(Position.start(), log.lines(), newest, wrong.iterator()),
                    Kind.CHECKPOINT_DIFFERS, before);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {54, 55, 56})
    void findsAChangedTile(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            int index = random.nextInt(SIZE);
            byte[] tile = log.tiles.get("0/" + index / 256);
            int place = index % 256 * 32 + random.nextInt(32);
            tile[place] ^= 1;
            expect(verify(), Kind.TREE_DIFFERS, index);
            tile[place] ^= 1;
        }
        log.tiles.get("1/0")[32] ^= 1;
        expect(verify(), Kind.TREE_DIFFERS, 256);
    }

    @Test
    void findsAMissingTile() {
        log.tiles.remove("0/2");
        expect(verify(), Kind.TREE_DIFFERS, 512);
    }

    @Test
    void findsAHistoryRewrittenWithItsTiles() {
        byte[] early = LogFixture.of(200).checkpoint();
        byte[] middle = LogFixture.of(600).checkpoint();
        byte[] newest = log.checkpoint();
        List<byte[]> leaves = new ArrayList<>(LogFixture.leaves(0, SIZE));
        log.entries.set(400, new byte[] {1});
        leaves.set(400, Hashes.leaf(new byte[] {1}));
        TileGrowth.grow(0, log, leaves).tiles()
                .forEach(tile -> log.tiles.put(tile.level() + "/" + tile.n(), tile.hashes()));
        Findings findings = new Verifier(log, LogFixture.key())
                .verify(Position.start(), log.lines(), newest, List.of(early, middle).iterator());
        expect(findings, Kind.CHECKPOINT_DIFFERS, 200);
        assertThat(findings.to().size()).isEqualTo(200);
    }

    @Test
    void findsACheckpointThatDoesNotFit() {
        byte[] wrong = log.checkpoint(new byte[32]);
        expect(verify(log.lines(), wrong), Kind.CHECKPOINT_DIFFERS, 0);
        Position beyond = new Position(SIZE + 1, log.root);
        Verifier verifier = new Verifier(log, LogFixture.key());
        expect(verifier.verify(beyond, log.lines(), log.checkpoint(), Collections.emptyIterator()),
                Kind.CHECKPOINT_DIFFERS, SIZE + 1);
        expect(verifier.verify(Position.start(), log.lines(), LogFixture.of(500).checkpoint(),
                List.of(log.checkpoint()).iterator()), Kind.CHECKPOINT_DIFFERS, 0);
        expect(verifier.verify(new Position(500, new byte[32]), log.lines(500), log.checkpoint(),
                Collections.emptyIterator()), Kind.TREE_DIFFERS, 500);
    }

    @Test
    void findsASignatureThatIsNotTheLogs() {
        byte[] note = log.checkpoint();
        note[5] ^= 1;
        expect(verify(log.lines(), note), Kind.SIGNATURE_BAD, 0);
        expect(new Verifier(log).verify(log.lines(), log.checkpoint()), Kind.SIGNATURE_BAD, 0);
        expect(verify(log.lines(), new byte[0]), Kind.SIGNATURE_BAD, 0);
    }

    @Test
    void verifiesAnEmptyLog() {
        LogFixture empty = new LogFixture();
        Findings findings = new Verifier(empty, LogFixture.key()).verify(empty.lines(), empty.checkpoint());
        assertThat(findings.isClean()).isTrue();
        assertThat(findings.to()).isEqualTo(Position.start());
    }

    private Findings verify() {
        return verify(log.lines(), log.checkpoint());
    }

    private Findings verify(Iterator<Verifier.Line> lines, byte[] note) {
        return new Verifier(log, LogFixture.key()).verify(lines, note);
    }

    private static Stream<Verifier.Line> stream(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(index -> new Verifier.Line(index, LogFixture.entry(index)));
    }

    private static void expect(Findings findings, Kind kind, long index) {
        assertThat(findings.fault()).contains(new Findings.Fault(kind, index));
    }
}
