// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.audit.EntryNames;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Pruned;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is kept how long, what lies there, and what is under way, in the reader's language. */
@Component
class PruningReport {

    private static final long MEBI = 1 << 20;

    private final Retentions retentions;
    private final KeptMonths months;
    private final Prunings prunings;
    private final Entries entries;
    private final ObjectProvider<EntryNames> names;
    private final Words words;
    private final WallTime times;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // It reports on all of them.
    PruningReport(Retentions retentions, KeptMonths months, Prunings prunings, Entries entries,
            ObjectProvider<EntryNames> names, Words words, WallTime times, DoorClock clock) {
        this.retentions = retentions;
        this.months = months;
        this.prunings = prunings;
        this.entries = entries;
        this.names = names;
        this.words = words;
        this.times = times;
        this.clock = clock;
    }

    /** @param least what the law asks for and which article does, or that none does */
    record KindLine(String name, String keep, String least, String actions, String key) {}

    /**
     * @param kind of the mark: ok where it may go, off where something keeps it, warn where it is kept for ever
     * @param prunes the month to propose pruning up to; {@code null} where it may not go yet
     */
    record MonthLine(String month, String entries, String range, String size, String kind, String state, String why,
            @Nullable String prunes) {}

    /** @param status for the mark: warn while it waits, ok, off or bad afterwards */
    record ProposalLine(long id, String what, String by, String said, String reason, String status, String word,
            String outcome, boolean waiting) {}

    /** What is gone already: {@code null} where nothing is. */
    record Gone(String what, long entry) {}

    List<KindLine> kinds() {
        return retentions.kinds().stream().map(kind -> new KindLine(words.of("pruning.kind." + kind.id()),
                period(kind.keep().toTotalMonths()),
                kind.laws().stream().findFirst().map(this::least).orElseGet(() -> words.of("pruning.no-law")),
                kind.actions().stream().map(this::action).collect(Collectors.joining(words.of("pruning.comma"))),
                "shouxin.ledger.keep." + kind.id())).toList();
    }

    private String least(Retentions.Law law) {
        return words.of("pruning.least", period(law.months()), words.of("pruning.law." + law.id()),
                words.of("pruning.known." + law.known()));
    }

    List<MonthLine> months() {
        Instant now = clock.systemInstant();
        List<MonthLine> lines = new ArrayList<>();
        boolean kept = false;
        for (KeptMonths.Month one : months.upTo(now)) {
            kept = kept || one.entries() > 0 && !one.outlived(now);
            boolean goes = !kept && one.entries() > 0;
            lines.add(new MonthLine(one.month().toString(), number(one.entries()),
                    one.entries() == 0 ? "" : words.of("pruning.range", number(one.from()), number(one.below() - 1)),
                    words.of("pruning.mebibytes", number(Math.max(1, one.bytes() / MEBI))),
                    goes ? "ok" : one.unknown().isEmpty() ? "off" : "warn", state(one, goes), why(one),
                    goes ? one.month().toString() : null));
        }
        return lines;
    }

    private String state(KeptMonths.Month one, boolean goes) {
        if (goes) {
            return words.of("pruning.month.goes");
        }
        return words.of(!one.unknown().isEmpty() ? "pruning.month.for-ever"
                : one.entries() == 0 ? "pruning.month.empty" : "pruning.month.kept");
    }

    private String why(KeptMonths.Month one) {
        if (!one.unknown().isEmpty()) {
            return words.of("pruning.month.unknown", String.join(words.of("pruning.comma"), one.unknown()));
        }
        return one.longest().map(kind -> words.of("pruning.month.until", words.of("pruning.kind." + kind.id()),
                times.text(LocalDate.ofInstant(one.until().orElseThrow(), clock.getZone())))).orElse("");
    }

    List<ProposalLine> proposals() {
        return prunings.all().stream().map(this::proposal).toList();
    }

    private ProposalLine proposal(Proposed one) {
        boolean waiting = one.status() == Proposed.Status.PROPOSED && !one.lapsedAt(clock.systemInstant());
        Proposed.Status status = one.status() == Proposed.Status.PROPOSED && !waiting ? Proposed.Status.LAPSED
                : one.status();
        String decided = one.decidedBy().map(by -> words.of("pruning.decided-by", person(by),
                times.text(one.decidedAt().orElseThrow()))).orElse("");
        String stopped = one.stoppedFor().map(why -> words.of(why, number(one.stoppedAt().orElse(0L)))).orElse("");
        return new ProposalLine(one.id(), what(one), one.proposedBy(),
                words.of("pruning.proposed", person(one.proposedBy()), times.text(one.proposedAt())), one.reason(),
                mark(status), words.of("pruning.status." + status.name().toLowerCase(Locale.ROOT)),
                stopped.isEmpty() ? decided : stopped, waiting);
    }

    String what(Proposed one) {
        return words.of("pruning.what", one.through().toString(), number(one.entries()), number(one.below()));
    }

    private static String mark(Proposed.Status status) {
        return switch (status) {
            case PROPOSED, ACCEPTED, BEGUN -> "warn";
            case DONE -> "ok";
            case REFUSED, WITHDRAWN, LAPSED -> "off";
            case STOPPED -> "bad";
        };
    }

    @Nullable Gone gone() {
        Optional<Pruned> pruned = entries.pruned();
        return pruned.map(one -> new Gone(words.of("pruning.gone", number(one.below()),
                one.pruning().through().toString(), times.text(one.entry().at())), one.number())).orElse(null);
    }

    private String person(String id) {
        return names.orderedStream().flatMap(one -> one.name(EntryNames.Kind.ACTOR, id).stream()).findFirst()
                .map(name -> words.of("pruning.person", name, id)).orElse(id);
    }

    private String action(String action) {
        String key = "ledger.action." + action;
        String said = words.of(key);
        return said.equals(key) ? action : said;
    }

    private String period(long months) {
        return months % 12 == 0 ? words.of("pruning.years", months / 12) : words.of("pruning.months", months);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
