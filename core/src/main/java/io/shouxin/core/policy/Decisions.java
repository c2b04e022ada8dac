// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides requests at the door. Pure: the same register and the same ask give the same decision, at
 * any time and on any machine.
 *
 * <p>Fails closed. Only a rule that names the actor's role, the purpose and the field (or its class)
 * opens anything; whatever is unknown, unnamed or not known to be satisfied refuses. The requirements
 * of a purpose and the state of the customer stand above the rules and refuse every field. A ticket
 * that is named is checked even where none is needed, because the ledger will state it.
 *
 * <p>Above a rule that opens a field may stand a {@link Scene}: then somebody else has to have agreed to this
 * very request, and until then the field takes the form that the scene leaves it.
 *
 * <p>What is given in the clear counts against the asker's budget. Where it is used up, nothing more of that
 * family is given in the clear unless a scene {@code beyond-budget} has been agreed to. A search counts whatever
 * form the rule gives, because finding somebody is an answer of its own.
 *
 * <p>With several roles a field takes the most open form that one rule gives; forms are never combined
 * into something no rule says. A rule that refuses a field keeps its own role from it, not another's.
 */
public final class Decisions {

    private Decisions() {
    }

    /** Decides every field of the ask; never throws for its content. */
    public static Decision decide(Register register, Ask ask) {
        Optional<Purpose> purpose = Optional.ofNullable(register.purposes().get(ask.purpose()));
        List<Rule> rules = purpose.map(known -> rules(register, ask, true)).orElse(List.of());
        List<Reason> barriers = barriers(register, ask, purpose, rules);
        SortedMap<String, FieldDecision> fields = new TreeMap<>();
        for (String name : new LinkedHashSet<>(ask.fields())) {
            fields.put(name, field(register, name, rules, barriers, ask));
        }
        return new Decision(fields, barriers);
    }

    /**
     * What may be collected for a purpose (PIPL Art. 6). A field the register does not know is refused
     * even where unlisted fields are dropped: a dropped field is counted by its name, and that name may
     * be anything.
     */
    public static SortedMap<String, Collecting> collectable(
            Register register, String purpose, Set<String> fields) {
        Purpose known = register.purposes().get(purpose);
        SortedMap<String, Collecting> answer = new TreeMap<>();
        for (String field : fields) {
            answer.put(field, collecting(register, known, field));
        }
        return answer;
    }

    private static Collecting collecting(Register register, Purpose purpose, String field) {
        if (purpose == null || !register.fields().containsKey(field)) {
            return Collecting.REFUSED;
        }
        if (purpose.collects().contains(field)) {
            return Collecting.ALLOWED;
        }
        return purpose.unlisted() == UnlistedFields.DROP ? Collecting.DROPPED : Collecting.REFUSED;
    }

    /** The rules of the actor's roles for the purpose, in the order of the register. */
    private static List<Rule> rules(Register register, Ask ask, boolean ofTheChannel) {
        return register.rules().stream()
                .filter(rule -> rule.purpose().equals(ask.purpose()) && ask.roles().contains(rule.role()))
                .filter(rule -> {
                    Role role = register.roles().get(rule.role());
                    return role != null && (role.channel() == ask.channel()) == ofTheChannel;
                })
                .toList();
    }

    private static List<Reason> barriers(
            Register register, Ask ask, Optional<Purpose> purpose, List<Rule> rules) {
        List<Reason> reasons = new ArrayList<>();
        state(ask.state()).ifPresent(reasons::add);
        if (purpose.isEmpty()) {
            reasons.add(Reason.Kind.UNKNOWN_PURPOSE.of());
        } else if (rules.isEmpty()) {
            reasons.add(rules(register, ask, false).isEmpty()
                    ? Reason.Kind.ROLE_UNREGISTERED.of() : Reason.Kind.WRONG_CHANNEL.of());
        }
        ticket(ask.ticket(), purpose).ifPresent(reasons::add);
        purpose.ifPresent(known -> reasons.addAll(unmet(register, ask, known)));
        return reasons;
    }

    private static Optional<Reason> state(CustomerState state) {
        return switch (state) {
            case ACTIVE -> Optional.empty();
            case SEALED -> Optional.of(Reason.Kind.SEALED.of());
            case ERASED -> Optional.of(Reason.Kind.ERASED.of());
        };
    }

    private static Optional<Reason> ticket(TicketState ticket, Optional<Purpose> purpose) {
        boolean needed = purpose.map(known -> known.needs().ticket()).orElse(false);
        return switch (ticket) {
            case GOOD -> Optional.empty();
            case NONE_GIVEN -> needed ? Optional.of(Reason.Kind.TICKET_MISSING.of()) : Optional.empty();
            case NOT_OPEN -> Optional.of(Reason.Kind.TICKET_NOT_OPEN.of());
            case OTHER_CUSTOMER -> Optional.of(Reason.Kind.TICKET_OTHER_CUSTOMER.of());
            case UNKNOWN -> Optional.of(Reason.Kind.TICKET_UNKNOWN.of());
            case UNAVAILABLE -> Optional.of(Reason.Kind.TICKET_UNAVAILABLE.of());
        };
    }

