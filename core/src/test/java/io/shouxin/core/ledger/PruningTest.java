// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.ledger.Findings.Fault;
import io.shouxin.core.ledger.Findings.Kind;
import io.shouxin.core.ledger.Findings.Position;
import io.shouxin.core.ledger.Verifier.Line;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningTest {

    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
    private static final YearMonth THROUGH = YearMonth.parse("2023-02");
    private static final int BELOW = 512;
    private static final int EVIDENCE = 800;
    private static final int SIZE = 900;

    private final CensusFixture written = new CensusFixture(71, 20).with(700).census(30);
    private final LogFixture log = new LogFixture();

    private Entry.Draft draft(int below, Entry.Approval... agreed) {
        return new Pruning(written.take(below, 1), THROUGH).draft(Entry.Actor.system("ledger"), AT, List.of(agreed));
    }

    private static Entry.Approval by(String person) {
        return new Entry.Approval(person, AT, "7");
    }

    /** A log of 900 entries, of which the one at 800 says that those below 512 may be gone. */
    private Line pruned() {
        written.with(EVIDENCE - written.entries.size()).append(draft(BELOW, by("AQ0001"), by("AQ0002")))
                .with(SIZE - EVIDENCE - 3).census(2).with(1);
        written.entries.forEach(log::add);
        return line(EVIDENCE);
    }

    private Line line(int index) {
        return new Line(index, log.entries.get(index));
    }

    private Iterator<Line> from(int... ranges) {
        Stream<Line> lines = Stream.empty();
        for (int i = 0; i < ranges.length; i += 2) {
            lines = Stream.concat(lines, IntStream.range(ranges[i], ranges[i + 1]).mapToObj(this::line));
        }
        return lines.iterator();
    }

    private Findings verify(Optional<Line> pruning, Iterator<Line> lines) {
        return new Verifier(log, pruning, LogFixture.key()).verify(lines, log.checkpoint());
    }

    @Test
    void readsWhatItWrote() {
        Entry entry = draft(BELOW, by("AQ0001"), by("AQ0002")).entry(EntryId.next(AT, new Random(1)));
        assertThat(Pruning.read(Entry.read(entry.bytes())))
                .hasValueSatisfying(one -> assertThat(one).isEqualTo(new Pruning(written.take(BELOW, 1), THROUGH)))
                .hasValueSatisfying(one -> assertThat(one.below()).isEqualTo(BELOW));
        assertThat(Pruning.read(Entry.read(written.entries.get(0)))).isEmpty();
    }

    @Test
    void refusesAnEntryThatHoldsNoWholePruning() {
        Random random = new Random(2);
        for (Entry.Draft wrong : List.of(draft(BELOW), draft(BELOW, by("AQ0001")),
                draft(BELOW, by("AQ0001"), by("AQ0001")),
                draft(BELOW, by("AQ0001"), by("AQ0002")).detail("more", "1"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).detail("pruning", "2"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).detail("root", "00"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).detail("through", "2023-13"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).detail("through", "2026-03"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).object("tree", "511"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).object("tree", "0"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).object("log", "512"),
                draft(BELOW, by("AQ0001"), by("AQ0002")).outcome(Entry.Outcome.REFUSED))) {
            Entry entry = wrong.entry(EntryId.next(AT, random));
            assertThatExceptionOfType(LedgerDamaged.class).isThrownBy(() -> Pruning.read(entry))
                    .withMessage("ledger.pruning.malformed");
        }
    }

    @Test
    void excusesWhatIsGoneBelowTheMinimumIndexAndNothingElse() {
        Optional<Line> pruning = Optional.of(pruned());
        Findings all = verify(pruning, from(0, SIZE));
        assertThat(all.isClean()).isTrue();
        assertThat(all.verified()).isEqualTo(SIZE);
        Findings kept = verify(pruning, from(BELOW, SIZE));
        assertThat(kept.fault()).isEmpty();
        assertThat(kept.verified()).isEqualTo(SIZE - BELOW);
        assertThat(kept.pruned()).isEqualTo(BELOW);
        assertThat(kept.to()).isEqualTo(new Position(SIZE, log.root));
        // Dropped in part: what is still there is compared.
        assertThat(verify(pruning, from(0, 100, 300, SIZE)).pruned()).isEqualTo(200);
        fault(verify(pruning, from(BELOW + 1, SIZE)), Kind.MISSING, BELOW);
        fault(verify(pruning, from(768, SIZE)), Kind.MISSING, BELOW);
        fault(verify(pruning, from(BELOW, 700, 701, SIZE)), Kind.MISSING, 700);
        fault(verify(pruning, Collections.emptyIterator()), Kind.MISSING, BELOW);
    }

    /** A partition dropped by hand: nobody agreed to it in the ledger. */
    @Test
    void findsRowsDroppedByHand() {
        pruned();
        fault(verify(Optional.empty(), from(BELOW, SIZE)), Kind.MISSING, 0);
    }

    @Test
    void believesNoEntryThatWasNotSigned() {
        Line signed = pruned();
        byte[] forged = draft(BELOW, by("AQ0001"), by("AQ0009")).entry(EntryId.next(AT, new Random(3))).bytes();
        for (Line claim : List.of(new Line(EVIDENCE, forged), new Line(SIZE, forged), new Line(EVIDENCE + 1,
                signed.entry()), new Line(5, signed.entry()), line(3), new Line(EVIDENCE, new byte[0]))) {
            fault(verify(Optional.of(claim), from(BELOW, SIZE)), Kind.MISSING, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {81, 82})
    void stillFindsAChangedEntryOrTile(long seed) {
        Optional<Line> pruning = Optional.of(pruned());
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int index = BELOW + random.nextInt(SIZE - BELOW);
            byte[] kept = log.entries.get(index);
            byte[] changed = kept.clone();
            changed[random.nextInt(changed.length)] ^= 1;
            log.entries.set(index, changed);
            fault(verify(pruning, from(BELOW, SIZE)), Kind.CHANGED, index);
            log.entries.set(index, kept);
        }
        // The hash of an entry that is gone is vouched for by the tiles above it.
        for (int index : new int[] {0, 255, 300, BELOW - 1}) {
            byte[] tile = log.tiles.get("0/" + index / 256);
            tile[index % 256 * 32] ^= 1;
            assertThat(verify(pruning, from(BELOW, SIZE)).fault()).isPresent();
            tile[index % 256 * 32] ^= 1;
        }
        assertThat(verify(pruning, from(BELOW, SIZE)).isClean()).isTrue();
    }

    @Test
    void countsOnFromWhatWasCountedOfThePrunedEntries() {
        pruned();
        Supplier<Iterator<Line>> kept = () -> from(BELOW, SIZE);
        Optional<Supplier<Iterator<CustomerTally>>> base = Optional.of(written.tallies(BELOW));
        for (int passes : new int[] {1, 3}) {
            CensusAudit audit = CensusAudit.of(kept, passes, 1, base);
            assertThat(audit.fault()).isEmpty();
            assertThat(audit.last()).hasValueSatisfying(last -> assertThat(last.index()).isEqualTo(SIZE - 2));
        }
        assertThat(CensusAudit.of(kept, 1)).isEqualTo(new CensusAudit(0, Optional.empty(), Optional.empty()));
        CensusAudit whole = CensusAudit.of(() -> from(0, SIZE), 1);
        assertThat(whole.fault()).isEmpty();
        assertThat(whole.censuses()).isEqualTo(2);
    }

    @Test
    void findsABaseThatWasChanged() {
        pruned();
        Supplier<Iterator<Line>> kept = () -> from(BELOW, SIZE);
        List<CustomerTally> tallies = new ArrayList<>();
        written.tallies(BELOW).get().forEachRemaining(tallies::add);
        List<CustomerTally> fewer = tallies.subList(1, tallies.size());
        List<CustomerTally> turned = new ArrayList<>(tallies);
        Collections.swap(turned, 3, 4);
        List<CustomerTally> more = new ArrayList<>(tallies);
        more.set(2, more.get(2).with(1, new byte[32]));
        for (List<CustomerTally> wrong : List.of(fewer, turned, more, List.<CustomerTally>of())) {
            assertThat(CensusAudit.of(kept, 1, 1, Optional.of(wrong::iterator)).fault())
                    .contains(new Fault(Kind.CENSUS_DIFFERS, EVIDENCE));
        }
        assertThat(CensusAudit.of(() -> from(256, SIZE), 1, 1, Optional.of(tallies::iterator)).fault())
                .contains(new Fault(Kind.CENSUS_DIFFERS, 256));
    }

    /** Whoever still has all entries sees whether a pruning counted rightly. */
    @Test
    void findsAPruningThatCountedWrongly() {
        Census right = written.take(BELOW, 1);
        byte[] root = right.root();
        root[0] ^= 1;
        Pruning wrong = new Pruning(new Census(BELOW, right.customers(), right.entries(), root), THROUGH);
        written.append(wrong.draft(Entry.Actor.system("ledger"), AT, List.of(by("AQ0001"), by("AQ0002"))));
        int index = written.entries.size() - 1;
        assertThat(CensusAudit.of(written.lines(), 1).fault()).contains(new Fault(Kind.CENSUS_DIFFERS, index));
        assertThat(Arrays.equals(root, right.root())).isFalse();
    }

    private static void fault(Findings findings, Kind kind, long index) {
        assertThat(findings.fault()).contains(new Fault(kind, index));
    }
}
