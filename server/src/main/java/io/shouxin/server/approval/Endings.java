// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.approval.Approval.State;
import io.shouxin.server.approval.Approval.VoidWhy;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.Ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes down what ends without anybody's act: by time, by a suspension, by a clock that was set back. */
@Component
class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    private static final Entry.Actor SYSTEM = Entry.Actor.system("approval");
    private static final int SWEEP_AT_ONCE = 100;
    private static final long SWEEP_EVERY_MILLIS = 2_000;

    private final ApprovalTable table;
    private final AgreementClock time;
    private final Standing standing;
    private final ApprovalEntries entries;
    private final Ledger ledger;
    private final DoorClock clock;
    private final TransactionTemplate transaction;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Endings(ApprovalTable table, AgreementClock time, Standing standing, ApprovalEntries entries, Ledger ledger,
            DoorClock clock, TransactionTemplate transaction) {
        this.table = table;
        this.time = time;
        this.standing = standing;
        this.entries = entries;
        this.ledger = ledger;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Makes an end of what nobody decided or used in time, each with its entry; of everything if time went back. */
    @Scheduled(fixedDelay = SWEEP_EVERY_MILLIS)
    void sweep() {
        try {
            boolean more = true;
            while (more) {
                more = Boolean.TRUE.equals(transaction.execute(status -> sweepSome()));
            }
        } catch (RuntimeException unavailable) {
            // Their time is over whether or not it is written down; the next round comes soon.
            LOG.debug("Overdue approvals could not be ended: {}", unavailable.getClass().getName());
        }
    }

    private boolean sweepSome() {
        Optional<Instant> now = time.now();
        if (now.isEmpty()) {
            voidAll();
            return false;
        }
        List<Approval> resting = voidOfResting(now.get());
        return endOverdue(now.get()) == SWEEP_AT_ONCE || resting.size() == SWEEP_AT_ONCE;
    }

    /** Makes an end of what is overdue on the present clock: simulated work does not wait for the sweep. */
    void endOverdue() {
        transaction.executeWithoutResult(status -> time.now().ifPresent(this::endOverdue));
    }

    private int endOverdue(Instant now) {
        List<Approval> overdue = table.overdue(now, clock.name(), SWEEP_AT_ONCE);
        for (Approval one : overdue) {
            boolean waited = one.state() == State.PROPOSED;
            table.end(one.id(), one.state(), waited ? State.LAPSED : State.EXPIRED, now);
            ledger.append(entries.draft(SYSTEM, waited ? "approval.lapse" : "approval.expire", one));
        }
        return overdue.size();
    }

    /**
     * A suspension ends what is open, with its entry, so that nothing comes back to life when it is lifted. Nothing
     * waits for this: whoever decides or uses asks for the standing of both at that moment.
     */
    private List<Approval> voidOfResting(Instant now) {
        Set<String> resting = table.concerned().stream().filter(one -> !standing.isGood(one))
                .collect(Collectors.toSet());
        List<Approval> open = resting.isEmpty() ? List.of() : table.openOf(resting, SWEEP_AT_ONCE);
        open.forEach(one -> makeVoid(one, resting.contains(one.request().actor())
                ? VoidWhy.ASKER_RESTS : VoidWhy.APPROVER_RESTS, now));
        return open;
    }

    private void makeVoid(Approval one, VoidWhy why, Instant now) {
        table.makeVoid(one, why, now);
        ledger.append(entries.draft(SYSTEM, "approval.void", one).detail("why", why.code()));
    }

    /** A clock was set back: what it measured cannot be trusted, so everything open has to be asked anew. */
    private void voidAll() {
        if (time.advance().isPresent()) {
            return;
        }
        Instant now = time.restart();
        List<Approval> open = table.allOpen();
        open.forEach(one -> makeVoid(one, VoidWhy.CLOCK_SET_BACK, now));
        LOG.warn("The clock was set back: {} open approvals are void", open.size());
    }
}
