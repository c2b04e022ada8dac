// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.core.data.ClassGroup;
import io.shouxin.core.data.ClassTree;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Matrix;
import io.shouxin.core.policy.Register;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The matrix as a page shows it.
 *
 * @param heads the upper line of the head, each over as many columns as it spans
 * @param columns the lower line
 * @param changed cells whose form differs from the version before
 */
record MatrixView(List<Head> heads, List<String> columns, List<Group> groups, int changed) {

    /** What a window of 1366 has for the columns, and what one of them and a bold letter need, in pixels. */
    private static final double ROOM = 914;
    private static final double COLUMN_MIN = 46;
    private static final double LETTER = 7.3;

    /** How the columns are sorted: each role with its purposes, or each purpose with its roles. */
    enum Order { PURPOSE, ROLE }

    /** Words over several columns. */
    record Head(String words, int span) {}

    /** One branch of the class tree. */
    record Group(String words, List<Row> rows) {}

    /** One field. */
    record Row(String classCode, String className, String name, int level, List<Cell> cells) {}

    /**
     * @param place what names the cell in an address: rule and field
     * @param label what it says to those who do not see its column
     */
    record Cell(String place, @Nullable Form form, String label, boolean changed, boolean chosen) {}

    /** Which cell is explained: a rule's and a field's name. */
    record Choice(String rule, String field) {

        /** Reads {@code role/purpose:field}; empty for anything else. */
        static Optional<Choice> parse(@Nullable String place) {
            int colon = place == null ? -1 : place.lastIndexOf(':');
            return colon <= 0 ? Optional.empty()
                    : Optional.of(new Choice(place.substring(0, colon), place.substring(colon + 1)));
        }

        String place() {
            return rule + ":" + field;
        }
    }

    /** Whether it needs no scrolling sideways; Chinese words break anywhere, English ones between words only. */
    public boolean fits() {
        return heads.stream().mapToDouble(head -> {
            double word = Words.chinese() ? 0 : Arrays.stream(head.words().split(" ")).mapToInt(String::length).max()
                    .orElse(0) * LETTER;
            return Math.max(head.span() * COLUMN_MIN, word);
        }).sum() <= ROOM;
    }

    /** Draws the matrix of a register, marking what the version before it had otherwise. */
    static MatrixView of(Register register, Optional<Register> before, Order order, Optional<Choice> chosen,
            RegisterWords words) {
        Matrix matrix = Matrix.of(register);
        List<Integer> sorted = sorted(register, matrix, order);
        List<Matrix.Column> columns = sorted.stream().map(matrix.columns()::get).toList();
        Map<String, Form> old = before.map(MatrixView::forms).orElseGet(() -> forms(register));
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        int[] changed = {0};
        for (Matrix.Group group : matrix.groups()) {
            String branch = branch(group.dataClass().code());
            for (Matrix.Row row : group.rows()) {
                List<Cell> cells = sorted.stream().map(at -> {
                    Cell cell = cell(row, matrix.columns().get(at), row.cells().get(at), old, words);
                    changed[0] += cell.changed() ? 1 : 0;
                    return new Cell(cell.place(), cell.form(), cell.label(), cell.changed(),
                            chosen.filter(one -> one.place().equals(cell.place())).isPresent());
                }).toList();
                groups.computeIfAbsent(branch, any -> new ArrayList<>()).add(new Row(group.dataClass().code(),
                        words.name(group.dataClass()), words.name(row.field()), row.level(), cells));
            }
        }
        return new MatrixView(heads(columns, order, words),
                columns.stream().map(one -> order == Order.PURPOSE ? words.name(one.purpose())
                        : words.name(one.role())).toList(),
                groups.entrySet().stream().map(one -> new Group(one.getKey(), one.getValue())).toList(), changed[0]);
    }

    private static List<Integer> sorted(Register register, Matrix matrix, Order order) {
        List<String> purposes = List.copyOf(register.purposes().keySet());
        Comparator<Integer> byPurpose =
                Comparator.comparingInt(at -> purposes.indexOf(matrix.columns().get(at).purpose().code()));
        return IntStream.range(0, matrix.columns().size()).boxed()
                .sorted(order == Order.ROLE ? byPurpose : Comparator.naturalOrder()).toList();
    }

    private static List<Head> heads(List<Matrix.Column> columns, Order order, RegisterWords words) {
        List<Head> heads = new ArrayList<>();
        for (Matrix.Column column : columns) {
            String head = order == Order.PURPOSE ? words.name(column.role()) : words.name(column.purpose());
            int last = heads.size() - 1;
            if (last >= 0 && heads.get(last).words().equals(head)) {
                heads.set(last, new Head(head, heads.get(last).span() + 1));
            } else {
                heads.add(new Head(head, 1));
            }
        }
        return heads;
    }

    private static Cell cell(Matrix.Row row, Matrix.Column column, Matrix.Cell cell, Map<String, Form> old,
            RegisterWords words) {
        Form form = cell.form().orElse(null);
        String place = new Choice(cell.rule(), row.field().name()).place();
        String what = form == null ? words.of("console.cell.none") : words.form(form);
        String label = words.of("register.cell.label", words.name(row.field()), words.name(column.role()),
                words.name(column.purpose()), what);
        return new Cell(place, form, label, old.get(place) != form, false);
    }

    private static Map<String, Form> forms(Register register) {
        Map<String, Form> forms = new LinkedHashMap<>();
        Matrix.of(register).groups().forEach(group -> group.rows().forEach(row -> row.cells().forEach(cell ->
                cell.form().ifPresent(form -> forms.put(cell.rule() + ":" + row.field().name(), form)))));
        return forms;
    }

    /** The first letter of a class code is its branch; other operators' trees have other letters. */
    private static String branch(String code) {
        String letter = code.substring(0, 1);
        return ClassTree.groups().stream().filter(group -> group.code().equals(letter)).findFirst()
                .map(MatrixView::words).orElse(letter);
    }

    private static String words(ClassGroup group) {
        return group.code() + " " + Words.choose(group.zh(), group.en());
    }
}
