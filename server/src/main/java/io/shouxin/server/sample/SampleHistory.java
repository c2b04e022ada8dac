// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Plays the days of work through the door, one after the other. The position moves at the end of a day;
 * within a day the ledger itself tells how far it is, so nothing is done twice.
 */
@Component
class SampleHistory {

    private final SampleTable table;
    private final SampleCallers callers;
    private final SampleDoor door;
    private final SampleProgress progress;
    private final Ledger ledger;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    SampleHistory(SampleTable table, SampleCallers callers, SampleDoor door, SampleProgress progress, Ledger ledger,
            DoorClock clock) {
        this.table = table;
        this.callers = callers;
        this.door = door;
        this.progress = progress;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Goes on until the last day is over, or until it is told to stop. */
    void run(SampleRun run, BooleanSupplier stopping) {
        SampleTable.Position at = table.begin(SamplePhase.WORK, run.days(), clock.systemInstant());
        if (at.finished()) {
            return;
        }
        SamplePlan plan = new SamplePlan(run);
        long[] acts = IntStream.range(0, run.days()).mapToLong(day -> plan.day(day).size()).toArray();
        progress.begin(SamplePhase.WORK, IntStream.range(0, at.position()).mapToLong(day -> acts[day]).sum(),
                IntStream.range(0, run.days()).mapToLong(day -> acts[day]).sum());
        UUID[] customers = table.customers(0, run.customers());
        SampleTickets tickets = new SampleTickets(stillOpen(plan, at.position()));
        SampleTrace trace = trace(run, at.position());
        try (SampleCrew crew = new SampleCrew()) {
            for (int day = at.position(); day < run.days(); day++) {
                SampleShiftWork work = new SampleShiftWork(new SampleShiftWork.Place(door, callers(run, plan, day)),
                        plan, customers, tickets, trace);
                if (!work.play(day, crew, progress, stopping)) {
                    return;
                }
                if (!table.advance(SamplePhase.WORK, new SampleTable.Move(day, day + 1, work.refused()),
                        clock.systemInstant())) {
                    throw new SampleRefused("Another server goes on with the sample.");
                }
                trace = SampleTrace.NONE;
            }
        }
    }

    private SampleTrace trace(SampleRun run, int day) {
        return SampleTrace.of(ledger, run.startOf(day), run.startOf(day + 1));
    }

    /** Everybody of the day with the rights they have on it. */
    private Map<String, Optional<Caller>> callers(SampleRun run, SamplePlan plan, int day) {
        return clock.during(SampleFounding.CLOCK, run.startOf(day), () -> {
            Map<String, Optional<Caller>> found = new HashMap<>();
            plan.day(day).forEach(act -> {
                found.computeIfAbsent(act.staffNumber(), callers::find);
                plan.request(act).ifPresent(one -> found.computeIfAbsent(one.approver(), callers::find));
            });
            plan.night(day).forEach(bulk -> found.computeIfAbsent(bulk.service(), callers::find));
            return found;
        });
    }

    /** Tickets of the days before that were never closed, by the names the plan has for them. */
    private Map<String, String> stillOpen(SamplePlan plan, int before) {
        Map<String, SampleAct> open = new HashMap<>();
        for (int day = 0; day < before; day++) {
            for (SampleAct act : plan.day(day)) {
                switch (act.kind()) {
                    case TICKET_OPEN -> open.put(act.ticket().orElseThrow(), act);
                    case TICKET_CLOSE -> open.remove(act.ticket().orElseThrow());
                    case SEARCH, REVEAL -> { }
                }
            }
        }
        Map<String, String> numbers = new HashMap<>();
        open.forEach((name, act) -> SampleTrace.of(ledger, act.at(), act.at().plusMillis(1)).of(act)
                .flatMap(SampleTrace.Done::ticket).ifPresent(number -> numbers.put(name, number)));
        return numbers;
    }
}
