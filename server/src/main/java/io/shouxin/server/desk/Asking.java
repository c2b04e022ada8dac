// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Scene;
import io.shouxin.server.approval.ApprovalForm;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.register.Registers;
import io.shouxin.server.ticket.Ticket;
import io.shouxin.server.ticket.Tickets;
import io.shouxin.server.vault.Reveals;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Says before the look what the look would give. It asks the door's own {@code explain} for every field of
 * the register, so that what stands here and what is given later cannot come from two rules.
 */
@Component
class Asking {

    /** How many fields the door explains at once. */
    private static final int AT_ONCE = 100;

    private final Reveals reveals;
    private final Registers registers;
    private final Tickets tickets;
    private final Purposes purposes;
    private final DeskWords words;
    private final ApprovalForm requests;
    private final ObjectProvider<LedgerPill> ledger;

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors it asks.
    Asking(Reveals reveals, Registers registers, Tickets tickets, Purposes purposes, DeskWords words,
            ApprovalForm requests, ObjectProvider<LedgerPill> ledger) {
        this.reveals = reveals;
        this.registers = registers;
        this.tickets = tickets;
        this.purposes = purposes;
        this.words = words;
        this.requests = requests;
        this.ledger = ledger;
    }

    /**
     * @param ticket the ticket named; {@code null} where the reader has not said yet, and then the newest open
     *     one is taken if the purpose needs one
     * @param fields the fields ticked; {@code null} where the reader has not said yet, and then none is: a
     *     purpose allows fields, what the task needs of them is for the person to say (PIPL art. 6)
     */
    record Wish(UUID customer, Purposes.Choice purpose, @Nullable String ticket, @Nullable Collection<String> fields) {}

    AskView view(Wish wish, Caller caller) {
        Register register = registers.inForce().register();
        List<AskView.Line> lines = lines(wish.customer(), register);
        String ticket = ticket(wish, lines);
        Map<String, FieldDecision> decisions = decisions(wish, ticket, register, caller);
        Set<Reason> common = common(decisions.values());
        List<AskView.Group> groups = groups(register, decisions, wish.fields());
        List<AskView.Sum> sums = sums(groups);
        return new AskView(wish.customer(), purposes.of(caller), wish.purpose(),
                new AskView.Tickets(tickets.own(), caller.may(Permission.TICKET_OPEN) && tickets.own(),
                        offered(lines, ticket), foreign(lines, ticket), standing(ticket, common)),
                ticket, groups, sums, button(sums), agreement(register, decisions, groups), barrier(common, ticket));
    }

    /** The customer's tickets, newest first. */
    List<AskView.Line> lines(UUID customer, Register register) {
        return tickets.of(customer).stream().map(one -> line(one, register)).toList();
    }

    private AskView.Line line(Ticket one, Register register) {
        return new AskView.Line(one.number(), words.purpose(register, one.kind()), one.openedBy(),
                words.time(one.openedAt()), one.closedAt().isEmpty());
    }

    private static String ticket(Wish wish, List<AskView.Line> lines) {
        if (wish.ticket() != null) {
            return wish.ticket().strip();
        }
        return wish.purpose().needsTicket()
                ? lines.stream().filter(AskView.Line::open).map(AskView.Line::number).findFirst().orElse("") : "";
    }

    /** What can be chosen: the open ones, and the one named even if it is not among them. */
    private static List<AskView.Line> offered(List<AskView.Line> lines, String ticket) {
        return lines.stream().filter(one -> one.open() || one.number().equals(ticket)).toList();
    }

    private static boolean foreign(List<AskView.Line> lines, String ticket) {
        return !ticket.isEmpty() && lines.stream().noneMatch(one -> one.number().equals(ticket));
    }

