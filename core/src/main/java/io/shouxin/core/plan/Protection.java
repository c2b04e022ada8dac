// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.release.DateShift;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.FormatTokens;
import io.shouxin.core.token.Pseudonyms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A plan at work on a table with these columns, in either direction. Rows go in by batches; for each column there is
 * what comes out, or nothing where the cells pass as they are. Not for use by several threads at once.
 */
public final class Protection implements AutoCloseable {

    private final Plan.Column[] rulings;
    private final ColumnStep[] steps;
    private final StepOutput[] outputs;
    /** Columns in the order in which they are worked on: a person's column before what is shifted by it. */
    private final List<Integer> order = new ArrayList<>();
    private final Pseudonyms pseudonyms;
    private final FormatTokens tokens;
    /** Null where no column needs all rows. */
    private WholeSteps whole;

    private enum Direction { FORWARDS, BACKWARDS }

    /** Why a plan and a table do not fit each other. */
    public record Misfit(Set<String> twice, Set<String> notInPlan, Set<String> notInTable) {

        public boolean isNone() {
            return twice.isEmpty() && notInPlan.isEmpty() && notInTable.isEmpty();
        }
    }

    private Protection(Plan plan, List<String> header, ReleaseKey key, Direction direction) {
        rulings = new Plan.Column[header.size()];
        steps = new ColumnStep[header.size()];
        outputs = new StepOutput[header.size()];
        pseudonyms = key == null ? null : Pseudonyms.of(key.key(), plan.recipient());
        tokens = key == null ? null : FormatTokens.of(key.key(), plan.recipient(), key.day());
        for (int i = 0; i < header.size(); i++) {
            rulings[i] = plan.column(header.get(i)).orElseThrow();
            boolean backwards = direction == Direction.BACKWARDS;
            steps[i] = backwards ? back(plan, header, i, key) : step(plan, header, i, key);
            boolean whole = !backwards && rulings[i].technique().whole();
            outputs[i] = steps[i] == null && !whole ? null : new StepOutput();
        }
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < header.size(); i++) {
                if (steps[i] != null && person(rulings[i].technique()) == null == (pass == 0)) {
                    order.add(i);
                }
            }
        }
    }

    /** Whether each column of the table is in the plan, and the other way round. */
    public static Misfit misfit(Plan plan, List<String> header) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        Set<String> notInPlan = new LinkedHashSet<>();
        Set<String> notInTable = new LinkedHashSet<>();
        for (String name : header) {
            if (!seen.add(name)) {
                twice.add(name);
            } else if (plan.column(name).isEmpty()) {
                notInPlan.add(name);
            }
        }
        plan.columns().stream().map(Plan.Column::name).filter(name -> !seen.contains(name)).forEach(notInTable::add);
        return new Misfit(twice, notInPlan, notInTable);
    }

    /**
     * The plan forwards.
     *
     * @param header fits the plan
     * @param key of the plan's release; may be null where the plan needs none
     * @throws IllegalStateException for a plan that has to see all rows first
     */
    public static Protection of(Plan plan, List<String> header, ReleaseKey key) {
        if (plan.whole()) {
            throw new IllegalStateException("This plan is run twice over a table: collecting, then with the table.");
        }
        return new Protection(plan, header, key, Direction.FORWARDS);
    }

    /**
     * The first of two times for a plan that has to see all rows: nothing of its output is meant to be written, and
     * {@link #collected} has what the second time needs.
     */
    public static Protection collecting(Plan plan, List<String> header, ReleaseKey key) {
        Protection first = new Protection(plan, header, key, Direction.FORWARDS);
        first.whole = new WholeSteps(plan, header, first.rulings, first.outputs, null);
        return first;
    }

    /** The second time, over the very same rows. */
    public static Protection of(Plan plan, List<String> header, ReleaseKey key, WholeTable table) {
        Protection second = new Protection(plan, header, key, Direction.FORWARDS);
        second.whole = new WholeSteps(plan, header, second.rulings, second.outputs, table);
        return second;
    }

    /** The plan backwards, for a table that it made: what is not reversible passes as it is. */
    public static Protection reversing(Plan plan, List<String> header, ReleaseKey key) {
        return new Protection(plan, header, key, Direction.BACKWARDS);
    }

    /** Keys of this package's own with which a cell is refused; values and techniques add theirs. */
    public static List<String> refusalKeys() {
        return CellRefused.keys();
    }

    /** Works on all rows of the batch. */
    public void run(RowBatch batch) {
        for (int column : order) {
            outputs[column].clear();
            steps[column].run(batch, outputs[column]);
        }
        if (whole != null) {
            whole.run(batch);
        }
    }

    /**
     * What was collected of all rows that went by.
     *
     * @throws io.shouxin.core.release.ReleaseRefused where groups or means of the plan's size cannot be had
     */
    public WholeTable collected() {
        return whole.table();
    }

    /** Whether the row is left out for the sake of the groups. */
    public boolean isSuppressed(int row) {
        return whole != null && whole.isSuppressed(row);
    }

    /**
     * All rows have gone by. What was written counts only when this was asked.
     *
     * @throws io.shouxin.core.release.ReleaseRefused {@code release.table-changed} for a plan that has to see all rows,
     *     where there were more of them the first time
     */
    public void end() {
        if (whole != null) {
            whole.end();
        }
    }

    /** How far a plan is that has to see all rows, for {@link #resume}; empty for other plans. */
    public List<Integer> position() {
        return whole == null ? List.of() : whole.position();
    }

    /** Goes on behind the rows that an earlier run has done. */
    public void resume(List<Integer> position) {
        if (whole != null) {
            whole.resume(position);
        }
    }

    /** What came of a column; null where its cells pass as they are or not at all, see {@link #isDropped}. */
    public StepOutput output(int column) {
        return outputs[column];
    }

    /** Whether what comes of the column is letters and digits that no file format gives a meaning to. */
    public boolean isPlainOutput(int column) {
        Technique technique = rulings[column].technique();
        return technique instanceof Technique.Pseudonym || technique instanceof Technique.Token;
    }

    public boolean isDropped(int column) {
        return rulings[column].technique() instanceof Technique.Drop;
    }

    public Plan.Column ruling(int column) {
        return rulings[column];
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        if (pseudonyms != null) {
            pseudonyms.close();
            tokens.close();
        }
    }

    private static String person(Technique technique) {
        return technique instanceof Technique.Shifted shifted ? shifted.person()
                : technique instanceof Technique.Noisy noisy ? noisy.person() : null;
    }

    private ColumnStep step(Plan plan, List<String> header, int i, ReleaseKey key) {
        Technique technique = rulings[i].technique();
        if (technique instanceof Technique.Pseudonym pseudonym) {
            return new PseudonymStep(i, pseudonym.type(), pseudonyms);
        } else if (technique instanceof Technique.Token token) {
            return new TokenStep(i, token.format(), tokens);
        } else if (technique instanceof Technique.Masked masked) {
            return new TextStep(i, (value, batch, row) -> masked.mask().apply(SecretText.of(value)));
        } else if (technique instanceof Technique.Sealed) {
            SealStep seal = new SealStep(header.get(i), key.key(), plan.recipient());
            return new TextStep(i, (value, batch, row) -> seal.seal(value));
        } else if (technique instanceof Technique.Bands bands) {
            return new TextStep(i, (value, batch, row) -> bands.bands().apply(value));
        } else if (technique instanceof Technique.Coded coded) {
            return new TextStep(i, (value, batch, row) -> coded.coding().apply(value));
        } else if (technique instanceof Technique.Levels levels) {
            return new TextStep(i, (value, batch, row) -> levels.hierarchy().generalise(value, levels.level()));
        } else if (technique instanceof Technique.Times times) {
            return new TimeStep(i, times.level());
        } else if (technique instanceof Technique.Shifted shifted) {
            return shift(plan, header, i, shifted, key);
        } else if (technique instanceof Technique.Noisy noisy) {
            ValueNoise noise = new ValueNoise(header.get(i), noisy, key.key(), plan.recipient());
            int person = header.indexOf(noisy.person());
            return new TextStep(i, (value, batch, row) -> noise.of(value, whose(batch, row, person)));
        }
        return null;
    }

    private ColumnStep shift(Plan plan, List<String> header, int i, Technique.Shifted shifted, ReleaseKey key) {
        DateShift shift = DateShift.of(key.key(), plan.recipient(), shifted.days());
        int person = header.indexOf(shifted.person());
        return new TextStep(i, (value, batch, row) -> {
            Moment moment = Moment.parse(value);
            return moment.written(shift.shifted(SecretText.of(whose(batch, row, person)), moment.time()));
        });
    }

    private ColumnStep back(Plan plan, List<String> header, int i, ReleaseKey key) {
        Technique technique = rulings[i].technique();
        if (technique instanceof Technique.Pseudonym pseudonym) {
            return new TextStep(i, (value, batch, row) -> pseudonyms.reverse(value)
                    .filter(original -> original.type() == pseudonym.type())
                    .orElseThrow(CellRefused.Reason.NOT_OURS::refusal).value()
                    .plain(PlainAccess.granted()));
        } else if (technique instanceof Technique.Token token) {
            return new TextStep(i, (value, batch, row) -> tokens.reverse(token.format(), value)
                    .plain(PlainAccess.granted()));
        } else if (technique instanceof Technique.Sealed) {
            SealStep seal = new SealStep(header.get(i), key.key(), plan.recipient());
            return new TextStep(i, (value, batch, row) -> seal.open(value));
        } else if (technique instanceof Technique.Shifted shifted) {
            DateShift shift = DateShift.of(key.key(), plan.recipient(), shifted.days());
            int person = header.indexOf(shifted.person());
            return new TextStep(i, (value, batch, row) -> {
                if (batch.isBlank(row, person)) {
                    throw CellRefused.Reason.PERSON.refusal();
                }
                Moment moment = Moment.parse(value);
                return moment.written(shift.unshifted(SecretText.of(batch.text(row, person)), moment.time()));
            });
        }
        return null;
    }

    /** What is released of the person's column: whoever turns the file back has nothing else. */
    private String whose(RowBatch batch, int row, int person) {
        StepOutput released = outputs[person];
        if (released == null) {
            if (batch.isBlank(row, person)) {
                throw CellRefused.Reason.PERSON.refusal();
            }
            return batch.text(row, person);
        }
        if (released.refusal(row) != null || released.from(row) == released.to(row)) {
            throw CellRefused.Reason.PERSON.refusal();
        }
        return released.text(row);
    }
}
