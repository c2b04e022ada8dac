// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.TicketState;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.database.SharedReads;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.TicketSystem;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The door to the tickets: our own table, or the operator's system where one is set. */
@Service
public class Tickets implements TicketSystem {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int NUMBERS = 1_000_000;
    private static final int TRIES = 20;
    private static final int LIST_MAX = 20;

    private final TicketTable table;
    private final Optional<RemoteTickets> remote;
    private final CustomerNames customers;
    private final Ledger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tickets(TicketTable table, Optional<RemoteTickets> remote, CustomerNames customers, Ledger ledger, Clock clock) {
        this.table = table;
        this.remote = remote;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Asked ask(String ticket) {
        if (remote.isPresent()) {
            return customer -> Answer.of(remote.get().state(ticket, customer));
        }
        SharedReads.Asked<Ticket> asked = table.ask(ticket);
        return customer -> asked.answer().map(found -> about(found, customer))
                .orElseGet(() -> Answer.of(TicketState.UNKNOWN));
    }

    private static Answer about(Ticket ticket, UUID customer) {
        TicketState open = ticket.open() ? TicketState.GOOD : TicketState.NOT_OPEN;
        return new Answer(ticket.customer().equals(customer) ? open : TicketState.OTHER_CUSTOMER,
                Optional.of(TicketTable.seen(ticket)));
    }

    /** Whether tickets are opened here; with the operator's own system they are opened there. */
    public boolean own() {
        return remote.isEmpty();
    }

    public List<Ticket> of(UUID customer) {
        return own() ? table.of(customer, LIST_MAX) : List.of();
    }

    /** A ticket of our own table by its number; empty also where tickets are kept elsewhere. */
    public Optional<Ticket> find(String number) {
        return own() ? table.find(number) : Optional.empty();
    }

    /** Opens a ticket about a customer and answers its number. */
    @Transactional
    public Ticket open(UUID customer, String kind, Caller by) {
        requireMay(by);
        new Checks().that(kind.matches("[a-z][a-z0-9.-]{1,39}"), "kind", "ticket.rule.kind").throwIfAny();
        var reference = customers.reference(customer)
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "vault.unknown-customer"));
        for (int i = 0; i < TRIES; i++) {
            String number = "GD" + DAY.format(clock.instant().atZone(clock.getZone())) + "-"
                    + String.format("%06d", random.nextInt(NUMBERS));
            Ticket ticket = new Ticket(number, customer, kind, by.id(), clock.instant(), Optional.empty());
            if (table.open(ticket)) {
                ledger.append(ledger.draft(by.actor(), "vault.ticket-open").ticket(number).customer(reference));
                return ticket;
            }
        }
        throw new Refused(Refused.Kind.UNAVAILABLE, "ticket.refused.no-number");
    }

    @Transactional
    public void close(String number, Caller by) {
        requireMay(by);
        Ticket ticket = table.find(number)
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ticket.refused.unknown"));
        if (!table.close(number, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "ticket.refused.closed-already", number);
        }
        Entry.Draft draft = ledger.draft(by.actor(), "vault.ticket-close").ticket(number);
        // A ticket may outlive its customer: then the entry names only the ticket.
        customers.reference(ticket.customer()).ifPresent(draft::customer);
        ledger.append(draft);
    }

    private void requireMay(Caller by) {
        if (!own()) {
            throw new Refused(Refused.Kind.CONFLICT, "ticket.refused.elsewhere");
        }
        if (!by.may(Permission.TICKET_OPEN)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
    }
}
