// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One version of the register: what is held, for what, how long, and who may see it in which form.
 * Maps keep the order of the document. A register made by {@link #read} names nothing it does not
 * declare; one put together by hand is not checked, and {@link Decisions} refuses what does not meet.
 *
 * @param zone where working hours are read off
 */
public record Register(
        String name, ZoneId zone, Map<String, DataClass> classes, Map<String, Role> roles,
        Map<String, Field> fields, Map<String, Purpose> purposes, List<Rule> rules,
        List<Retention> retention, Map<String, Recipient> recipients, Map<String, Scene> scenes,
        List<BudgetLimit> budgets) {

    public Register {
        Objects.requireNonNull(name);
        Objects.requireNonNull(zone);
        classes = Copies.ofMap(classes);
        roles = Copies.ofMap(roles);
        fields = Copies.ofMap(fields);
        purposes = Copies.ofMap(purposes);
        rules = List.copyOf(rules);
        retention = List.copyOf(retention);
        recipients = Copies.ofMap(recipients);
        scenes = Copies.ofMap(scenes);
        budgets = List.copyOf(budgets);
    }

    /** Reads a document and reports everything wrong with it at once; never throws for its content. */
    public static Reading read(Node root, Vocabulary words) {
        return new RegisterReader(words).read(root);
    }

    /** The rule of a role for a purpose. */
    public Optional<Rule> rule(String role, String purpose) {
        return rules.stream()
                .filter(rule -> rule.role().equals(role) && rule.purpose().equals(purpose)).findFirst();
    }

    /** The rules that lead into a scene: what one of them gives of some field needs its agreement. */
    public List<Rule> leadingInto(Scene scene) {
        return rules.stream().filter(rule -> fields.values().stream().anyMatch(field ->
                (scene.covers().operation() != Operation.SEARCH || field.index() == Index.EXACT)
                        && rule.selectorFor(field).map(rule.give()::get)
                                .filter(form -> scene.concerns(field, form, rule)).isPresent())).toList();
    }

    /** What is used up by giving this field: a search is counted as such, whatever it looks by. */
    Budget budgetOf(Field field, Extent extent) {
        return extent.operation() == Operation.SEARCH ? Budget.SEARCH : classes.get(field.classCode()).budget();
    }

    /** The limit of a person in these roles: the widest of their roles' own lines, else the line for everybody. */
    public BudgetLimit budget(Budget family, Set<String> roles) {
        return budgets.stream()
                .filter(line -> line.family() == family && line.role().filter(roles::contains).isPresent())
                .max(Comparator.comparingInt(BudgetLimit::limit))
                .or(() -> budgets.stream().filter(line -> line.family() == family && line.role().isEmpty()).findFirst())
                .orElseGet(() -> BudgetLimit.shipped(family));
    }

    /** How long a class is kept for a purpose: its own line, or else the class's line for any purpose. */
    public Optional<Keep> keep(String classCode, String purpose) {
        return line(classCode, Optional.of(purpose)).or(() -> keepForAny(classCode));
    }

    /** How long a class is kept for purposes without a line of their own. */
    public Optional<Keep> keepForAny(String classCode) {
        return line(classCode, Optional.empty());
    }

    private Optional<Keep> line(String classCode, Optional<String> purpose) {
        return retention.stream()
                .filter(line -> line.classCode().equals(classCode) && line.purpose().equals(purpose))
                .map(Retention::keep).findFirst();
    }
}
