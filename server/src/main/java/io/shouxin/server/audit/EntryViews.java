// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.ProofStep;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Pruned;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Entries as pages show them. Reads rows as they lie there: the page that shows a changed entry must not
 * itself fail because of it.
 */
@Component
class EntryViews {

    private static final HexFormat HEX = HexFormat.of();
    private static final int MARKS_MAX = 3;

    private final Entries entries;
    private final SignedTree tree;
    private final Proofs proofs;
    private final CustomerNames customers;
    private final EntryWords words;
    private final DoorClock clock;

    EntryViews(Entries entries, SignedTree tree, Proofs proofs, CustomerNames customers, EntryWords words,
            DoorClock clock) {
        this.entries = entries;
        this.tree = tree;
        this.proofs = proofs;
        this.customers = customers;
        this.words = words;
        this.clock = clock;
    }

    /**
     * One line of the list.
     *
     * @param readable whether the bytes are an entry; if not, only the number is known
     * @param customer the reference in hexadecimal, or {@code null}
     * @param clock the words for the clock it was made by, {@code null} for the true one
     * @param bad whether a check found this entry wrong
     */
    record Row(long number, boolean readable, String time, String actor, String code, String action,
            @Nullable String object, @Nullable String customer, @Nullable String purpose, @Nullable String ticket,
            List<EntryWords.Mark> marks, @Nullable String reason, @Nullable String clock, boolean bad) {

        public String shortCustomer() {
            return customer == null ? "" : EntryWords.shortened(customer);
        }
    }

    /** @param reasons why it took this form, the deciding one first */
    record FieldLine(String name, String code, EntryWords.Mark mark, List<String> reasons) {}

    /** One thing an entry says, and the word for it. Two may have the same word. */
    record Fact(String word, String text) {}

    /**
     * What the proof showed.
     *
     * @param kind ok, warn (cannot be said yet) or bad
     * @param drawing the proof's hashes, {@code null} where there are none to draw
     */
    record Verdict(String kind, String title, String text, @Nullable Drawn drawing) {}

    /** An inclusion proof in hexadecimal, as the drawing takes it. */
    record Drawn(String leaf, List<String> given, List<String> computed, boolean holds, long size, String root) {}

    /**
     * One entry in full.
     *
     * @param entry {@code null} where the row is gone or is no entry any more
     * @param customerId the customer it is about, while that can be told
     */
    record Detail(long number, @Nullable Row row, List<Fact> facts, List<FieldLine> fields, String json,
            Verdict verdict, @Nullable UUID customerId) {}

    Row row(Stored stored, Optional<Long> bad) {
        boolean wrong = bad.filter(number -> number == stored.number()).isPresent();
        Optional<Entry> read = read(stored.bytes());
        if (read.isEmpty()) {
            return new Row(stored.number(), false, "", "", "", words.of("ledger.unreadable"), null, null, null, null,
                    List.of(), null, null, true);
        }
        Entry entry = read.get();
        return new Row(stored.number(), true, words.time(entry.at()), words.actor(entry.actor()), entry.actor().id(),
                words.action(entry.action()), entry.object().map(words::object).orElse(null),
                entry.customer().map(Entry.CustomerRef::hex).orElse(null),
                entry.purpose().map(code -> words.name(EntryNames.Kind.PURPOSE, code)).orElse(null),
                entry.ticket().orElse(null), marks(entry), refusal(entry).orElse(null),
                words.otherClock(entry).orElse(null), wrong);
    }

    /** The forms that were given, the most exposing first; that nothing was given also where no field was named. */
    private List<EntryWords.Mark> marks(Entry entry) {
        Map<Entry.Given, Long> counts = new EnumMap<>(Entry.Given.class);
        entry.fields().values().stream().filter(given -> !EntryWords.notHeld(given))
                .forEach(given -> counts.merge(given.form(), 1L, Long::sum));
        List<EntryWords.Mark> marks = new ArrayList<>();
        counts.forEach((form, count) -> marks.add(words.mark(form, count)));
        if (entry.outcome() == Entry.Outcome.REFUSED && !counts.containsKey(Entry.Given.REFUSED)) {
            marks.add(0, words.refused());
        }
        return marks.subList(0, Math.min(marks.size(), MARKS_MAX));
    }

