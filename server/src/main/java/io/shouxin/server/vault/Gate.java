// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.Budget;
import io.shouxin.core.keyset.SuiteUnavailable;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.TicketState;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.MovedOn;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What every passage goes through before anything is opened: the request makes sense, the caller is in
 * good standing, and the register in force decides, field by field.
 */
@Component
class Gate {

    /** Reasons that come from who asks, before the register is asked. */
    static final String SUSPENDED = "vault.suspended";
    static final String PURPOSE_LIMITED = "vault.purpose-limited";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    static final int FIELDS_MAX = 100;
    private static final int TRIES = 5;
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}");
    /** A ticket number stays in the ledger for good; a caller's mobile or document number must not. */
    private static final Pattern NO_TICKET = Pattern.compile(
            "(?:86)?1[3-9][0-9]{9}"
                    + "|[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]");

    private final Registers registers;
    private final Standing standing;
    private final TicketSystem tickets;
    private final Clock clock;

    Gate(Registers registers, Standing standing, TicketSystem tickets, Clock clock) {
        this.registers = registers;
        this.standing = standing;
        this.tickets = tickets;
        this.clock = clock;
    }

    Registers.InForce register() {
        return registers.inForce();
    }

    /** Refuses what cannot be decided: unknown names, malformed tickets, too much at once. */
    void requireSense(Register register, String purpose, List<String> fields, @Nullable String ticket) {
        Checks checks = sense(register, purpose, ticket)
                .present("fields", fields).atMost("fields", fields, FIELDS_MAX);
        for (int i = 0; i < fields.size(); i++) {
            checks.that(register.fields().containsKey(fields.get(i)), "fields[" + i + "]", "vault.unknown-field");
        }
        checks.throwIfAny();
    }

    /** The same before any field is known, as with tokens that are still closed. */
    void requireSense(Register register, String purpose, @Nullable String ticket) {
        sense(register, purpose, ticket).throwIfAny();
    }

    private static Checks sense(Register register, String purpose, @Nullable String ticket) {
        return new Checks()
                .that(register.purposes().containsKey(purpose), "purpose", "vault.unknown-purpose")
                .that(ticket == null || isTicket(ticket), "ticket", "vault.malformed-ticket");
    }

    private static boolean isTicket(String text) {
        return TICKET.matcher(text).matches() && !NO_TICKET.matcher(text).matches();
    }

    void requirePermission(Caller caller, Permission permission) {
        if (!caller.may(permission)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
        }
    }

    /** Asks about the ticket, if there is one; a system that fails is one that cannot tell. */
    TicketSystem.Asked ask(@Nullable String ticket) {
        if (ticket == null) {
            return customer -> TicketSystem.Answer.NONE_GIVEN;
        }
        TicketSystem.Asked asked = tickets.ask(ticket);
        return customer -> {
            try {
                return asked.about(customer);
            } catch (RuntimeException failed) {
                return TicketSystem.Answer.UNAVAILABLE;
            }
        };
    }

    /**
     * Decides and lets go; and decides again, on what is true by then, where something that the decision
     * rests on changed before its entry was written.
     */
    <T> T decided(Caller caller, Function<Caller, T> act) {
        Caller present = caller;
        for (int i = 1;; i++) {
            try {
                return act.apply(present);
            } catch (MovedOn moved) {
                if (i == TRIES) {
                    throw new Refused(Refused.Kind.CONFLICT, "vault.changed-meanwhile");
                }
                present = standing.again(present);
            } catch (SuiteUnavailable missing) {
                // A register in force says so, or a value does: this server has lost the suite's provider.
                LOG.error("{}", missing.getMessage());
                throw new Refused(Refused.Kind.UNAVAILABLE, "vault.suite-unavailable", missing.suite().name());
            }
        }
    }

    /** The decision of the register in force, with the caller's own limits above it. */
    Decision decide(Register register, Ask ask, Caller caller) {
        Decision decision = Decisions.decide(register, ask);
        List<Reason> own = ownLimits(caller, ask.purpose());
        if (own.isEmpty()) {
            return decision;
        }
        SortedMap<String, FieldDecision> refused = new TreeMap<>();
        decision.fields().forEach((name, field) -> {
            List<Reason> reasons = new ArrayList<>(own);
            field.reasons().stream().filter(reason -> field.form() == Form.REFUSED).forEach(reasons::add);
            refused.put(name, new FieldDecision(Form.REFUSED, reasons, field.rule()));
        });
        List<Reason> reasons = new ArrayList<>(own);
        reasons.addAll(decision.reasons());
        return new Decision(refused, reasons);
    }

    private static List<Reason> ownLimits(Caller caller, String purpose) {
        List<Reason> reasons = new ArrayList<>();
        if (!caller.suspended().isEmpty()) {
            reasons.add(new Reason(SUSPENDED, caller.suspended()));
        }
        if (!caller.limitedTo(purpose)) {
            reasons.add(new Reason(PURPOSE_LIMITED, List.of(purpose)));
        }
        return reasons;
    }

    /** A customer as it stands at this moment: what a decision takes into account besides the caller. */
    record Subject(StoredCustomer customer, TicketState ticket, Set<String> consents, Set<Budget> usedUp) {}

    Ask ask(Caller caller, String purpose, List<String> fields, Extent extent, Subject about) {
        return new Ask(caller.id(), caller.roles(), purpose, fields, about.ticket(), about.consents(),
                about.customer().state(), clock.instant().atZone(ZoneOffset.UTC), address(),
                about.customer().sealed().fields(), channel(caller), extent, Set.of(),
                about.usedUp());
    }

    /** May this caller act for this purpose at all, before any customer is known? */
    Decision decideWithoutCustomer(Register register, Caller caller, String purpose, List<String> fields) {
        return decideWithoutCustomer(register, caller, purpose, fields, Extent.ONE, Set.of());
    }

    /** The same for so many, with scenes that somebody has agreed to. */
    @SuppressWarnings("checkstyle:ParameterNumber") // What a decision without a customer depends on.
    Decision decideWithoutCustomer(Register register, Caller caller, String purpose, List<String> fields,
            Extent extent, Set<String> agreed) {
        return decide(register, askWithoutCustomer(register, caller, purpose, fields, extent).agreed(agreed), caller);
    }

    /** What a customer could keep from being given is not known yet, so nothing of it does. */
    Ask askWithoutCustomer(Register register, Caller caller, String purpose, List<String> fields, Extent extent) {
        return new Ask(caller.id(), caller.roles(), purpose, fields, TicketState.GOOD,
                register.purposes().keySet(), CustomerState.ACTIVE, clock.instant().atZone(ZoneOffset.UTC),
                address(), register.fields().keySet(), channel(caller), extent, Set.of(), Set.of());
    }

    static Channel channel(Caller caller) {
        return caller.isStaff() ? Channel.STAFF : Channel.SERVICE;
    }

    /** As the socket says; work that does not come over HTTP comes from this machine. */
    private static Optional<String> address() {
        return Optional.of(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getRemoteAddr() : "127.0.0.1");
    }
}
