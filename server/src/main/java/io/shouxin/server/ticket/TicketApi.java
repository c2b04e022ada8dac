// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Checks;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.Objects;
import java.util.UUID;

/** Our own tickets for programs: a CRM that has none of its own opens and closes them here. */
@RestController
class TicketApi {

    private final Tickets tickets;

    TicketApi(Tickets tickets) {
        this.tickets = tickets;
    }

    record OpenBody(@Nullable UUID customer, @Nullable String kind) {}

    record TicketBody(String ticket, String customer, String kind, String openedAt) {}

    @PostMapping("/api/v1/tickets")
    @ResponseStatus(HttpStatus.CREATED)
    TicketBody open(@RequestBody OpenBody body) {
        new Checks().present("customer", body.customer()).present("kind", body.kind()).throwIfAny();
        Ticket ticket = tickets.open(Objects.requireNonNull(body.customer()), Objects.requireNonNull(body.kind()),
                Callers.present());
        return new TicketBody(ticket.number(), ticket.customer().toString(), ticket.kind(),
                ticket.openedAt().toString());
    }

    @PostMapping("/api/v1/tickets/{number}/close")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(@PathVariable String number) {
        tickets.close(number, Callers.present());
    }
}
