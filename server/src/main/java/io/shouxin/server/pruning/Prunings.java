// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.GoodStanding;
import io.shouxin.server.census.Censuses;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Soundness;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one person proposes to prune and another accepts: the oldest months, whole, once every entry in them has
 * outlived its time. {@link PruningRun} then does it, here or on another node.
 */
@Service
public class Prunings {

    private static final String OBJECT = "pruning";
    private static final int REASON_MAX = 200;
    private static final int LISTED = 20;

    private final PruningTable table;
    private final KeptMonths months;
    private final Censuses censuses;
    private final Soundness soundness;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final DoorClock clock;
    private final ObjectProvider<GoodStanding> standing;

    Prunings(PruningTable table, KeptMonths months, Censuses censuses, Soundness soundness, Ledger ledger,
            TransactionTemplate transaction, DoorClock clock, ObjectProvider<GoodStanding> standing) {
        this.table = table;
        this.months = months;
        this.censuses = censuses;
        this.soundness = soundness;
        this.ledger = ledger;
        this.transaction = transaction;
        this.clock = clock;
        this.standing = standing;
    }

    /** The newest first. */
    List<Proposed> all() {
        return table.all(LISTED);
    }

    /** What this person could accept now. */
    List<Proposed> waiting(String person) {
        Instant now = clock.systemInstant();
        return all().stream().filter(one -> one.status() == Proposed.Status.PROPOSED && !one.lapsedAt(now)
                && !one.proposedBy().equals(person)).toList();
    }

    /**
     * Proposes to prune every month up to this one.
     *
     * @throws Refused {@code pruning.too-early} with what keeps which month until when, {@code pruning.unknown-action},
     *     {@code pruning.nothing}, {@code pruning.uncounted}, {@code pruning.waiting}, {@code ledger.damaged}
     */
    long propose(YearMonth through, Entry.Actor by, String reason) {
        new Checks().atMost("reason", reason, REASON_MAX).throwIfAny();
        PruningTable.Plan plan = plan(through);
        Instant now = clock.systemInstant();
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lapse(now.minus(Proposed.VALID), now);
            long id = table.propose(plan, by.id(), now, reason.strip()).orElseThrow(
                    () -> new Refused(Refused.Kind.CONFLICT, "pruning.waiting"));
            ledger.append(entry(by, "ledger.prune-propose", id).detail("through", through.toString())
                    .detail("below", Long.toString(plan.below())).detail("count", Long.toString(plan.entries())));
            return id;
        }));
    }

    private PruningTable.Plan plan(YearMonth through) {
        soundness.requireSound();
        Instant now = clock.systemInstant();
        List<KeptMonths.Month> gone = months.upTo(now).stream().filter(one -> !one.month().isAfter(through)).toList();
        gone.forEach(one -> requireOutlived(one, now));
        long minimum = months.minimum();
        long below = months.below(through);
        if (gone.isEmpty() || !gone.get(gone.size() - 1).month().equals(through) || below <= minimum) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.nothing", through.toString());
        }
        // What they come to for each customer and day has to be counted while they are there.
        if (censuses.newest().filter(held -> held.census().size() >= below).isEmpty() || table.summed() < below) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.uncounted");
        }
        return new PruningTable.Plan(through, below, below - minimum);
    }

    private static void requireOutlived(KeptMonths.Month one, Instant now) {
        if (!one.unknown().isEmpty()) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.unknown-action", one.month().toString(),
                    String.join(", ", one.unknown()));
        }
        if (one.entries() > 0 && !one.outlived(now)) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.too-early", one.month().toString(),
                    one.until().map(until -> until.toString().substring(0, 10)).orElseThrow(),
                    one.longest().map(Retentions.Kind::id).orElseThrow());
        }
    }

    /**
     * The second person's yes.
     *
     * @throws Refused {@code pruning.own}, {@code pruning.lapsed}, {@code pruning.decided}, {@code pruning.changed},
     *     {@code caller.refused.proposer-rests}, and as {@link #propose}
     */
    void accept(long id, Entry.Actor by) {
        Proposed proposed = required(id);
        if (proposed.proposedBy().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "pruning.own");
        }
        if (proposed.status() == Proposed.Status.PROPOSED && proposed.lapsedAt(clock.systemInstant())) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.lapsed");
        }
        standing.getObject().requireProposer(proposed.proposedBy());
        if (plan(proposed.through()).below() != proposed.below()) {
            throw new Refused(Refused.Kind.CONFLICT, "pruning.changed");
        }
        end(id, Proposed.Status.ACCEPTED, by, "ledger.prune-accept", Optional.of(proposed.proposedBy()));
    }

    void refuse(long id, Entry.Actor by) {
        required(id);
        end(id, Proposed.Status.REFUSED, by, "ledger.prune-refuse", Optional.empty());
    }

    /** @throws Refused {@code pruning.not-own} */
    void withdraw(long id, Entry.Actor by) {
        if (!required(id).proposedBy().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "pruning.not-own");
        }
        end(id, Proposed.Status.WITHDRAWN, by, "ledger.prune-withdraw", Optional.empty());
    }

    private void end(long id, Proposed.Status to, Entry.Actor by, String action, Optional<String> proposedBy) {
        transaction.executeWithoutResult(status -> {
            if (!table.decide(id, to, by.id(), clock.systemInstant())) {
                throw new Refused(Refused.Kind.CONFLICT, "pruning.decided");
            }
            Entry.Draft draft = entry(by, action, id);
            proposedBy.ifPresent(one -> draft.detail("proposed-by", one));
            ledger.append(draft);
        });
    }

    private Proposed required(long id) {
        return table.one(id).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "pruning.unknown", Long.toString(id)));
    }

    private Entry.Draft entry(Entry.Actor by, String action, long id) {
        return ledger.draft(by, action).object(OBJECT, Long.toString(id));
    }
}
