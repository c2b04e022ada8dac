// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Needs;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Register;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Decides recorded reveals again under a proposed register. Not for several threads.
 *
 * <p>Three registers take part. The one of <em>then</em> shows whether the entry tells the whole
 * request: where it does not give again what was given, nothing is claimed about that field. The
 * <em>base</em>, in force when the proposal was made, says what would be given now, so that what an
 * accepted version changed meanwhile is not blamed on this one. The <em>proposed</em> one is compared
 * with that. What the asker's own standing refused stays refused.
 *
 * <p>Equal requests are decided once. Two are equal in everything a decision reads; the minute counts
 * only where a purpose keeps hours, the address only where it keeps networks.
 */
final class Replay {

    private static final int EXAMPLES_MAX = 5;
    private static final int LINES_MAX = 500;
    private static final int REMEMBERED_MAX = 200_000;

    private record Change(String field, Form before, Form after) {}

    /** What a request comes to. */
    private record Outcome(List<Change> changes, long unchanged, long unclear) {}

    /** Requests alike but for moment and address, and what they come to at those moments and addresses that matter. */
    private record Kind(boolean readable, boolean timed, boolean placed, Map<String, Outcome> outcomes) {}

    private record Place(String role, String field, Form before, Form after) {}

    private static final class Tally {
        private long count;
        private final Set<String> persons = new HashSet<>();
        private final List<Long> examples = new ArrayList<>();
    }

    private final IntFunction<Optional<Register>> versions;
    private final int baseVersion;
    private final Register base;
    private final Register proposed;

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<Place, Tally> tallies = new TreeMap<>(Comparator.comparing(Place::role)
            .thenComparing(Place::field).thenComparing(Place::before).thenComparing(Place::after));
    private final Map<ReplayResult.Effect, Long> effects = new HashMap<>();
    private final Set<String> persons = new HashSet<>();
    private final Set<String> services = new HashSet<>();
    private final Set<Entry.CustomerRef> customers = new HashSet<>();
    private long reveals;
    private long unreadable;
    private long fields;
    private long unchanged;
    private long unclear;

    /** @param versions any version of the register by its number */
    Replay(IntFunction<Optional<Register>> versions, int baseVersion, Register proposed) {
        this.versions = versions;
        this.baseVersion = baseVersion;
        this.base = versions.apply(baseVersion).orElseThrow(
                () -> new IllegalStateException("There is no version " + baseVersion + " to compare with."));
        this.proposed = proposed;
    }

    long reveals() {
        return reveals;
    }

    /** Takes one entry of the door's action into account. */
    void add(long number, Entry entry) {
        Kind kind = kind(entry);
        if (!kind.readable()) {
            unreadable++;
            return;
        }
        Outcome outcome = outcome(kind, entry);
        reveals++;
        fields += entry.fields().size();
        unchanged += outcome.unchanged();
        unclear += outcome.unclear();
        if (!outcome.changes().isEmpty()) {
            boolean staff = entry.actor().kind() == Entry.Actor.Kind.STAFF;
            (staff ? persons : services).add(entry.actor().id());
            entry.customer().ifPresent(customers::add);
            String role = RecordedReveal.role(entry);
            outcome.changes().forEach(change -> count(number, entry, role, change));
        }
    }

    private void count(long number, Entry entry, String role, Change change) {
        effects.merge(ReplayResult.Effect.of(change.before(), change.after()), 1L, Long::sum);
        Tally tally = tallies.computeIfAbsent(
                new Place(role, change.field(), change.before(), change.after()), place -> new Tally());
        tally.count++;
        tally.persons.add(entry.actor().id());
        if (tally.examples.size() < EXAMPLES_MAX) {
            tally.examples.add(number);
        }
    }

    private Kind kind(Entry entry) {
        String circumstances = RecordedReveal.circumstances(entry);
        Kind known = kinds.get(circumstances);
        if (known == null) {
            Optional<RecordedReveal> reveal = RecordedReveal.of(entry);
            known = new Kind(reveal.isPresent(),
                    reveal.filter(one -> needs(one).anyMatch(needs -> needs.hours().isPresent())).isPresent(),
                    reveal.filter(one -> needs(one).anyMatch(needs -> !needs.networks().isEmpty())).isPresent(),
                    new HashMap<>());
            if (kinds.size() < REMEMBERED_MAX) {
                kinds.put(circumstances, known);
            }
        }
        return known;
    }

    private Outcome outcome(Kind kind, Entry entry) {
        String when = kind.timed() ? entry.at().truncatedTo(ChronoUnit.MINUTES).toString() : "";
        String where = kind.placed() ? entry.origin().address().orElse("") : "";
        return kind.outcomes().computeIfAbsent(when + where,
                any -> decide(RecordedReveal.of(entry).orElseThrow()));
    }

    private Stream<Needs> needs(RecordedReveal reveal) {
        return Stream.of(then(reveal), base, proposed)
                .flatMap(register -> Optional.ofNullable(register.purposes().get(reveal.purpose())).stream())
                .map(Purpose::needs);
    }

    private Register then(RecordedReveal reveal) {
        return reveal.version() == baseVersion ? base : versions.apply(reveal.version()).orElse(base);
    }

    private Outcome decide(RecordedReveal reveal) {
        Ask ask = reveal.ask();
        Decision then = Decisions.decide(then(reveal), ask);
        Decision before = reveal.version() == baseVersion ? then : Decisions.decide(base, ask);
        Decision after = Decisions.decide(proposed, ask);
        List<Change> changes = new ArrayList<>();
        long same = 0;
        long unsure = 0;
        for (Map.Entry<String, RecordedReveal.Given> field : reveal.fields().entrySet()) {
            Form old = form(before, field.getKey());
            Form now = form(after, field.getKey());
            if (field.getValue().fixed()) {
                same++;
            } else if (form(then, field.getKey()) != passed(field.getValue().form())) {
                unsure++;
            } else if (old == now) {
                same++;
            } else {
                changes.add(new Change(field.getKey(), old, now));
            }
        }
        return new Outcome(changes, same, unsure);
    }

    private static Form form(Decision decision, String field) {
        return passed(decision.fields().get(field).form());
    }

    /** A value that is not there and a value that is refused come to the same: none passed. */
    private static Form passed(Form form) {
        return form.opens() ? form : Form.REFUSED;
    }

    ReplayResult result(Instant since, Instant until) {
        List<ReplayResult.Line> lines = tallies.entrySet().stream().map(one -> new ReplayResult.Line(
                        one.getKey().role(), one.getKey().field(), one.getKey().before(), one.getKey().after(),
                        one.getValue().count, one.getValue().persons.size(), one.getValue().examples))
                .sorted(Comparator.comparing(ReplayResult.Line::effect)
                        .thenComparing(Comparator.comparingLong(ReplayResult.Line::count).reversed()))
                .limit(LINES_MAX).toList();
        return new ReplayResult(since, until, reveals, unreadable, fields, count(ReplayResult.Effect.REFUSED),
                count(ReplayResult.Effect.MASKED), count(ReplayResult.Effect.TOKEN),
                count(ReplayResult.Effect.OPENED), unchanged, unclear, persons.size(), services.size(),
                customers.size(), lines);
    }

    private long count(ReplayResult.Effect effect) {
        return effects.getOrDefault(effect, 0L);
    }
}
