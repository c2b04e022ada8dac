// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The disclosure rules as a picture: fields by class down, purposes by role across. A combination that
 * no rule names has a cell without a form; at the door it is refused.
 *
 * @param columns one for each rule, roles and purposes in the order of the register
 * @param groups classes that have fields, in the order of the register
 */
public record Matrix(List<Column> columns, List<Group> groups) {

    public Matrix {
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
    }

    /** One rule: a purpose as one role has it. */
    public record Column(Role role, Purpose purpose, String rule) {
        public Column {
            Objects.requireNonNull(role);
            Objects.requireNonNull(purpose);
            Objects.requireNonNull(rule);
        }

        /** What has to hold before any cell of this column is given. */
        public Needs needs() {
            return purpose.needs();
        }
    }

    /** The fields of one class. */
    public record Group(DataClass dataClass, List<Row> rows) {
        public Group {
            Objects.requireNonNull(dataClass);
            rows = List.copyOf(rows);
        }
    }

    /** One field; its cells stand in the order of the columns. */
    public record Row(Field field, int level, List<Cell> cells) {
        public Row {
            Objects.requireNonNull(field);
            cells = List.copyOf(cells);
        }
    }

    /**
     * What one rule says about one field.
     *
     * @param form empty when nothing is registered
     * @param scenes codes of the scenes that may stand above it, whatever else they depend on
     * @param selector the line of the rule that says so: the field's name or its class
     */
    public record Cell(String rule, Optional<Form> form, Optional<String> selector, Needs needs,
            List<String> scenes) {
        public Cell {
            scenes = List.copyOf(scenes);
            Objects.requireNonNull(rule);
            Objects.requireNonNull(form);
            Objects.requireNonNull(selector);
            Objects.requireNonNull(needs);
        }
    }

    /** Draws up the matrix; a rule that names an undeclared role or purpose has no column. */
    public static Matrix of(Register register) {
        List<String> roles = new ArrayList<>(register.roles().keySet());
        List<String> purposes = new ArrayList<>(register.purposes().keySet());
        List<Rule> rules = register.rules().stream()
                .filter(rule -> roles.contains(rule.role()) && purposes.contains(rule.purpose()))
                .sorted(Comparator.comparingInt((Rule rule) -> roles.indexOf(rule.role()))
                        .thenComparingInt(rule -> purposes.indexOf(rule.purpose())))
                .toList();
        List<Column> columns = rules.stream().map(rule -> new Column(register.roles().get(rule.role()),
                register.purposes().get(rule.purpose()), rule.id())).toList();
        List<Group> groups = register.classes().values().stream()
                .map(dataClass -> group(register, dataClass, rules))
                .filter(group -> !group.rows().isEmpty()).toList();
        return new Matrix(columns, groups);
    }

    private static Group group(Register register, DataClass dataClass, List<Rule> rules) {
        return new Group(dataClass, register.fields().values().stream()
                .filter(field -> field.classCode().equals(dataClass.code()))
                .map(field -> new Row(field, dataClass.level(), rules.stream()
                        .map(rule -> cell(register, rule, field)).toList()))
                .toList());
    }

    private static Cell cell(Register register, Rule rule, Field field) {
        Optional<String> selector = rule.selectorFor(field);
        return new Cell(rule.id(), selector.map(rule.give()::get), selector,
                register.purposes().get(rule.purpose()).needs(),
                selector.map(rule.give()::get).map(form -> register.scenes().values().stream()
                        .filter(scene -> scene.covers().operation() == Operation.REVEAL
                                && scene.concerns(field, form, rule)).map(Scene::code).toList())
                        .orElse(List.of()));
    }
}