    private Map<String, FieldDecision> decisions(Wish wish, String ticket, Register register, Caller caller) {
        List<String> all = List.copyOf(register.fields().keySet());
        Map<String, FieldDecision> decisions = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            decisions.putAll(reveals.explain(new Reveals.RevealAsk(List.of(wish.customer()),
                    all.subList(from, Math.min(all.size(), from + AT_ONCE)), wish.purpose().code(),
                    ticket.isEmpty() ? null : ticket), caller));
        }
        return decisions;
    }

    /** The classes in the register's order; those of which this purpose gives something stand first. */
    private List<AskView.Group> groups(
            Register register, Map<String, FieldDecision> decisions, @Nullable Collection<String> chosen) {
        Map<String, List<AskView.Row>> rows = new LinkedHashMap<>();
        for (Field field : register.fields().values()) {
            rows.computeIfAbsent(field.classCode(), code -> new ArrayList<>())
                    .add(row(register, field, decisions.get(field.name()), chosen));
        }
        List<AskView.Group> groups = new ArrayList<>();
        for (DataClass one : register.classes().values()) {
            if (rows.containsKey(one.code())) {
                groups.add(new AskView.Group(one.code(), words.name(one), rows.get(one.code())));
            }
        }
        groups.sort(Comparator.comparing(group -> group.rows().stream().noneMatch(AskView.Row::can)));
        return groups;
    }

    private AskView.Row row(
            Register register, Field field, FieldDecision decision, @Nullable Collection<String> chosen) {
        boolean waits = !DeskWords.needed(decision.reasons()).isEmpty();
        boolean can = decision.form().opens() || waits;
        return new AskView.Row(field.name(), words.name(field), register.classes().get(field.classCode()).level(),
                decision.form(), words.why(register, field, decision.form(), decision.reasons()), can, waits,
                can && chosen != null && chosen.contains(field.name()));
    }

    private static List<AskView.Sum> sums(List<AskView.Group> groups) {
        return Arrays.stream(Form.values()).filter(Form::opens).map(form -> new AskView.Sum(form,
                (int) groups.stream().flatMap(group -> group.rows().stream())
                        .filter(row -> row.on() && row.form() == form).count())).toList();
    }

    /** What the chosen fields want somebody else's agreement for; null where nothing does. */
    private AskView.@Nullable Agreement agreement(
            Register register, Map<String, FieldDecision> decisions, List<AskView.Group> groups) {
        List<Scene> scenes = groups.stream().flatMap(group -> group.rows().stream())
                .filter(row -> row.on() && row.waits())
                .flatMap(row -> DeskWords.needed(decisions.get(row.name()).reasons()).stream()).distinct()
                .map(register.scenes()::get).filter(Objects::nonNull).toList();
        return scenes.isEmpty() ? null : new AskView.Agreement(words.list(scenes.stream().map(words::name).toList()),
                requests.kinds(), requests.windows(scenes.stream().map(scene -> scene.terms().window())
                        .min(Comparator.naturalOrder()).orElseThrow()));
    }

    /** What pressing the button will do, in numbers. */
    private String button(List<AskView.Sum> sums) {
        int all = sums.stream().mapToInt(AskView.Sum::fields).sum();
        if (all == 0) {
            return words.of("desk.ask.button.none");
        }
        return words.of("desk.ask.button", all, words.list(sums.stream().filter(sum -> sum.fields() > 0)
                .map(sum -> words.of("desk.ask.button." + sum.form().code(), sum.fields())).toList()));
    }

    /** The reasons that refuse every field: they come from who asks, why, when or the customer's state. */
    private static Set<Reason> common(Collection<FieldDecision> decisions) {
        Set<Reason> common = null;
        for (FieldDecision decision : decisions) {
            if (decision.form() != Form.REFUSED) {
                return Set.of();
            }
            if (common == null) {
                common = new LinkedHashSet<>(decision.reasons());
            } else {
                common.retainAll(decision.reasons());
            }
        }
        return common == null ? Set.of() : common;
    }

    private AskView.@Nullable Standing standing(String ticket, Set<Reason> common) {
        if (ticket.isEmpty()) {
            return null;
        }
        return common.stream().filter(reason -> reason.key().startsWith("policy.ticket-")).findFirst()
                .map(reason -> new AskView.Standing("bad", words.reason(reason)))
                .orElseGet(() -> new AskView.Standing("ok", words.of("desk.ticket.good")));
    }

    private AskView.@Nullable Barrier barrier(Set<Reason> common, String ticket) {
        Optional<AskView.Barrier> broken = Optional.ofNullable(ledger.getIfAvailable())
                .map(LedgerPill::read).flatMap(this::ledgerBarrier);
        if (broken.isPresent() || common.isEmpty()) {
            return broken.orElse(null);
        }
        boolean wants = common.stream().allMatch(reason -> reason.key().equals("policy.ticket-missing"));
        boolean tickets = common.stream().allMatch(reason -> reason.key().startsWith("policy.ticket-"));
        String why = words.list(common.stream().map(words::reason).distinct().toList());
        return new AskView.Barrier(tickets ? "warn" : "bad",
                words.of(wants ? "desk.barrier.ticket" : "desk.barrier"), words.of("desk.barrier.why", why),
                tickets && this.tickets.own());
    }

    /** A ledger that was changed stops every look; saying so beforehand spares the refusal. */
    Optional<AskView.Barrier> ledgerBarrier(LedgerPill.Reading reading) {
        return reading.state() == LedgerPill.State.BROKEN
                ? Optional.of(new AskView.Barrier("bad", words.of("desk.barrier.ledger"),
                        words.of("desk.barrier.ledger.why"), false))
                : Optional.empty();
    }
}
