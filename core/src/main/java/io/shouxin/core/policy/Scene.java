// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a rule alone does not open a field: somebody else has to agree to this very request first
 * (金库模式, GB/T 35273 7.1). Which fields it is about stands in {@code covers}, who agrees and for how
 * long in {@code terms}.
 *
 * @param otherwise what the field takes while nobody has agreed: {@link Form#MASKED} or {@link Form#REFUSED}
 */
public record Scene(String code, String zh, String en, Covers covers, Terms terms, Form otherwise) {

    /** Word for the superior of whoever asks, in place of a role. */
    public static final String SUPERIOR = "superior";

    /** Word for the person who answers for such requests where whoever asks works, in place of a role. */
    public static final String ACCOUNTABLE = "accountable";

    public Scene {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(covers);
        Objects.requireNonNull(terms);
        if (otherwise != Form.MASKED && otherwise != Form.REFUSED) {
            throw new IllegalArgumentException("without agreement a field is masked or refused");
        }
    }

    /**
     * What the scene is about. An empty set means any; a condition that is not there holds.
     *
     * @param classes codes of the classes whose fields it covers, at least one
     * @param forms the forms that need agreement
     * @param moreThan it applies to requests for more customers than this, 0 for every request
     * @param beyondBudget it applies only where the asker's budget of the field's family is used up
     * @param outside it applies only outside these hours, read off in the register's zone
     */
    public record Covers(Operation operation, Set<String> classes, Set<Form> forms, Set<String> roles,
            Set<String> purposes, int moreThan, Optional<Hours> outside, boolean beyondBudget) {
        public Covers {
            Objects.requireNonNull(operation);
            classes = Copies.ofSet(classes);
            forms = Collections.unmodifiableSet(new LinkedHashSet<>(forms));
            roles = Copies.ofSet(roles);
            purposes = Copies.ofSet(purposes);
            Objects.requireNonNull(outside);
        }
    }

    /**
     * Who agrees, how, and for how long.
     *
     * @param approvers codes of roles, {@link #SUPERIOR} or {@link #ACCOUNTABLE}; one of them is enough
     * @param window from the moment of agreement; a person may make it shorter, nobody longer
     * @param once one request and no second one, even within the window
     */
    public record Terms(Set<Way> ways, Set<String> approvers, Duration window, boolean once) {
        public Terms {
            ways = Collections.unmodifiableSet(new LinkedHashSet<>(ways));
            approvers = Copies.ofSet(approvers);
            Objects.requireNonNull(window);
        }

        /** The window as a document writes it. */
        public String windowText() {
            return Windows.text(window);
        }

        /** The word of a document for how often an agreement may be used. */
        public String uses() {
            return SceneReader.uses(once);
        }
    }

    /** Whether it covers what a rule of this role would give of this field now. */
    boolean covers(Field field, Form form, Rule rule, Ask ask, Register register) {
        return covers.operation() == ask.extent().operation()
                && concerns(field, form, rule)
                && ask.extent().customers() > covers.moreThan()
                && covers.outside().map(hours -> !hours.contains(ask.at().withZoneSameInstant(register.zone())))
                        .orElse(true)
                && (!covers.beyondBudget() || ask.usedUp().contains(register.budgetOf(field, ask.extent())));
    }

    /** The same without what depends on the single request: how many customers, when, how much before. */
    boolean concerns(Field field, Form form, Rule rule) {
        return covers.classes().contains(field.classCode())
                && covers.forms().contains(form)
                && (covers.roles().isEmpty() || covers.roles().contains(rule.role()))
                && (covers.purposes().isEmpty() || covers.purposes().contains(rule.purpose()));
    }

    /** Whether the ticket alone is agreement enough: the door has found it open and about this customer. */
    boolean agreedByTicket(Ask ask) {
        return terms.ways().contains(Way.TICKET) && ask.ticket() == TicketState.GOOD;
    }
}
