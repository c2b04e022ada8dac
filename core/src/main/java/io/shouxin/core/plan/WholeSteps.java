// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.release.NumberBands;
import io.shouxin.core.release.ReleaseRefused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a plan that need all rows, batch by batch behind the others. The table goes by twice: the first time
 * its rows are collected and nothing is put out, the second time each gets what was found. A row that another column
 * rejects is neither collected nor written, so both times the same rows count, in the same order.
 */
final class WholeSteps {

    private final Plan.Column[] rulings;
    private final StepOutput[] outputs;
    private final List<Integer> least = new ArrayList<>();
    private final List<Integer> aggregated = new ArrayList<>();
    private final int sensitive;
    /** Of the two one is there, by which time it is. */
    private final WholeTable.Builder collected;
    private final WholeTable table;
    private final boolean[] suppressed = new boolean[RowBatch.ROWS_MAX];
    private final BigDecimal[] numbers;
    private final String[] refusals;
    private int rows;
    private final int[] values;

    /** @param table null for the first time */
    WholeSteps(Plan plan, List<String> header, Plan.Column[] rulings, StepOutput[] outputs, WholeTable table) {
        this.rulings = rulings;
        this.outputs = outputs;
        this.table = table;
        for (int i = 0; i < rulings.length; i++) {
            if (rulings[i].technique() instanceof Technique.Least) {
                least.add(i);
            } else if (rulings[i].technique() instanceof Technique.Aggregated) {
                aggregated.add(i);
            }
        }
        String name = plan.groups().map(Plan.Groups::sensitive).orElse(null);
        sensitive = name == null ? -1 : header.indexOf(name);
        numbers = new BigDecimal[aggregated.size()];
        refusals = new String[aggregated.size()];
        values = new int[aggregated.size()];
        collected = table != null ? null : new WholeTable.Builder(plan,
                least.stream().map(i -> rulings[i]).toList(), aggregated.stream().map(i -> rulings[i]).toList());
    }

    WholeTable table() {
        return collected.build();
    }

    boolean isSuppressed(int row) {
        return suppressed[row];
    }

    /** All rows have gone by. */
    void end() {
        if (table != null) {
            table.end(rows, values);
        }
    }

    /** Rows and values so far, for a run that goes on in the middle. */
    List<Integer> position() {
        List<Integer> all = new ArrayList<>(List.of(rows));
        for (int count : values) {
            all.add(count);
        }
        return all;
    }

    void resume(List<Integer> position) {
        if (position.size() != values.length + 1) {
            throw new IllegalStateException("A position of another plan.");
        }
        rows = position.get(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = position.get(i + 1);
        }
    }

    void run(RowBatch batch) {
        least.forEach(column -> outputs[column].clear());
        aggregated.forEach(column -> outputs[column].clear());
        for (int row = 0; row < batch.rows(); row++) {
            boolean passes = passes(row) && !anyTooLong(batch, row);
            for (int i = 0; i < numbers.length; i++) {
                passes &= read(batch, row, i);
            }
            for (int i = 0; i < numbers.length; i++) {
                aggregate(i, passes);
            }
            for (int i = 0; i < least.size(); i++) {
                generalise(batch, row, i, passes);
            }
            suppressed[row] = passes && table != null && !least.isEmpty() && table.isSuppressed(rows);
            if (passes) {
                if (table == null && sensitive >= 0) {
                    collected.sensitive(released(batch, row));
                }
                rows++;
            }
        }
    }

    /** Whether no column that is worked on row by row rejects the row. */
    private boolean passes(int row) {
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i] != null && !rulings[i].technique().whole() && outputs[i].refusal(row) != null
                    && rulings[i].onInvalid() == OnInvalid.REJECT) {
                return false;
            }
        }
        return true;
    }

    /** Takes an aggregated column's number in; whether the row passes for all it says. */
    private boolean read(RowBatch batch, int row, int i) {
        int column = aggregated.get(i);
        numbers[i] = null;
        refusals[i] = null;
        if (!batch.isBlank(row, column)) {
            try {
                numbers[i] = NumberBands.number(batch.text(row, column));
            } catch (ReleaseRefused noNumber) {
                refusals[i] = noNumber.key();
            }
        }
        return refusals[i] == null || rulings[column].onInvalid() != OnInvalid.REJECT;
    }

    private void aggregate(int i, boolean passes) {
        StepOutput out = outputs[aggregated.get(i)];
        if (refusals[i] != null) {
            out.refuse(refusals[i]);
        } else if (numbers[i] == null || !passes) {
            out.empty();
        } else if (table == null) {
            collected.number(i, numbers[i]);
            out.empty();
        } else {
            out.add(table.mean(i, values[i]++, numbers[i]));
        }
    }

    private void generalise(RowBatch batch, int row, int i, boolean passes) {
        int column = least.get(i);
        StepOutput out = outputs[column];
        if (tooLong(batch, row, column)) {
            out.refuse("value.too-long");
        } else if (!passes) {
            out.empty();
        } else if (table == null) {
            collected.text(i, batch.text(row, column));
            out.empty();
        } else {
            out.add(table.value(i, rows, batch.text(row, column)));
        }
    }

    private boolean anyTooLong(RowBatch batch, int row) {
        for (int column : least) {
            if (tooLong(batch, row, column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean tooLong(RowBatch batch, int row, int column) {
        return batch.to(row, column) - batch.from(row, column) > TextStep.LENGTH_MAX;
    }

    /** What leaves of the sensitive column: that is what somebody could learn. */
    private String released(RowBatch batch, int row) {
        StepOutput out = outputs[sensitive];
        return out == null ? batch.text(row, sensitive) : out.text(row);
    }
}
