// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.problem.Refused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One simulated day at the door. Refusals are expected, counted, and change nothing in the plan.
 *
 * <p>Acts of some minutes are done together: their tickets are opened, then everybody looks, then the
 * tickets are closed. Each entry has its own act's time; entries so close may stand in another order.
 */
final class SampleShiftWork {

    /** About a quarter of an hour of twenty thousand customers' work. */
    private static final int ACTS_TOGETHER = 64;

    /** Where the acts go, and who may come. */
    record Place(SampleDoor door, Map<String, Optional<Caller>> callers) {}

    private final Place place;
    private final SamplePlan plan;
    private final UUID[] customers;
    private final SampleTickets tickets;
    private final SampleTrace trace;
    private final AtomicLong refused = new AtomicLong();

    SampleShiftWork(Place place, SamplePlan plan, UUID[] customers, SampleTickets tickets, SampleTrace trace) {
        this.place = place;
        this.plan = plan;
        this.customers = customers;
        this.tickets = tickets;
        this.trace = trace;
    }

    /** Whether the day came to its end. */
    boolean play(int day, SampleCrew crew, SampleProgress progress, BooleanSupplier stopping) {
        plan.night(day).forEach(this::bulk);
        List<SampleAct> acts = plan.day(day);
        for (int from = 0; from < acts.size(); from += ACTS_TOGETHER) {
            if (stopping.getAsBoolean()) {
                return false;
            }
            List<SampleAct> together = acts.subList(from, Math.min(from + ACTS_TOGETHER, acts.size()));
            tickets(some(together, SampleAct.Kind.TICKET_OPEN));
            crew.act(some(together, SampleAct.Kind.SEARCH, SampleAct.Kind.REVEAL), this::look);
            tickets(some(together, SampleAct.Kind.TICKET_CLOSE));
            progress.done(together.size());
        }
        return true;
    }

    long refused() {
        return refused.get();
    }

    private void bulk(SampleApplications.Bulk bulk) {
        Optional<Caller> caller = caller(bulk.service());
        if (trace.of(bulk).isPresent() || caller.isEmpty()) {
            return;
        }
        List<UUID> ids = bulk.customers().stream().map(i -> customers[i]).toList();
        refused.addAndGet(place.door().bulk(bulk, ids, caller.get()));
    }

    private static List<SampleAct> some(List<SampleAct> acts, SampleAct.Kind... kinds) {
        return acts.stream().filter(act -> List.of(kinds).contains(act.kind())).toList();
    }

    private void tickets(List<SampleAct> acts) {
        List<SampleAct> rest = acts.stream().filter(act -> !doneBefore(act)).toList();
        if (!rest.isEmpty()) {
            together(rest);
        }
    }

    /** In one commit; or, where one of them is refused, each on its own. */
    private void together(List<SampleAct> acts) {
        Map<String, String> opened = new HashMap<>();
        try {
            place.door().inOne(() -> acts.forEach(act -> ticket(act, opened)));
            opened.forEach(tickets::opened);
        } catch (Refused refusal) {
            if (refusal.kind() == Refused.Kind.UNAVAILABLE) {
                throw refusal;
            }
            if (acts.size() > 1) {
                acts.forEach(act -> together(List.of(act)));
            } else {
                refused.incrementAndGet();
            }
        }
    }

    private void ticket(SampleAct act, Map<String, String> opened) {
        Caller caller = caller(act.staffNumber())
                .orElseThrow(() -> new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
        if (act.kind() == SampleAct.Kind.TICKET_OPEN) {
            opened.put(name(act), place.door().open(act, customers[act.customer()], caller));
        } else {
            place.door().close(act, tickets.number(act.ticket()).orElseThrow(), caller);
            tickets.closed(name(act));
        }
    }

    private void look(SampleAct act) {
        if (!doneBefore(act) && caller(act.staffNumber()).map(caller -> refuses(act, caller)).orElse(true)) {
            refused.incrementAndGet();
        }
        plan.request(act).ifPresent(this::ask);
    }

    private void ask(SampleRequests.Request request) {
        Optional<Caller> asker = caller(request.about().staffNumber());
        Optional<Caller> approver = caller(request.approver());
        Optional<String> ticket = tickets.number(request.about().ticket());
        if (asker.isEmpty() || approver.isEmpty() || ticket.isEmpty()) {
            return;
        }
        UUID customer = customers[request.about().customer()];
        if (!trace.asked(request)) {
            place.door().request(request, customer, ticket.get(), new SampleDoor.Both(asker.get(), approver.get()));
        }
        if (request.outcome() == SampleRequests.Outcome.AGREED && !trace.viewed(request)) {
            place.door().view(request, customer, ticket.get(), asker.get());
        }
    }

    /** Whether the act was done before a restart; what it left behind is taken up then. */
    private boolean doneBefore(SampleAct act) {
        Optional<SampleTrace.Done> done = trace.of(act);
        done.ifPresent(known -> remember(act, known));
        return done.isPresent();
    }

    /** A person or an account that was removed meanwhile does not come any more. */
    private Optional<Caller> caller(String id) {
        return place.callers().getOrDefault(id, Optional.empty());
    }

    private void remember(SampleAct act, SampleTrace.Done done) {
        switch (act.kind()) {
            case TICKET_OPEN -> done.ticket().ifPresent(number -> tickets.opened(name(act), number));
            case TICKET_CLOSE -> tickets.closed(name(act));
            case SEARCH, REVEAL -> { }
        }
        if (done.refused()) {
            refused.incrementAndGet();
        }
    }

    private boolean refuses(SampleAct act, Caller caller) {
        return act.kind() == SampleAct.Kind.SEARCH
                ? place.door().search(act, plan.customers().searchable(act.fields().get(0), act.customer()), caller)
                : place.door().reveal(act, customers[act.customer()], tickets.number(act.ticket()).orElse(null),
                        caller);
    }

    private static String name(SampleAct act) {
        return act.ticket().orElseThrow();
    }
}
