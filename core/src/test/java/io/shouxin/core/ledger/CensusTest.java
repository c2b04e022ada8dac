// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.CensusProof.Listed;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Findings.Fault;
import io.shouxin.core.ledger.Findings.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Censuses against {@link SmallCensus}, which shares no code with what is tested. */
class CensusTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("basedir", "."), "../testdata/ledger/census.json");

    @ParameterizedTest
    @ValueSource(longs = {131, 132, 133})
    void countsAsTheFormatSays(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            CensusFixture log = new CensusFixture(random.nextLong(), 1 + random.nextInt(40)).with(random.nextInt(120));
            int size = random.nextInt(log.entries.size() + 1);
            SmallCensus judge = new SmallCensus(log.entries, size);
            Census expected = new Census(size, judge.places.size(), judge.entries(), judge.root());
            assertThat(log.take(size, 1)).isEqualTo(expected);
            assertThat(log.take(size, 2 + random.nextInt(12))).isEqualTo(expected);
            assertThat(Census.of(size, log.tallies(size).get())).isEqualTo(expected);
        }
    }

    @Test
    void isAnEntryThatIsReadBack() {
        CensusFixture log = new CensusFixture(1, 5).with(30).census(3);
        Entry entry = Entry.read(log.entries.get(30));
        assertThat(Census.read(entry)).contains(log.take(27, 1));
        assertThat(Census.read(Entry.read(log.entries.get(0)))).isEmpty();
    }

    @Test
    void refusesAnEntryThatHoldsNoWholeCensus() {
        Map<String, String> good = Map.of("census", "1", "customers", "2", "entries", "3", "root", "0".repeat(64));
        assertThat(census("tree", "3", good)).isNotNull();
        malformed("tree", "2", good);
        malformed("tree", "03", good);
        malformed("trees", "3", good);
        malformed("tree", "3", with(good, "census", "2"));
        malformed("tree", "3", with(good, "customers", "4"));
        malformed("tree", "3", with(good, "customers", "x"));
        malformed("tree", "3", with(good, "root", "0".repeat(63)));
        malformed("tree", "3", with(good, "root", "A".repeat(64)));
        malformed("tree", "3", with(good, "more", "1"));
        malformed("tree", "3", Map.of("census", "1", "entries", "3", "root", "0".repeat(64), "x", "1"));
    }

    @Test
    void refusesTalliesOutOfOrder() {
        CensusFixture log = new CensusFixture(3, 9).with(50);
        List<CustomerTally> tallies = new ArrayList<>();
        log.tallies(50).get().forEachRemaining(tallies::add);
        assertThatThrownBy(() -> Census.of(50, List.of(tallies.get(1), tallies.get(0)).iterator()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Census.of(50, List.of(tallies.get(1), tallies.get(1)).iterator()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Census.of(50, List.of(CustomerTally.none(log.customers.get(0))).iterator()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.take(51, 1)).hasMessage("ledger.entry.missing");
        assertThatThrownBy(() -> log.take(50, 0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {134, 135})
    void provesEveryCustomersListAndNoOther(long seed) {
        Random random = new Random(seed);
        for (int customers = 1; customers < 20; customers += 2) {
            CensusFixture log = new CensusFixture(random.nextLong(), customers).with(60).census(5).with(7);
            SmallCensus judge = new SmallCensus(log.entries, 55);
            TlogProof receipt = log.receipt(60);
            for (String reference : judge.places.keySet()) {
                CensusProof proof = CensusProof.of(CustomerRef.ofHex(reference), log.tallies(55), receipt);
                assertThat(proof.tally().bytes()).isEqualTo(judge.line(reference));
                assertThat(proof.hashes()).containsExactlyElementsOf(judge.path(judge.place(reference)));
                CensusProof read = CensusProof.parse(proof.text());
                assertThat(read.text()).isEqualTo(proof.text());
                assertThat(read.verify(LogFixture.key()).census()).isEqualTo(log.take(55, 1));
                List<Listed> listed = listed(log, judge.places.get(reference));
                assertThat(read.lists(listed)).isTrue();
                assertThat(read.lists(listed.subList(1, listed.size()))).isFalse();
                assertThat(read.lists(listed.subList(0, listed.size() - 1))).isFalse();
                List<Listed> more = new ArrayList<>(listed);
                more.add(new Listed(60, Hashes.leaf(log.entries.get(60))));
                assertThat(read.lists(more)).isFalse();
                Listed first = listed.get(0);
                assertThat(read.lists(with(listed, new Listed(first.index() + 1, first.leafHash())))).isFalse();
                assertThat(read.lists(with(listed, new Listed(first.index(), new byte[32])))).isFalse();
            }
        }
        CensusFixture log = new CensusFixture(seed, 3).with(9).census(0);
        assertThatThrownBy(() -> CensusProof.of(new CustomerRef(new byte[32]), log.tallies(9), log.receipt(9)))
                .isInstanceOf(LedgerRefused.class).hasMessage("ledger.census-proof.unknown");
    }

    @Test
    void provesNothingWithABitFlipped() {
        CensusFixture log = new CensusFixture(5, 6).with(40).census(2).with(3);
        CustomerRef customer = Entry.read(log.entries.stream().filter(entry -> Entry.read(entry).customer().isPresent())
                .findFirst().orElseThrow()).customer().orElseThrow();
        byte[] file = CensusProof.of(customer, log.tallies(38), log.receipt(40)).text();
        assertThat(CensusProof.parse(file).verify(LogFixture.key()).checkpoint().size()).isEqualTo(44);
        Random random = new Random(5);
        for (int bit = random.nextInt(8); bit < file.length * 8; bit += 1 + random.nextInt(15)) {
            byte[] bad = file.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CensusProof.parse(bad).verify(LogFixture.key())).as("bit %d", bit)
                    .isInstanceOf(LedgerDamaged.class);
        }
    }

    @Test
    void provesNothingByACensusOfWhatCameAfterIt() {
        CensusFixture log = new CensusFixture(6, 4).with(20);
        Census early = new CensusFixture(6, 4).with(21).take(21, 1);
        log.append(early.draft(Entry.Actor.system("ledger"), Instant.EPOCH)).with(1);
        CustomerRef customer = log.tallies(20).get().next().customer();
        CensusProof proof = CensusProof.of(customer, new CensusFixture(6, 4).with(21).tallies(21), log.receipt(20));
        assertThatThrownBy(() -> proof.verify(LogFixture.key())).hasMessage("ledger.census-proof.wrong");
        CensusProof other = new CensusProof(proof.tally(), 0, List.of(), log.receipt(3));
        assertThatThrownBy(() -> other.verify(LogFixture.key())).hasMessage("ledger.census-proof.wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void auditsEveryCensus(int passes) {
        CensusFixture log = new CensusFixture(8, 30).census(0).with(50).census(4).census(0).with(30).census(30).with(9);
        CensusAudit audit = CensusAudit.of(log.lines(), passes);
        assertThat(audit.fault()).isEmpty();
        assertThat(audit.censuses()).isEqualTo(4);
        assertThat(audit.last()).hasValueSatisfying(last -> assertThat(last.index()).isEqualTo(83));
        assertThat(CensusAudit.of(log.lines(), passes, 2).censuses()).isEqualTo(2);
        assertThat(CensusAudit.of(new CensusFixture(8, 1).with(3).lines(), passes))
                .isEqualTo(new CensusAudit(0, Optional.empty(), Optional.empty()));
    }

    @Test
    void namesTheFirstCensusThatIsWrong() {
        CensusFixture log = new CensusFixture(9, 30).with(50).census(4).with(30);
        Census right = log.take(80, 1);
        byte[] root = right.root();
        root[31] ^= 1;
        Entry.Actor system = Entry.Actor.system("ledger");
        List<Census> wrong = List.of(new Census(80, right.customers(), right.entries(), root),
                new Census(79, right.customers(), right.entries(), right.root()),
                new Census(80, right.customers() - 1, right.entries(), right.root()),
                new Census(80, right.customers(), right.entries() - 1, right.root()),
                new Census(82, right.customers(), right.entries(), right.root()),
                new Census(45, 1, 45, right.root()));
        for (Census census : wrong) {
            log.append(census.draft(system, Instant.EPOCH));
            assertThat(CensusAudit.of(log.lines(), 3).fault()).as(census.toString())
                    .contains(new Fault(Kind.CENSUS_DIFFERS, 81));
            log.entries.remove(81);
        }
        log.append(right.draft(system, Instant.EPOCH).detail("more", "1"));
        assertThat(CensusAudit.of(log.lines(), 1).fault()).contains(new Fault(Kind.CENSUS_DIFFERS, 81));
    }

    @Test
    void namesTheFirstEntryThatIsNone() {
        CensusFixture log = new CensusFixture(10, 3).with(20);
        byte[] good = log.entries.get(7);
        String text = new String(good, StandardCharsets.UTF_8);
        for (String bad : new String[] {text + " ", text.replace("{\"action", "{ \"action"), "", "entry 7",
            text.replace("\"v\":1", "\"v\":1,\"w\":1"), text.replace("\"v\":1", "\"v\":1.0"),
            text.replace("00000000\"", "0".repeat(65_535) + "\"")}) {
            log.entries.set(7, bad.getBytes(StandardCharsets.UTF_8));
            assertThat(CensusAudit.of(log.lines(), 1).fault()).contains(new Fault(Kind.NOT_AN_ENTRY, 7));
        }
    }

    /** The file is made by this program and its numbers are judged by {@link SmallCensus}, so neither stands alone. */
    @Test
    void agreesWithTheVectors() throws IOException {
        CensusFixture log = new CensusFixture(2026, 4).with(9).census(1).with(2);
        CustomerRef customer = log.tallies(8).get().next().customer();
        String proof = new String(CensusProof.of(customer, log.tallies(8), log.receipt(9)).text(),
                StandardCharsets.UTF_8);
        if ("write".equals(System.getProperty("shouxin.golden"))) {
            Files.writeString(VECTORS, json(log, customer, proof));
        }
        Vectors.Case vectors = Vectors.file(VECTORS);
        List<byte[]> entries = vectors.texts("entries").stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        SmallCensus judge = new SmallCensus(entries, vectors.number("size"));
        assertThat(judge.root()).isEqualTo(vectors.hex("root"));
        assertThat(judge.line(vectors.text("customer"))).isEqualTo(vectors.hex("line"));
        assertThat(entries).containsExactlyElementsOf(log.entries);
        assertThat(log.take(vectors.number("size"), 1).root()).isEqualTo(vectors.hex("root"));
        assertThat(proof).isEqualTo(vectors.text("proof"));
        CensusProof read = CensusProof.parse(vectors.utf8("proof"));
        assertThat(read.verify(LogFixture.key()).census().size()).isEqualTo(vectors.number("size"));
        assertThat(read.lists(listed(log, judge.places.get(vectors.text("customer"))))).isTrue();
    }

    private static String json(CensusFixture log, CustomerRef customer, String proof) {
        SmallCensus judge = new SmallCensus(log.entries, 8);
        StringBuilder json = new StringBuilder("{\n  \"comment\": \"a census of 8 entries, its own at 9\",\n")
                .append("  \"result\": \"valid\",\n  \"vkey\": ").append(quoted(LogFixture.key().toString()))
                .append(",\n  \"size\": 8,\n  \"root\": ").append(quoted(HexFormat.of().formatHex(judge.root())))
                .append(",\n  \"customer\": ").append(quoted(customer.hex())).append(",\n  \"line\": ")
                .append(quoted(HexFormat.of().formatHex(judge.line(customer.hex())))).append(",\n  \"entries\": [");
        Iterator<byte[]> all = log.entries.iterator();
        while (all.hasNext()) {
            json.append("\n    ").append(quoted(new String(all.next(), StandardCharsets.UTF_8)))
                    .append(all.hasNext() ? "," : "\n  ],\n");
        }
        return json.append("  \"proof\": ").append(quoted(proof)).append("\n}\n").toString();
    }

    private static String quoted(String text) {
        return new String(CanonicalJson.write(text), StandardCharsets.UTF_8);
    }

    private static List<Listed> listed(CensusFixture log, List<Integer> places) {
        return places.stream().map(place -> new Listed(place, Hashes.leaf(log.entries.get(place)))).toList();
    }

    private static List<Listed> with(List<Listed> listed, Listed first) {
        List<Listed> other = new ArrayList<>(listed);
        other.set(0, first);
        return other;
    }

    private static Map<String, String> with(Map<String, String> details, String key, String value) {
        Map<String, String> other = new HashMap<>(details);
        other.put(key, value);
        return other;
    }

    private static Census census(String kind, String id, Map<String, String> details) {
        return Census.read(Entry.about(Entry.Actor.system("ledger"), Census.ACTION, Instant.EPOCH).object(kind, id)
                .details(details).entry("0".repeat(26))).orElseThrow();
    }

    private static void malformed(String kind, String id, Map<String, String> details) {
        assertThatThrownBy(() -> census(kind, id, details)).isInstanceOf(LedgerDamaged.class)
                .hasMessage("ledger.census.malformed");
    }
}
