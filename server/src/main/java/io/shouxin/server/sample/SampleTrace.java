// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.vault.Reveals;
import io.shouxin.server.vault.Searches;
import io.shouxin.server.vault.TokenExchange;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger holds already of a stretch of simulated time. After a restart in the middle of a day it
 * tells which acts were done: who did what at which millisecond is in the entry of every act, so no
 * separate note of them is kept and none can be wrong.
 */
final class SampleTrace {

    /** Nothing was done: the day begins. */
    static final SampleTrace NONE = new SampleTrace(Map.of());

    private record Act(String actor, String action, Instant at) {}

    /** What became of an act. */
    record Done(boolean refused, Optional<String> ticket) {}

    private final Map<Act, Done> done;

    private SampleTrace(Map<Act, Done> done) {
        this.done = done;
    }

    /** Reads what happened on the sample's clock from the one instant to before the other. */
    static SampleTrace of(Ledger ledger, Instant from, Instant to) {
        Map<Act, Done> done = new HashMap<>();
        LedgerQuery query = new LedgerQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.of(from), Optional.of(to), Long.MAX_VALUE,
                LedgerQuery.LIMIT_MAX);
        List<Ledger.Line> lines = ledger.find(query);
        while (!lines.isEmpty()) {
            lines.stream().map(Ledger.Line::entry)
                    .filter(entry -> entry.clock().filter(SampleFounding.CLOCK::equals).isPresent())
                    .forEach(entry -> done.put(new Act(entry.actor().id(), entry.action(), entry.at()),
                            new Done(entry.outcome() == Entry.Outcome.REFUSED, entry.ticket())));
            lines = ledger.find(query.before(lines.get(lines.size() - 1).number()));
        }
        return new SampleTrace(done);
    }

    Optional<Done> of(SampleAct act) {
        return of(act.staffNumber(), action(act.kind()), act.at());
    }

    /** What becomes of a request is one transaction with it, but for the view. */
    boolean asked(SampleRequests.Request request) {
        return of(request.about().staffNumber(), "approval.ask", request.askedAt()).isPresent();
    }

    boolean viewed(SampleRequests.Request request) {
        return of(request.about().staffNumber(), Reveals.ACTION, request.viewedAt()).isPresent();
    }

    Optional<Done> of(SampleApplications.Bulk bulk) {
        return of(bulk.service(), switch (bulk.kind()) {
            case REVEAL -> Reveals.ACTION;
            case TOKENISE -> TokenExchange.ACTION;
        }, bulk.at());
    }

    private Optional<Done> of(String actor, String action, Instant at) {
        return Optional.ofNullable(done.get(new Act(actor, action, at)));
    }

    private static String action(SampleAct.Kind kind) {
        return switch (kind) {
            case TICKET_OPEN -> "vault.ticket-open";
            case TICKET_CLOSE -> "vault.ticket-close";
            case SEARCH -> Searches.ACTION;
            case REVEAL -> Reveals.ACTION;
        };
    }
}
