// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.CustomerState;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.ticket.Tickets;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Reveals;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** One customer: what would be given, the look itself, and the tickets that give a reason for it. */
@Controller
@PreAuthorize("hasAuthority('customer.reveal')")
class AskPages {

    private static final Duration LOOKED_BACK = Duration.ofDays(30);
    private static final int LOOKS_COUNTED_MAX = 100;
    /** The script masks at zero; a browser without it is sent away by the server's own header, after it. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Asking asking;
    private final Showing showing;
    private final Purposes purposes;
    private final Reveals reveals;
    private final Customers customers;
    private final Tickets tickets;
    private final Registers registers;
    private final Ledger ledger;
    private final CustomerNames names;
    private final DeskWords words;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors it leads to.
    AskPages(Asking asking, Showing showing, Purposes purposes, Reveals reveals, Customers customers,
            Tickets tickets, Registers registers, Ledger ledger, CustomerNames names, DeskWords words, Clock clock) {
        this.asking = asking;
        this.showing = showing;
        this.purposes = purposes;
        this.reveals = reveals;
        this.customers = customers;
        this.tickets = tickets;
        this.registers = registers;
        this.ledger = ledger;
        this.names = names;
        this.words = words;
        this.clock = clock;
    }

    /** What may be said of a customer before a look. */
    record Subject(String shortId, String fullId, boolean sealed, String since, int openTickets, String looks,
            boolean maySeal, boolean mayReadLedger) {}

    /**
     * What was chosen on the page.
     *
     * @param was the purpose and {@code wasTicket} the ticket for which the fields were ticked: for another,
     *     the ticks say nothing
     */
    record Chosen(@Nullable String purpose, @Nullable String ticket, @Nullable List<String> fields,
            @Nullable String was, @Nullable String wasTicket) {

        static Chosen of(@Nullable String purpose, @Nullable String ticket) {
            return new Chosen(purpose, ticket, null, null, null);
        }

        /** No ticket chosen for another purpose is not a choice of none for this one. */
        private @Nullable String ticketMeant() {
            boolean other = was != null && !was.equals(purpose);
            return other && ticket != null && ticket.isBlank() ? null : ticket;
        }

        private @Nullable List<String> ticked() {
            boolean same = was != null && was.equals(purpose) && Objects.equals(wasTicket, ticket);
            return same ? Objects.requireNonNullElse(fields, List.of()) : null;
        }
    }

    @GetMapping("/customers/{id}")
    String ask(@PathVariable UUID id, @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String ticket, HttpSession session, Model model) {
        return page(id, Chosen.of(purpose, ticket), session, model);
    }

    /** The page of a look is left by its address too: it leads back to the question, never to values. */
    @GetMapping({"/customers/{id}/reveal", "/customers/{id}/explain", "/customers/{id}/tickets",
        "/customers/{id}/approvals"})
    String back(@PathVariable UUID id) {
        return "redirect:/customers/" + id;
    }

    /** The same question for another purpose, ticket or choice of fields; in a body, as tickets are. */
    @PostMapping("/customers/{id}/explain")
    String explain(@PathVariable UUID id, Chosen chosen,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            HttpSession session, Model model) {
        if (part == null) {
            return page(id, chosen, session, model);
        }
        return fill(id, chosen, session, model) ? "desk/ask :: ask" : "desk/no-purpose";
    }

    private String page(UUID id, Chosen chosen, HttpSession session, Model model) {
        Caller caller = Callers.present();
        model.addAttribute("subject", subject(id, caller));
        return fill(id, chosen, session, model) ? "desk/ask" : "desk/no-purpose";
    }

    private boolean fill(UUID id, Chosen chosen, HttpSession session, Model model) {
        Caller caller = Callers.present();
        Optional<Purposes.Choice> purpose = purposes.present(purposes.of(caller), chosen.purpose(), session);
        purpose.ifPresent(one -> {
            model.addAttribute("ask", asking.view(
                    new Asking.Wish(id, one, chosen.ticketMeant(), chosen.ticked()), caller));
            model.addAttribute("minutes", words.of("desk.ask.shown", showing.showFor().toMinutes(),
                    showing.showFor().toSecondsPart()));
        });
        return purpose.isPresent();
    }

