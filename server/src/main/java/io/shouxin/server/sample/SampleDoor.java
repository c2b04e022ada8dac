// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.policy.Form;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.ticket.Tickets;
import io.shouxin.server.vault.Reveals;
import io.shouxin.server.vault.Reveals.RevealAsk;
import io.shouxin.server.vault.Reveals.Revealed;
import io.shouxin.server.vault.Searches;
import io.shouxin.server.vault.TokenExchange;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Takes one simulated act to the door, at the act's time on the sample's clock. What the door refuses is
 * an answer like any other; what keeps it from answering (no ledger, no database) is thrown on.
 */
@Component
class SampleDoor {

    private final Tickets tickets;
    private final Searches searches;
    private final Reveals reveals;
    private final Approvals approvals;
    private final TokenExchange tokens;
    private final DoorClock clock;
    private final TransactionTemplate transaction;

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors that the sample's people use.
    SampleDoor(Tickets tickets, Searches searches, Reveals reveals, Approvals approvals, TokenExchange tokens,
            DoorClock clock, TransactionTemplate transaction) {
        this.tickets = tickets;
        this.searches = searches;
        this.reveals = reveals;
        this.approvals = approvals;
        this.tokens = tokens;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Opens a ticket and answers the number that the ticket system gave. */
    String open(SampleAct act, UUID customer, Caller caller) {
        return clock.during(SampleFounding.CLOCK, act.at(),
                () -> tickets.open(customer, act.purpose(), caller).number());
    }

    void close(SampleAct act, String ticket, Caller caller) {
        clock.during(SampleFounding.CLOCK, act.at(), () -> {
            tickets.close(ticket, caller);
            return ticket;
        });
    }

    /**
     * Does these acts in one transaction: the tickets of some minutes share a commit. Where one of them
     * is refused, none is done.
     */
    void inOne(Runnable acts) {
        transaction.executeWithoutResult(status -> acts.run());
    }

    /** Answers, as the other looks do, whether the door refused it. */
    boolean search(SampleAct act, String value, Caller caller) {
        return refused(act.at(), () -> {
            searches.search(new Searches.SearchAsk(act.fields().get(0), SecretText.of(value), act.purpose()), caller);
            return false;
        });
    }

    boolean reveal(SampleAct act, UUID customer, @Nullable String ticket, Caller caller) {
        RevealAsk ask = new RevealAsk(List.of(customer), act.fields(), act.purpose(), ticket);
        return refused(act.at(), () -> reveals.reveal(ask, caller).stream().noneMatch(SampleDoor::opened));
    }

    /** Who asks and who decides. */
    record Both(Caller asker, Caller approver) {}

    /** Asks for agreement, with all that becomes of it but the view, in one transaction. */
    void request(SampleRequests.Request request, UUID customer, String ticket, Both both) {
        agreed(() -> transaction.executeWithoutResult(status -> {
            String id = clock.during(SampleFounding.CLOCK, request.askedAt(), () -> reveals.askAgreement(
                    ask(request, customer, ticket),
                    new Approvals.Why("bill-dispute", request.words(), Optional.empty()), both.asker())).get(0).id();
            clock.during(SampleFounding.CLOCK, request.endedAt(), () -> end(id, request.outcome(), both));
        }));
    }

    /** Views what was agreed to. */
    void view(SampleRequests.Request request, UUID customer, String ticket, Caller asker) {
        agreed(() -> clock.during(SampleFounding.CLOCK, request.viewedAt(),
                () -> reveals.reveal(ask(request, customer, ticket), asker)));
    }

    private static RevealAsk ask(SampleRequests.Request request, UUID customer, String ticket) {
        return new RevealAsk(List.of(customer), request.fields(), request.about().purpose(), ticket);
    }

    /** Where somebody has changed the register, or somebody's rights, it is not asked for. */
    private static void agreed(Runnable act) {
        try {
            act.run();
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.UNAVAILABLE) {
                throw refused;
            }
        }
    }

    private String end(String id, SampleRequests.Outcome outcome, Both both) {
        switch (outcome) {
            case AGREED -> approvals.agree(id, Optional.empty(), "", both.approver());
            case REFUSED -> approvals.refuse(id, "请先请客户到营业厅当面核对", both.approver());
            case LAPSED -> approvals.endOverdue();
            case WITHDRAWN -> approvals.withdraw(id, both.asker());
        }
        return id;
    }

    /** How many of the customers were refused. */
    int bulk(SampleApplications.Bulk bulk, List<UUID> customers, Caller caller) {
        return clock.during(SampleFounding.CLOCK, bulk.at(), () -> switch (bulk.kind()) {
            case REVEAL -> (int) reveals.reveal(
                    new RevealAsk(customers, bulk.fields(), bulk.purpose(), null), caller).stream()
                    .filter(one -> !opened(one)).count();
            case TOKENISE -> opened(tokens.tokenise(
                    customers.get(0), bulk.fields(), bulk.purpose(), null, caller)) ? 0 : 1;
        });
    }

    private boolean refused(Instant at, BooleanSupplier act) {
        try {
            return clock.during(SampleFounding.CLOCK, at, act::getAsBoolean);
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.UNAVAILABLE) {
                throw refused;
            }
            return true;
        }
    }

    private static boolean opened(Revealed revealed) {
        return revealed.fields().values().stream().map(Reveals.Given::form).anyMatch(Form::opens);
    }
}