    /** Why nothing was given: the reason most fields were refused for. */
    private Optional<String> refusal(Entry entry) {
        if (entry.outcome() == Entry.Outcome.DONE) {
            return Optional.empty();
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        entry.fields().values().stream().filter(given -> given.form() == Entry.Given.REFUSED)
                .flatMap(given -> given.reasons().stream().limit(1))
                .forEach(reason -> counts.merge(reason, 1L, Long::sum));
        return counts.entrySet().stream().max(Comparator.comparing(Map.Entry::getValue))
                .map(most -> words.reason(most.getKey()));
    }

    /** @param mayRead whether this reader may see that entry */
    Detail detail(long number, java.util.function.Predicate<Entry> mayRead) {
        Optional<Stored> stored = entries.at(number);
        if (stored.isEmpty()) {
            return entries.pruned(number).map(pruned -> pruned(number, pruned)).orElseGet(() -> gone(number));
        }
        Optional<Entry> read = read(stored.get().bytes());
        if (read.filter(mayRead.negate()).isPresent()) {
            throw unknown(number);
        }
        Verdict verdict = verdict(number, stored.get().bytes());
        Optional<Long> bad = verdict.kind().equals("bad") ? Optional.of(number) : Optional.empty();
        Optional<UUID> customer = read.flatMap(Entry::customer)
                .flatMap(reference -> customers.customers(List.of(reference)).values().stream().findFirst());
        return new Detail(number, row(stored.get(), bad), read.map(this::facts).orElse(List.of()),
                read.map(this::fields).orElse(List.of()), new String(stored.get().bytes(), StandardCharsets.UTF_8),
                verdict, customer.orElse(null));
    }

    /** Its time was over: what it said is gone, and that it was there is still proved by its hash. */
    private Detail pruned(long number, Pruned pruned) {
        String who = pruned.entry().approvals().stream()
                .map(one -> words.withName(EntryNames.Kind.ACTOR, one.actor())).distinct()
                .collect(Collectors.joining(words.of("ledger.comma")));
        String title = words.of("ledger.verdict.pruned", words.time(pruned.entry().at()));
        try {
            Proofs.Proof proof = proofs.of(number);
            boolean holds = proofs.holds(proof);
            return new Detail(number, null, List.of(), List.of(), "", new Verdict(holds ? "ok" : "bad", title,
                    words.of(holds ? "ledger.verdict.pruned.text" : "ledger.verdict.bad.text", who,
                            EntryWords.number(pruned.number())), drawn(proof, holds)), null);
        } catch (LedgerDamaged missing) {
            return new Detail(number, null, List.of(), List.of(), "",
                    new Verdict("bad", title, words.of("ledger.verdict.tiles"), null), null);
        }
    }

    /** A number that was signed and has no row any more was deleted; any other never was. */
    private Detail gone(long number) {
        if (number >= tree.head().size()) {
            throw unknown(number);
        }
        Verdict verdict = new Verdict("bad", words.of("ledger.verdict.bad"), words.of("ledger.verdict.gone"), null);
        return new Detail(number, null, List.of(), List.of(), "", verdict, null);
    }

    private static Refused unknown(long number) {
        return new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-entry");
    }

    private Verdict verdict(long number, byte[] bytes) {
        long begun = System.nanoTime();
        try {
            Proofs.Proof proof = proofs.of(number, bytes);
            boolean holds = proofs.holds(proof);
            String millis = EntryWords.number(Math.max(1, (System.nanoTime() - begun) / 1_000_000));
            String text = holds ? words.of("ledger.verdict.ok.text", EntryWords.number(proof.size()),
                    words.time(clock.systemInstant()), millis) : words.of("ledger.verdict.bad.text");
            return new Verdict(holds ? "ok" : "bad", words.of(holds ? "ledger.verdict.ok" : "ledger.verdict.bad"),
                    text, drawn(proof, holds));
        } catch (LedgerDamaged missing) {
            return new Verdict("bad", words.of("ledger.verdict.bad"), words.of("ledger.verdict.tiles"), null);
        } catch (Refused later) {
            return new Verdict("warn", words.of("ledger.verdict.later"), words.of(later.key()), null);
        }
    }

    private static Drawn drawn(Proofs.Proof proof, boolean holds) {
        return new Drawn(HEX.formatHex(proof.leafHash()), proof.hashes().stream().map(HEX::formatHex).toList(),
                proof.path().stream().map(ProofStep::combined).map(HEX::formatHex).toList(), holds, proof.size(),
                HEX.formatHex(proof.root()));
    }

    private List<FieldLine> fields(Entry entry) {
        List<FieldLine> lines = new ArrayList<>();
        entry.fields().forEach((code, given) -> lines.add(new FieldLine(
                words.name(EntryNames.Kind.FIELD, code), code,
                EntryWords.notHeld(given) ? words.absent() : words.mark(given.form(), 0),
                (EntryWords.notHeld(given) ? List.of(EntryWords.NOT_HELD) : given.reasons()).stream()
                        .map(words::reason).distinct().toList())));
        lines.sort(Comparator.comparing(line -> entry.fields().get(line.code()).form()));
        return lines;
    }

    private List<Fact> facts(Entry entry) {
        List<Fact> facts = new ArrayList<>();
        put(facts, "time", Optional.of(words.time(entry.at())));
        put(facts, "who", Optional.of(who(entry.actor())));
        put(facts, "outcome", Optional.of(words.of("ledger.outcome." + code(entry.outcome()))));
        put(facts, "purpose", entry.purpose().map(code -> words.withName(EntryNames.Kind.PURPOSE, code)));
        put(facts, "ticket", entry.ticket());
        put(facts, "object", entry.object().map(words::object));
        put(facts, "register", Optional.of(entry.register()).filter(version -> version > 0)
                .map(version -> words.of("ledger.register-version", Integer.toString(version))));
        entry.approvals().forEach(one -> put(facts, "approvals", Optional.of(words.of("ledger.approved",
                words.withName(EntryNames.Kind.ACTOR, one.actor()), words.time(one.at()), one.id()))));
        put(facts, "origin", entry.origin().address());
        put(facts, "node", entry.origin().node());
        entry.details().forEach((key, value) -> facts.add(new Fact(words.detailName(key), words.detail(key, value))));
        put(facts, "id", Optional.of(entry.id()));
        return facts;
    }

    private String who(Entry.Actor actor) {
        String kind = words.of("ledger.kind." + code(actor.kind()));
        String name = actor.kind() == Entry.Actor.Kind.SYSTEM ? actor.id()
                : words.withName(EntryNames.Kind.ACTOR, actor.id());
        String role = actor.role().map(one -> words.name(EntryNames.Kind.ROLE, one)).orElse(kind);
        return words.of("ledger.who", name, role);
    }

    private void put(List<Fact> facts, String key, Optional<String> value) {
        value.ifPresent(text -> facts.add(new Fact(words.of("ledger.fact." + key), text)));
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<Entry> read(byte[] bytes) {
        try {
            return Optional.of(Entry.read(bytes));
        } catch (LedgerDamaged changed) {
            return Optional.empty();
        }
    }
}
