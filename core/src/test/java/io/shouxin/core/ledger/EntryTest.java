// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Flip;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final String ID = "01kb000000000000000000000a";
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    static Stream<Vectors.Case> cases() {
        return Vectors.cases("entry.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEntriesAndNothingElse(Vectors.Case vector) {
        byte[] bytes = vector.utf8("entry");
        if (vector.isValid()) {
            assertThat(Entry.read(bytes).bytes()).isEqualTo(bytes);
            assertThat(Hashes.leaf(bytes)).isEqualTo(vector.hex("leaf"));
        } else {
            assertThatThrownBy(() -> Entry.read(bytes)).isInstanceOf(LedgerDamaged.class).hasNoCause();
        }
    }

    @Test
    void writesTheVectors() {
        List<Vectors.Case> vectors = cases().limit(2).toList();
        Entry least = Entry.about(Entry.Actor.system("ledger"), "ledger.start", AT).entry(ID);
        assertThat(least.bytes()).isEqualTo(vectors.get(0).utf8("entry"));
        Entry read = Entry.read(vectors.get(1).utf8("entry"));
        Entry full = full(read.customer().orElseThrow());
        assertThat(new String(full.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(vectors.get(1).text("entry"));
        assertThat(read).isEqualTo(full).hasSameHashCodeAs(full);
    }

    private static Entry full(Entry.CustomerRef customer) {
        return Entry.about(Entry.Actor.staff("A10086", "care-agent"), "customer.reveal",
                        Instant.parse("2026-11-23T08:00:01.250999Z"))
                .clock("sample").purpose("billing-dispute").ticket("T-2026-000123").customer(customer)
                .field("phone", Entry.Given.CLEAR, List.of("policy.rule.clear", "policy.ticket.open"))
                .field("name", Entry.Given.MASKED, List.of("policy.rule.masked"))
                .field("resident-id", Entry.Given.REFUSED, List.of("policy.rule.none"))
                .object("import", "7").register(3)
                .approval(new Entry.Approval("A20001", Instant.parse("2026-11-23T07:59:00Z"), "P-9"))
                .origin(new Entry.Origin(Optional.of("192.0.2.7"), Optional.of("n1")))
                .detail("rows", "1").detail("note", "核对账单 \"a\\b\"").entry("01kb000000000000000000000b");
    }

    @Test
    void namesTheWrongPartAndNeverWhatItHeld() {
        Entry.Actor actor = Entry.Actor.service("crm");
        refused("ticket", () -> draft().ticket("Zhang San").entry(ID));
        refused("ticket", () -> draft().ticket("").entry(ID));
        refused("purpose", () -> draft().purpose("x".repeat(65)).entry(ID));
        refused("clock", () -> draft().clock("a b").entry(ID));
        refused("id", () -> draft().entry("short"));
        refused("at", () -> Entry.about(actor, "a.b", Instant.MIN).entry(ID));
        refused("at", () -> Entry.about(actor, "a.b", Instant.MAX).entry(ID));
        refused("action", () -> Entry.about(actor, "reveal", AT).entry(ID));
        refused("action", () -> Entry.about(actor, "a." + "b".repeat(63), AT).entry(ID));
        refused("register", () -> draft().register(-1).entry(ID));
        refused("field", () -> draft().field("full name", Entry.Given.CLEAR, List.of()).entry(ID));
        refused("reason", () -> draft().field("name", Entry.Given.CLEAR, List.of("a b")).entry(ID));
        refused("detail", () -> draft().detail("a", "x".repeat(201)).entry(ID));
        refused("detail", () -> draft().detail("a", null).entry(ID));
        refused("detail", () -> draft().detail("a", "\ud83d").entry(ID));
        refused("detail", () -> draft().detail("a", "x\u0085y").entry(ID));
        refused("actor", () -> Entry.Actor.service("Li Si"));
        refused("customer", () -> new Entry.CustomerRef(new byte[31]));
        refused("customer", () -> Entry.CustomerRef.ofHex("zz"));
        refused("customer", () -> Entry.CustomerRef.ofHex("zz".repeat(32)));
        refused("customer", () -> Entry.CustomerRef.ofHex("AB".repeat(32)));
        refused("origin", () -> new Entry.Origin(Optional.of("not an address"), Optional.empty()));
    }

    @Test
    void fitsItsFrame() {
        Entry.Draft draft = draft();
        for (int i = 0; i < 107; i++) {
            draft.detail("d" + i, "中".repeat(200));
        }
        assertThat(draft.entry(ID).bytes().length).isBetween(60_000, Entry.BYTES_MAX);
        draft.detail("one", "中".repeat(200)).detail("more", "中".repeat(200));
        refused("too-large", () -> draft.entry(ID));
    }

    /** The constructor skips measuring an entry of few parts; here is the largest of those. */
    @Test
    void fitsItsFrameWithoutBeingMeasured() {
        String token = "x".repeat(62);
        Entry.Draft draft = Entry.about(Entry.Actor.staff(token, token), "a." + "b".repeat(62), AT)
                .clock(token).purpose(token).ticket(token).object(token, token).register(Integer.MAX_VALUE)
                .origin(new Entry.Origin(Optional.of(token), Optional.of(token)))
                .customer(new Entry.CustomerRef(new byte[32]));
        for (int i = 10; i < 90; i++) {
            draft.detail(token + i, "中".repeat(200));
        }
        assertThat(draft.entry(ID).bytes().length).isLessThanOrEqualTo(Entry.BYTES_MAX);
    }

    @Test
    void keepsItsContentsToItself() {
        byte[] bytes = new byte[32];
        Entry.CustomerRef ref = new Entry.CustomerRef(bytes);
        bytes[0] = 1;
        ref.bytes()[0] = 1;
        assertThat(ref).isEqualTo(Entry.CustomerRef.ofHex("00".repeat(32))).hasToString("00".repeat(32));
        Entry entry = draft().detail("a", "b").entry(ID);
        assertThatThrownBy(() -> entry.details().put("c", "d"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void readsNoEntryWithAnyBitFlippedAsTheSame(long seed) {
        byte[] customer = new byte[32];
        new Random(seed).nextBytes(customer);
        byte[] whole = full(new Entry.CustomerRef(customer)).bytes();
        byte[] leaf = Hashes.leaf(whole);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bad = Flip.bit(whole, bit);
            assertThat(Hashes.leaf(bad)).isNotEqualTo(leaf);
            try {
                assertThat(Entry.read(bad).bytes()).isEqualTo(bad);
            } catch (LedgerDamaged expected) {
                assertThat(expected.key()).startsWith("ledger.");
            }
        }
    }

    @Test
    void namesSortByTimeAndDoNotRepeat() {
        Random random = new Random(7);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            names.add(EntryId.next(AT, random));
        }
        assertThat(names).hasSize(1000).allMatch(name -> name.matches("[0-9a-hjkmnp-tv-z]{26}"));
        assertThat(EntryId.next(AT, random)).isLessThan(EntryId.next(AT.plusMillis(1), random))
                .startsWith("01m83pph00");
        refused("at", () -> EntryId.next(Instant.EPOCH.minusMillis(1), random));
    }

    private static Entry.Draft draft() {
        return Entry.about(Entry.Actor.service("crm"), "customer.search", AT);
    }

    private static void refused(String part, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(LedgerRefused.class).hasMessage("ledger.entry." + part);
    }
}