    private Subject subject(UUID id, Caller caller) {
        Customers.Standing standing = customers.standing(id);
        int open = (int) asking.lines(id, registers.inForce().register()).stream()
                .filter(AskView.Line::open).count();
        return new Subject(DeskWords.shortId(id), id.toString(), standing.state() == CustomerState.SEALED,
                words.time(standing.since()), open, looks(id), caller.may(Permission.CUSTOMER_SEAL),
                caller.may(Permission.LEDGER_READ));
    }

    private String looks(UUID id) {
        int count = names.reference(id).map(reference -> ledger.find(LedgerQuery.latest(LOOKS_COUNTED_MAX)
                .withAction(Reveals.ACTION).withCustomer(reference)
                .since(clock.instant().minus(LOOKED_BACK))).size()).orElse(0);
        return words.of(count < LOOKS_COUNTED_MAX ? "desk.subject.looks" : "desk.subject.looks.many", count);
    }

    /**
     * The look. Its page is answered once and kept nowhere; sending it again is another look with another
     * entry.
     */
    @PostMapping("/customers/{id}/reveal")
    String reveal(@PathVariable UUID id, Chosen chosen, HttpSession session, Model model,
            HttpServletResponse response) {
        Caller caller = Callers.present();
        List<String> fields = Objects.requireNonNullElse(chosen.fields(), List.of());
        if (fields.isEmpty() || chosen.purpose() == null) {
            model.addAttribute("error", words.of("desk.ask.choose"));
            return page(id, chosen, session, model);
        }
        String ticket = chosen.ticket() == null || chosen.ticket().isBlank() ? null : chosen.ticket().strip();
        Reveals.Revealed revealed = reveals.reveal(
                new Reveals.RevealAsk(List.of(id), fields, chosen.purpose(), ticket), caller).get(0);
        model.addAttribute("subject", subject(id, caller));
        if (Showing.allRefused(revealed)) {
            model.addAttribute("refusal", showing.refused(revealed, chosen.purpose(), ticket));
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return "desk/refused";
        }
        response.setHeader("Refresh", showing.showFor().plus(GRACE).toSeconds() + "; url=/customers/" + id);
        model.addAttribute("shown", showing.revealed(revealed, chosen.purpose(), ticket, caller));
        return "desk/revealed";
    }

    /** Asks somebody else to agree to exactly what is chosen, and waits for the answer on its page. */
    @PostMapping("/customers/{id}/approvals")
    @SuppressWarnings("checkstyle:ParameterNumber") // What Spring hands in.
    String askAgreement(@PathVariable UUID id, Chosen chosen, AgreementReason reason, HttpSession session, Model model,
            HttpServletResponse response) {
        List<String> fields = Objects.requireNonNullElse(chosen.fields(), List.of());
        if (fields.isEmpty() || chosen.purpose() == null) {
            model.addAttribute("error", words.of("desk.ask.choose"));
            return page(id, chosen, session, model);
        }
        String ticket = chosen.ticket() == null || chosen.ticket().isBlank() ? null : chosen.ticket().strip();
        try {
            List<Approval> asked = reveals.askAgreement(
                    new Reveals.RevealAsk(List.of(id), fields, chosen.purpose(), ticket), reason.why(),
                    Callers.present());
            return asked.size() == 1 ? "redirect:/approvals/" + asked.get(0).id() : "redirect:/approvals";
        } catch (Refused refused) {
            if (refused.details().isEmpty()) {
                throw refused;
            }
            model.addAttribute("error", words.list(refused.details().stream()
                    .map(one -> words.of(one.key(), one.arguments().toArray())).toList()));
            model.addAttribute("typed", reason);
            response.setStatus(refused.kind().status());
            return page(id, new Chosen(chosen.purpose(), chosen.ticket(), fields, chosen.purpose(), chosen.ticket()),
                    session, model);
        }
    }

    /** Opens a ticket about this customer for the purpose at hand, and asks again with it. */
    @PostMapping("/customers/{id}/tickets")
    String open(@PathVariable UUID id, @RequestParam String purpose) {
        Caller caller = Callers.present();
        boolean known = purposes.of(caller).stream().anyMatch(one -> one.code().equals(purpose));
        if (!known) {
            throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                    List.of(new Refused.Detail("purpose", "vault.unknown-purpose")));
        }
        String number = tickets.open(id, purpose, caller).number();
        return "redirect:/customers/" + id + "?purpose=" + purpose + "&ticket=" + number;
    }
}