    private static List<Reason> unmet(Register register, Ask ask, Purpose purpose) {
        Needs needs = purpose.needs();
        List<Reason> reasons = new ArrayList<>();
        boolean consent = needs.consent() || purpose.basis() == LegalBasis.CONSENT;
        if (consent && !ask.consents().contains(purpose.code())) {
            reasons.add(Reason.Kind.CONSENT_MISSING.of(purpose.code()));
        }
        needs.hours().filter(hours -> !hours.contains(ask.at().withZoneSameInstant(register.zone())))
                .ifPresent(hours -> reasons.add(
                        Reason.Kind.OUTSIDE_HOURS.of(hours.text(), register.zone().getId())));
        if (!needs.networks().isEmpty() && !inside(needs.networks(), ask.address())) {
            reasons.add(Reason.Kind.NETWORK.of());
        }
        return reasons;
    }

    private static boolean inside(List<String> networks, Optional<String> address) {
        return address.isPresent() && networks.stream().anyMatch(
                text -> Network.parse(text).filter(network -> network.contains(address.get())).isPresent());
    }

    private static FieldDecision field(
            Register register, String name, List<Rule> rules, List<Reason> barriers, Ask ask) {
        Field field = register.fields().get(name);
        List<Reason> reasons = new ArrayList<>(barriers);
        if (field == null) {
            reasons.add(Reason.Kind.UNKNOWN_FIELD.of());
            return new FieldDecision(Form.REFUSED, reasons, Optional.empty());
        }
        Optional<Rule> rule = mostOpen(rules, field);
        Optional<String> id = rule.map(Rule::id);
        Form form = rule.map(found -> form(found, field)).orElse(Form.REFUSED);
        if (rule.isEmpty()) {
            // Where no rule of the actor's is in play at all, the request's own reason has said so.
            if (!rules.isEmpty()) {
                reasons.add(Reason.Kind.NO_RULE.of());
            }
            return new FieldDecision(Form.REFUSED, reasons, id);
        }
        if (form == Form.REFUSED) {
            reasons.add(because(Reason.Kind.RULE_REFUSES, rule.get(), field));
        }
        if (!reasons.isEmpty()) {
            return new FieldDecision(Form.REFUSED, reasons, id);
        }
        reasons.add(because(Reason.Kind.RULE, rule.get(), field));
        form = agreed(register, ask, rule.get(), field, reasons);
        if (form == Form.REFUSED) {
            return new FieldDecision(form, reasons, id);
        }
        if (!ask.held().contains(field.name())) {
            reasons.add(Reason.Kind.NOT_HELD.of());
            return new FieldDecision(Form.ABSENT, reasons, id);
        }
        return new FieldDecision(form, reasons, id);
    }

    /**
     * What is left of the rule's form where somebody else has to agree. Of several scenes each has to be
     * agreed to, and the one that gives least decides. It comes before the question whether there is a
     * value: that is an answer, too.
     */
    private static Form agreed(Register register, Ask ask, Rule rule, Field field, List<Reason> reasons) {
        Form form = form(rule, field);
        Form left = form;
        boolean beyond = false;
        for (Scene scene : register.scenes().values()) {
            if (scene.covers(field, form, rule, ask, register)) {
                if (ask.agreed().contains(scene.code())) {
                    reasons.add(Reason.Kind.AGREED.of(scene.code()));
                    beyond |= scene.covers().beyondBudget();
                } else if (scene.agreedByTicket(ask)) {
                    reasons.add(Reason.Kind.AGREED_BY_TICKET.of(scene.code()));
                } else {
                    reasons.add(Reason.Kind.NEEDS_AGREEMENT.of(scene.code()));
                    left = left.moreOpenThan(scene.otherwise()) ? scene.otherwise() : left;
                }
            }
        }
        Budget family = register.budgetOf(field, ask.extent());
        boolean counts = left == Form.CLEAR || family == Budget.SEARCH && left != Form.REFUSED;
        if (counts && !beyond && ask.usedUp().contains(family)) {
            reasons.add(Reason.Kind.BUDGET_USED_UP.of(Word.of(family)));
            left = Form.REFUSED;
        }
        return left;
    }

    /** The first of the rules that give the most open form; empty when none speaks about the field. */
    private static Optional<Rule> mostOpen(List<Rule> rules, Field field) {
        Rule best = null;
        for (Rule rule : rules) {
            if (rule.selectorFor(field).isPresent()
                    && (best == null || form(rule, field).moreOpenThan(form(best, field)))) {
                best = rule;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Form form(Rule rule, Field field) {
        Map<String, Form> give = rule.give();
        return rule.selectorFor(field).map(give::get).orElse(Form.REFUSED);
    }

    private static Reason because(Reason.Kind kind, Rule rule, Field field) {
        return kind.of(rule.role(), rule.purpose(), rule.selectorFor(field).orElseThrow());
    }
}
